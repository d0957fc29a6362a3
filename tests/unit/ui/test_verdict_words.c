/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the verdicts in words: each verdict, and what is left out where there is no room.
 */
#include "src/base/util.h"
#include "ui/draw/wrap.h"
#include "ui/live/verdict_words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WIDE = 200 };

static const char *const two[] = {"native", "docker"};
static const char *const three[] = {"native", "docker", "kvm"};

/* What a test says of a pair; the rest is unknown. */
struct pair {
    int a, b;
    enum figures_verdict verdict;
    double ratio, lo, hi; /* of the means and of the sds */
    double rounds_left;
};

static struct figures_pair pair_of(struct pair pair, bool final)
{
    struct stats_interval interval = {pair.lo, pair.hi};
    struct figures_comparison result = {.pairs = 10,
                                        .ratio = {pair.ratio, {NAN, NAN}, NAN},
                                        .sd_ratio = {pair.ratio, {interval, false}},
                                        .anytime = {NAN, NAN},
                                        .rounds_left = pair.rounds_left,
                                        .interim = !final,
                                        .final = final,
                                        .needed_rounds = 6,
                                        .reach = {10, isnan(pair.ratio) ? NAN : 1.028, 4.1},
                                        .mean_verdict = pair.verdict,
                                        .spread_verdict = pair.verdict};
    if (final)
        result.ratio.interval = interval;
    else
        result.anytime = interval;
    return (struct figures_pair){pair.a, pair.b, result};
}

/* Up to three pairs, in a run that goes on or has ended. */
struct run {
    bool final, higher_is_better;
    struct pair pairs[3];
};

/* The sentence about means, or about spreads, in so many rows of so many columns. */
static void assert_says(struct run run, bool spread, int width, int rows, const char *expected)
{
    struct figures_pair pairs[3];
    size_t count = 0;
    for (; count < 3 && run.pairs[count].b > 0; count++)
        pairs[count] = pair_of(run.pairs[count], run.final);
    struct verdicts verdicts = {pairs, count, count == 1 ? two : three, !run.higher_is_better};
    char text[VERDICT_SIZE];
    if (spread)
        verdict_words_of_spreads(&verdicts, width, rows, text);
    else
        verdict_words_of_means(&verdicts, width, rows, text);
    assert_string_equal(text, expected);
    assert_true(wrap_rows(text, width) <= rows);
}

static void a_difference_between_two(void **state)
{
    (void)state;
    struct run on = {.pairs = {{0, 1, VERDICT_DIFFERENT, 1.08, 1.03, 1.13, 0}}}, end = on;
    end.final = true;
    assert_says(on, false, WIDE, 1, "docker 8 % slower (3..13 %), valid at any time");
    assert_says(end, false, WIDE, 1, "docker 8 % slower (3..13 %)");
    assert_says(end, true, WIDE, 1, "docker less steady: sd 1.1x (1.0..1.1x)");
    struct run first = {.pairs = {{0, 1, VERDICT_DIFFERENT, 0.5, 0.4, 0.625, 0}}};
    assert_says(first, false, WIDE, 1, "native 2.0x as slow (1.6..2.5x), valid at any time");
    assert_says(first, true, WIDE, 1, "native less steady: sd 2.0x (1.6..2.5x)");
}

/* The name goes with the worse environment, and the number with the measure. */
static void higher_may_be_better(void **state)
{
    (void)state;
    struct run run = {true, true, {{0, 1, VERDICT_DIFFERENT, 0.71, 0.65, 0.78, 0}}};
    assert_says(run, false, WIDE, 1, "docker 29 % slower (22..35 %)");
    run.pairs[0] = (struct pair){0, 1, VERDICT_DIFFERENT, 1.25, 1.2, 1.3, 0};
    assert_says(run, false, WIDE, 1, "native 20 % slower (17..23 %)");
}

static void small_differences_have_decimals(void **state)
{
    (void)state;
    struct run run = {.final = true, .pairs = {{0, 1, VERDICT_DIFFERENT, 1.012, 1.005, 1.019, 0}}};
    assert_says(run, false, WIDE, 1, "docker 1.2 % slower (0.5..1.9 %)");
}

static void details_are_left_out_before_the_name(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_DIFFERENT, 1.08, 1.03, 1.13, 0}}};
    assert_says(run, false, 46, 1, "docker 8 % slower (3..13 %), valid at any time");
    assert_says(run, false, 45, 1, "docker 8 % slower (3..13 %)");
    assert_says(run, false, 45, 2, "docker 8 % slower (3..13 %), valid at any time");
    assert_says(run, false, 26, 1, "docker 8 % slower (3..13)");
    assert_says(run, false, 24, 1, "docker 8 % slower");
    assert_says(run, false, 16, 1, "docker slower");
    assert_says(run, true, 37, 1, "docker less steady: sd 1.1x");
    assert_says(run, true, 18, 1, "docker less steady");
}

static void not_yet_told_apart(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_NOT_SHOWN, 1.02, 0.9, 1.1, 9}}};
    assert_says(run, false, WIDE, 1, "mean: not yet told apart: about 9 more rounds");
    assert_says(run, false, 28, 1, "mean: about 9 more rounds");
    assert_says(run, false, 24, 1, "mean: not yet told apart");
    assert_says(run, true, WIDE, 1, "spread: not yet told apart");
    run.pairs[0].rounds_left = 1;
    assert_says(run, false, WIDE, 1, "mean: not yet told apart: about 1 more round");
    run.pairs[0].rounds_left = NAN;
    assert_says(run, false, WIDE, 1, "mean: not yet told apart");
}

/* At the end one text says it of both; before it, the tests of spreads wait for the end of a block.
 */
static void n_too_small(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_N_TOO_SMALL, 1.2, NAN, NAN, NAN}}};
    assert_says(run, false, WIDE, 1, "mean: n too small to test: 6 rounds needed");
    assert_says(run, false, 34, 1, "mean: n too small: 6 rounds needed");
    assert_says(run, false, 28, 1, "mean: n too small: 6 needed");
    assert_says(run, true, WIDE, 1, "spread: not yet tested");
    run.final = true;
    assert_says(run, false, WIDE, 1, "n too small to test: 6 rounds needed");
    assert_says(run, false, 28, 2, "n too small to test: 6 rounds needed");
}

static void no_difference_says_what_could_be_shown(void **state)
{
    (void)state;
    struct run run = {.final = true, .pairs = {{0, 1, VERDICT_NOT_SHOWN, 1, 1 / 1.02, 1.02, 5}}};
    assert_says(run, false, WIDE, 1, "mean: no difference shown (10 rounds can show 2.8 %)");
    assert_says(run, false, 28, 1, "mean: no difference shown");
    assert_says(run, true, WIDE, 1, "spread: no difference shown (10 rounds can show 4.1x)");
    assert_says(run, true, 28, 1, "spread: no difference shown");
}

/* One pair with values that have no ratio, wherever it stands. */
static void what_could_be_shown_must_be_known_of_every_pair(void **state)
{
    (void)state;
    for (int unknown = 0; unknown < 3; unknown++) {
        struct run run = {.final = true,
                          .pairs = {{0, 1, VERDICT_NOT_SHOWN, 1, 0.98, 1.02, 5},
                                    {0, 2, VERDICT_NOT_SHOWN, 1, 0.98, 1.02, 5},
                                    {1, 2, VERDICT_NOT_SHOWN, 1, 0.98, 1.02, 5}}};
        run.pairs[unknown].ratio = NAN;
        assert_says(run, false, WIDE, 1, "mean: no difference shown");
    }
}

/* No difference is said of no pair unless it could be shown in every pair. */
static void no_difference_needs_every_pair(void **state)
{
    (void)state;
    struct run run = {.final = true,
                      .pairs = {{0, 1, VERDICT_NOT_SHOWN, 1, 0.98, 1.02, 5},
                                {0, 2, VERDICT_N_TOO_SMALL, 1, 0.98, 1.02, 5},
                                {1, 2, VERDICT_NOT_SHOWN, 1, 0.98, 1.02, 5}}};
    assert_says(run, false, WIDE, 1, "mean: n too small to test: 6 rounds needed");
    run.pairs[1].verdict = VERDICT_UNKNOWN;
    assert_says(run, false, WIDE, 1, "");
    assert_says(run, true, WIDE, 1, "");
}

static void blocks(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_CONFOUNDED, 1.5, 1.4, 1.6, NAN}}};
    assert_says(run, false, 28, 2, "blocks: environment and time cannot be told apart");
}

static void nothing_is_said_of_what_is_unknown(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_UNKNOWN, NAN, NAN, NAN, NAN}}};
    assert_says(run, false, WIDE, 1, "");
    assert_says(run, true, WIDE, 1, "");
}

/* The slowest against the first, the least steady against the steadiest. */
static void the_extremes_of_three(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_DIFFERENT, 0.5, 0.45, 0.55, 0},
                                {0, 2, VERDICT_DIFFERENT, 1.41, 1.36, 1.46, 0},
                                {1, 2, VERDICT_DIFFERENT, 2.82, 2.1, 3.9, 0}}};
    assert_says(run, false, WIDE, 1, "slowest kvm +41 % vs native (36..46 %), valid at any time");
    assert_says(run, false, 28, 1, "slowest kvm +41 % vs native");
    assert_says(run, false, 26, 1, "slowest kvm +41 % (36..46)");
    assert_says(run, false, 17, 1, "slowest kvm +41 %");
    assert_says(run, true, WIDE, 1, "least steady kvm 2.8x docker (2.1..3.9x)");
    assert_says(run, true, 27, 1, "least steady kvm 2.8x");
    run.higher_is_better = true;
    assert_says(run, false, WIDE, 1,
                "slowest docker -50 % vs native (-55..-45 %), valid at any time");
}

/* The first environment may be the slowest one itself. */
static void the_first_is_compared_with_the_fastest(void **state)
{
    (void)state;
    struct run run = {.final = true,
                      .pairs = {{0, 1, VERDICT_DIFFERENT, 0.8, 0.75, 0.85, 0},
                                {0, 2, VERDICT_DIFFERENT, 0.01, 0.008, 0.0125, 0},
                                {1, 2, VERDICT_DIFFERENT, 0.0125, 0.01, 0.014, 0}}};
    assert_says(run, false, WIDE, 1, "slowest native 100x kvm (80..125x)");
}

/* Where the extremes are not told apart, another pair is named, and not as the slowest. */
static void pairs_that_are_not_told_apart_are_named(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_DIFFERENT, 1.2, 1.1, 1.3, 0},
                                {0, 2, VERDICT_NOT_SHOWN, 1.3, 0.9, 1.8, 7},
                                {1, 2, VERDICT_NOT_SHOWN, 1.1, 0.7, 1.5, 6}}};
    assert_says(run, false, WIDE, 1,
                "docker +20 % vs native (10..30 %), valid at any time; not yet told apart: "
                "docker, kvm and 1 more pair (the first in about 6 rounds)");
    assert_says(run, true, 48, 1, "docker less steady than native: sd 1.2x");
    run.pairs[0].verdict = VERDICT_NOT_SHOWN;
    run.pairs[0].rounds_left = NAN;
    assert_says(run, false, WIDE, 1,
                "mean: not yet told apart: docker, kvm and 2 more pairs (the first in about 6 "
                "rounds)");
    assert_says(run, false, 34, 1, "mean: not yet told apart");
    run.pairs[0].verdict = run.pairs[1].verdict = VERDICT_DIFFERENT;
    assert_says(run, false, WIDE, 1,
                "slowest kvm +30 % vs native (-10..80 %), valid at any time; not yet told apart: "
                "docker, kvm (about 6 more rounds)");
    run.final = true;
    assert_says(run, false, WIDE, 1,
                "slowest kvm +30 % vs native (-10..80 %); not told apart: docker, kvm");
}

static void differences_without_a_ratio_are_counted(void **state)
{
    (void)state;
    struct run run = {.pairs = {{0, 1, VERDICT_DIFFERENT, NAN, NAN, NAN, 0}}};
    assert_says(run, false, WIDE, 1, "mean: 1 of 1 pairs differ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_between_two),
        cmocka_unit_test(higher_may_be_better),
        cmocka_unit_test(small_differences_have_decimals),
        cmocka_unit_test(details_are_left_out_before_the_name),
        cmocka_unit_test(not_yet_told_apart),
        cmocka_unit_test(n_too_small),
        cmocka_unit_test(no_difference_says_what_could_be_shown),
        cmocka_unit_test(what_could_be_shown_must_be_known_of_every_pair),
        cmocka_unit_test(no_difference_needs_every_pair),
        cmocka_unit_test(blocks),
        cmocka_unit_test(nothing_is_said_of_what_is_unknown),
        cmocka_unit_test(the_extremes_of_three),
        cmocka_unit_test(the_first_is_compared_with_the_fastest),
        cmocka_unit_test(pairs_that_are_not_told_apart_are_named),
        cmocka_unit_test(differences_without_a_ratio_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
