/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdicts of all pairs of environments in words. */
#include "ui/live/verdict_words.h"

#include "src/base/text.h"
#include "ui/draw/wrap.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* One sentence, and the room that it has. */
struct sentence {
    const struct verdicts *of;
    bool spread; /* about the spreads; else about the means */
    int width, rows;
    char *text;
};

/* Adds the words if the sentence then still fits; returns whether it does. */
__attribute__((format(printf, 2, 3))) static bool add(struct sentence *sentence, const char *format,
                                                      ...)
{
    char longer[VERDICT_SIZE];
    struct text text = TEXT_IN(longer);
    va_list arguments;
    text_add(&text, "%s", sentence->text);
    va_start(arguments, format);
    text_vadd(&text, format, arguments);
    va_end(arguments);
    if (wrap_rows(longer, sentence->width) > sentence->rows)
        return false;
    memcpy(sentence->text, longer, text.length + 1);
    return true;
}

/* The last form of a sentence, which is cut where it does not fit. */
__attribute__((format(printf, 2, 3))) static void write_anyway(struct sentence *sentence,
                                                               const char *format, ...)
{
    struct text text = text_in(sentence->text, VERDICT_SIZE);
    va_list arguments;
    va_start(arguments, format);
    text_vadd(&text, format, arguments);
    va_end(arguments);
}

static const char *name(const struct sentence *sentence, int env)
{
    return sentence->of->names[env];
}

static const char *subject(const struct sentence *sentence)
{
    return sentence->spread ? "spread" : "mean";
}

static bool is_of_two(const struct sentence *sentence)
{
    return sentence->of->count == 1;
}

/* ---- numbers ---- */

enum { NUMBER_SIZE = 24 };

/* Two digits or so of a number of this size. */
static int decimals(double size)
{
    return fabs(size) >= 3 ? 0 : fabs(size) >= 0.3 ? 1 : 2;
}

static const char *times(char text[NUMBER_SIZE], double ratio)
{
    snprintf(text, NUMBER_SIZE, "%.*f", ratio >= 9.95 ? 0 : 1, ratio);
    return text;
}

/* ---- the verdicts together ---- */

static enum figures_verdict verdict_of(const struct figures_pair *pair, bool spread)
{
    return spread ? pair->result.spread_verdict : pair->result.mean_verdict;
}

static size_t count_of(const struct verdicts *verdicts, bool spread, enum figures_verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        count += verdict_of(&verdicts->pairs[i], spread) == verdict;
    return count;
}

static size_t count(const struct sentence *sentence, enum figures_verdict verdict)
{
    return count_of(sentence->of, sentence->spread, verdict);
}

/* Whether the run has ended, or all planned trials have. */
static bool is_final(const struct verdicts *verdicts)
{
    bool final = true;
    for (size_t i = 0; i < verdicts->count; i++)
        final &= verdicts->pairs[i].result.final;
    return final;
}

bool verdict_words_are_common(const struct verdicts *verdicts)
{
    enum figures_verdict both = VERDICT_CONFOUNDED;
    if (is_final(verdicts) && count_of(verdicts, false, VERDICT_N_TOO_SMALL) > 0)
        both = VERDICT_N_TOO_SMALL;
    return verdicts->count > 0 && count_of(verdicts, false, both) == verdicts->count &&
           count_of(verdicts, true, both) == verdicts->count;
}

/* ---- a difference that is shown ---- */

/* A pair, with the worse environment first. */
struct contrast {
    int worse, better;
    double ratio; /* worse / better */
    struct stats_interval interval;
    bool extreme; /* `worse` is the worst of all */
    bool anytime; /* the interval holds at any time */
};

static double ratio_of(const struct figures_pair *pair, bool spread)
{
    return spread ? pair->result.sd_ratio.ratio : pair->result.ratio.ratio;
}

static bool higher_is_worse(const struct sentence *sentence)
{
    return sentence->spread || sentence->of->lower_is_better;
}

/* Above 0 where b is worse than a; NAN where there is no ratio. */
static double badness(const struct sentence *sentence, const struct figures_pair *pair)
{
    double log_ratio = log(ratio_of(pair, sentence->spread));
    return higher_is_worse(sentence) ? log_ratio : -log_ratio;
}

static const struct figures_pair *pair_of(const struct verdicts *verdicts, int one, int other)
{
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct figures_pair *pair = &verdicts->pairs[i];
        if ((pair->a == one && pair->b == other) || (pair->a == other && pair->b == one))
            return pair;
    }
    return NULL;
}

/* The worst environment and what it is compared with, if they differ: a slow one with the first
 * environment, an unsteady one with the steadiest. */
static const struct figures_pair *extreme_pair(const struct sentence *sentence)
{
    int worst = 0, best = 0;
    double most = 0, least = 0; /* against the first environment */
    for (size_t i = 0; i < sentence->of->count; i++) {
        const struct figures_pair *pair = &sentence->of->pairs[i];
        double bad = badness(sentence, pair);
        if (pair->a == 0 && bad > most) {
            most = bad;
            worst = pair->b;
        }
        if (pair->a == 0 && bad < least) {
            least = bad;
            best = pair->b;
        }
    }
    int reference = sentence->spread || worst == 0 ? best : 0;
    const struct figures_pair *pair = pair_of(sentence->of, worst, reference);
    bool differ = pair && verdict_of(pair, sentence->spread) == VERDICT_DIFFERENT;
    return differ && !isnan(badness(sentence, pair)) ? pair : NULL;
}

/* The pair that differs most. */
static const struct figures_pair *farthest_pair(const struct sentence *sentence)
{
    const struct figures_pair *farthest = NULL;
    for (size_t i = 0; i < sentence->of->count; i++) {
        const struct figures_pair *pair = &sentence->of->pairs[i];
        double distance = fabs(badness(sentence, pair));
        if (verdict_of(pair, sentence->spread) == VERDICT_DIFFERENT && !isnan(distance) &&
            (!farthest || distance > fabs(badness(sentence, farthest))))
            farthest = pair;
    }
    return farthest;
}

static struct contrast contrast_of(const struct sentence *sentence, const struct figures_pair *pair)
{
    const struct figures_comparison *result = &pair->result;
    bool anytime = !sentence->spread && !result->final;
    struct contrast contrast = {.worse = pair->b,
                                .better = pair->a,
                                .ratio = ratio_of(pair, sentence->spread),
                                .interval = sentence->spread ? result->sd_ratio.interval.interval
                                            : anytime        ? result->anytime
                                                             : result->ratio.interval,
                                .anytime = anytime};
    if (badness(sentence, pair) < 0) {
        struct stats_interval b_to_a = contrast.interval;
        contrast.worse = pair->a;
        contrast.better = pair->b;
        contrast.ratio = 1 / contrast.ratio;
        contrast.interval = (struct stats_interval){1 / b_to_a.hi, 1 / b_to_a.lo};
    }
    return contrast;
}

static void add_interval(struct sentence *sentence, const struct contrast *contrast)
{
    char lo[NUMBER_SIZE], hi[NUMBER_SIZE];
    if (!isnan(contrast->interval.lo) &&
        add(sentence, " (%s..%sx)", times(lo, contrast->interval.lo),
            times(hi, contrast->interval.hi)) &&
        contrast->anytime)
        add(sentence, ", valid at any time");
}

/* The same in percent, times `sign`. */
static void add_pct_interval(struct sentence *sentence, const struct contrast *contrast, int digits,
                             double sign)
{
    double lo = sign * 100 * (contrast->interval.lo - 1);
    double hi = sign * 100 * (contrast->interval.hi - 1);
    if (isnan(lo))
        return;
    if (!add(sentence, " (%.*f..%.*f %%)", digits, fmin(lo, hi), digits, fmax(lo, hi)))
        add(sentence, " (%.*f..%.*f)", digits, fmin(lo, hi), digits, fmax(lo, hi));
    else if (contrast->anytime)
        add(sentence, ", valid at any time");
}

/* "docker 8 % slower (3..13 %), valid at any time", "slowest kvm +41 % vs native (36..46 %)". */
static void write_slower_pct(struct sentence *sentence, const struct contrast *contrast)
{
    const char *worse = name(sentence, contrast->worse), *better = name(sentence, contrast->better);
    const char *slowest = contrast->extreme ? "slowest " : "";
    double pct = 100 * (contrast->ratio - 1);
    double width = 100 * (contrast->interval.hi - contrast->interval.lo);
    int digits = decimals(isnan(width) ? pct : width);
    bool of_two = is_of_two(sentence);
    if (of_two && !add(sentence, "%s %.*f %% slower", worse, digits, fabs(pct)))
        write_anyway(sentence, "%s slower", worse);
    if (!of_two && !add(sentence, "%s%s %+.*f %% vs %s", slowest, worse, digits, pct, better) &&
        !add(sentence, "%s%s %+.*f %%", slowest, worse, digits, pct))
        write_anyway(sentence, "%s%s", slowest, worse);
    add_pct_interval(sentence, contrast, digits, of_two && pct < 0 ? -1 : 1);
}

/* "kvm 144x as slow (120..170x)", "slowest kvm 144x native (120..170x)". */
static void write_slower_times(struct sentence *sentence, const struct contrast *contrast)
{
    const char *worse = name(sentence, contrast->worse), *better = name(sentence, contrast->better);
    const char *slowest = contrast->extreme ? "slowest " : "";
    char ratio[NUMBER_SIZE];
    times(ratio, contrast->ratio);
    bool of_two = is_of_two(sentence);
    if (of_two && !add(sentence, "%s %sx as slow", worse, ratio))
        write_anyway(sentence, "%s slower", worse);
    if (!of_two && !add(sentence, "%s%s %sx %s", slowest, worse, ratio, better) &&
        !add(sentence, "%s%s %sx", slowest, worse, ratio))
        write_anyway(sentence, "%s%s", slowest, worse);
    add_interval(sentence, contrast);
}

/* "docker less steady: sd 2.1x (1.3..3.4x)", "least steady kvm 4.9x docker (2.2..11x)". */
static void write_less_steady(struct sentence *sentence, const struct contrast *contrast)
{
    const char *worse = name(sentence, contrast->worse), *better = name(sentence, contrast->better);
    char ratio[NUMBER_SIZE];
    times(ratio, contrast->ratio);
    if (!is_of_two(sentence) && contrast->extreme) {
        if (!add(sentence, "least steady %s %sx %s", worse, ratio, better) &&
            !add(sentence, "least steady %s %sx", worse, ratio))
            write_anyway(sentence, "least steady %s", worse);
    } else if (is_of_two(sentence) ||
               !add(sentence, "%s less steady than %s: sd %sx", worse, better, ratio)) {
        if (!add(sentence, "%s less steady: sd %sx", worse, ratio))
            write_anyway(sentence, "%s less steady", worse);
    }
    add_interval(sentence, contrast);
}

/* ---- pairs without a difference ---- */

/* Rounds until a pair is told apart. */
static double rounds_left(const struct sentence *sentence, const struct figures_pair *pair)
{
    return sentence->spread ? (double)NAN : pair->result.rounds_left;
}

/* The pair without a difference that needs the fewest rounds. */
static const struct figures_pair *nearest_pair(const struct sentence *sentence)
{
    const struct figures_pair *nearest = NULL;
    for (size_t i = 0; i < sentence->of->count; i++) {
        const struct figures_pair *pair = &sentence->of->pairs[i];
        if (verdict_of(pair, sentence->spread) == VERDICT_NOT_SHOWN &&
            (!nearest || rounds_left(sentence, pair) < rounds_left(sentence, nearest) ||
             isnan(rounds_left(sentence, nearest))))
            nearest = pair;
    }
    return nearest;
}

static const char *plural(double count)
{
    return count == 1 ? "" : "s";
}

/* "not yet told apart: docker, firecracker and 2 more pairs (the first in about 6 rounds)", after
 * the words before it; returns whether it fits. */
static bool add_not_told(struct sentence *sentence, const char *before)
{
    const struct figures_pair *pair = nearest_pair(sentence);
    const char *yet = is_final(sentence->of) ? "" : "yet ";
    size_t more = count(sentence, VERDICT_NOT_SHOWN) - 1;
    char more_pairs[sizeof " and  more pairs" + 20] = "";
    if (more > 0)
        snprintf(more_pairs, sizeof more_pairs, " and %zu more pair%s", more, plural((double)more));
    if (!add(sentence, "%snot %stold apart: %s, %s%s", before, yet, name(sentence, pair->a),
             name(sentence, pair->b), more_pairs))
        return false;
    double rounds = is_final(sentence->of) ? (double)NAN : rounds_left(sentence, pair);
    if (rounds > 0 && more > 0)
        add(sentence, " (the first in about %.0f round%s)", rounds, plural(rounds));
    else if (rounds > 0)
        add(sentence, " (about %.0f more round%s)", rounds, plural(rounds));
    return true;
}

/* While trials go on. */
static void write_not_told_yet(struct sentence *sentence)
{
    const char *of = subject(sentence);
    char label[NUMBER_SIZE];
    snprintf(label, sizeof label, "%s: ", of);
    if (!is_of_two(sentence)) {
        if (!add_not_told(sentence, label))
            write_anyway(sentence, "%s: not yet told apart", of);
        return;
    }
    double rounds = rounds_left(sentence, &sentence->of->pairs[0]);
    if (isnan(rounds) ||
        (!add(sentence, "%s: not yet told apart: about %.0f more round%s", of, rounds,
              plural(rounds)) &&
         !add(sentence, "%s: about %.0f more round%s", of, rounds, plural(rounds))))
        write_anyway(sentence, "%s: not yet told apart", of);
}

static void write_not_shown(struct sentence *sentence)
{
    const struct verdicts *of = sentence->of;
    struct figures_reach least = figures_reach_of_all(of->pairs, of->count);
    if (!add(sentence, "%s: no difference shown", subject(sentence)))
        write_anyway(sentence, "no difference shown");
    double pct = 100 * (least.mean_ratio - 1);
    char ratio[NUMBER_SIZE];
    if (sentence->spread && isfinite(least.sd_ratio))
        add(sentence, " (%d rounds can show %sx)", least.rounds, times(ratio, least.sd_ratio));
    if (!sentence->spread && isfinite(pct))
        add(sentence, " (%d rounds can show %.*f %%)", least.rounds, decimals(pct), pct);
}

static void write_too_small(struct sentence *sentence)
{
    int needed = 0;
    for (size_t i = 0; i < sentence->of->count; i++)
        needed = sentence->of->pairs[i].result.needed_rounds > needed
                     ? sentence->of->pairs[i].result.needed_rounds
                     : needed;
    const char *of = subject(sentence);
    if (verdict_words_are_common(sentence->of) &&
        add(sentence, "n too small to test: %d rounds needed", needed))
        return;
    if (!add(sentence, "%s: n too small to test: %d rounds needed", of, needed) &&
        !add(sentence, "%s: n too small: %d rounds needed", of, needed) &&
        !add(sentence, "%s: n too small: %d needed", of, needed))
        write_anyway(sentence, "%s: %d rounds needed", of, needed);
}

/* ---- the sentence ---- */

static void write_difference(struct sentence *sentence)
{
    const struct figures_pair *extreme = extreme_pair(sentence);
    const struct figures_pair *pair = extreme ? extreme : farthest_pair(sentence);
    size_t different = count(sentence, VERDICT_DIFFERENT);
    if (!pair) {
        write_anyway(sentence, "%s: %zu of %zu pairs differ", subject(sentence), different,
                     sentence->of->count);
        return;
    }
    struct contrast contrast = contrast_of(sentence, pair);
    contrast.extreme = extreme;
    if (sentence->spread)
        write_less_steady(sentence, &contrast);
    else if (contrast.ratio < 2)
        write_slower_pct(sentence, &contrast);
    else
        write_slower_times(sentence, &contrast);
    if (count(sentence, VERDICT_NOT_SHOWN) > 0)
        add_not_told(sentence, "; ");
}

/* What no pair shows is said only where every pair could show it. */
static void write_sentence(struct sentence *sentence)
{
    bool final = is_final(sentence->of);
    sentence->text[0] = '\0';
    if (count(sentence, VERDICT_DIFFERENT) > 0)
        write_difference(sentence);
    else if (count(sentence, VERDICT_CONFOUNDED) > 0)
        write_anyway(sentence, "blocks: environment and time cannot be told apart");
    else if (!final && count(sentence, VERDICT_NOT_SHOWN) > 0)
        write_not_told_yet(sentence);
    else if (!final && sentence->spread && count(sentence, VERDICT_N_TOO_SMALL) > 0)
        write_anyway(sentence, "spread: not yet tested"); /* only at the ends of blocks */
    else if (count(sentence, VERDICT_N_TOO_SMALL) > 0)
        write_too_small(sentence);
    else if (sentence->of->count > 0 && count(sentence, VERDICT_NOT_SHOWN) == sentence->of->count)
        write_not_shown(sentence);
}

void verdict_words_of_means(const struct verdicts *verdicts, int width, int rows,
                            char text[VERDICT_SIZE])
{
    write_sentence(&(struct sentence){verdicts, false, width, rows, text});
}

void verdict_words_of_spreads(const struct verdicts *verdicts, int width, int rows,
                              char text[VERDICT_SIZE])
{
    write_sentence(&(struct sentence){verdicts, true, width, rows, text});
}
