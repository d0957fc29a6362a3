/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials panel, with one value for each counted trial: n, mean and its 95 % interval, sd, the
 * running sd as in Appendix Table 1, and the verdicts so far. */
#include "ui/live/panels.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/format.h"
#include "ui/draw/wrap.h"
#include "ui/live/table_parts.h"
#include "ui/live/verdict_words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX (TABLE_ENVS_MAX * (TABLE_ENVS_MAX - 1) / 2)

enum { VERDICTS_LEAST = 2, VERDICTS_MOST = 4 }; /* rows of the verdicts */

/* The state for which a kept figure was computed. */
struct table_key {
    unsigned serial;
    int workload;
    size_t ended, taints; /* trials with a result at that moment; all taints that are known */
    bool run_ended;       /* at that moment: then verdicts are final */
    enum measure measure;
};

struct table_cache {
    struct table table;
    struct table_key table_key, tests_key;
    bool filled, pending;           /* the table is computed; the tests must be computed */
    struct table_key comparing_key; /* of the tests that are being computed, one pair at a time */
    size_t compared;
    struct figures_pair pairs[PAIRS_MAX];
    size_t pair_count;
    int verdict_rows; /* when they were drawn last: the lines above do not jump meanwhile */
    struct steady_cache *steady;
};

static void table_release(struct table *table)
{
    for (int env = 0; env < table->envs; env++)
        figures_series_free(&table->columns[env].series);
}

struct table_cache *table_new(void)
{
    struct table_cache *cache = util_alloc(1, sizeof *cache);
    cache->steady = steady_new();
    return cache;
}

void table_free(struct table_cache *cache)
{
    if (!cache)
        return;
    table_release(&cache->table);
    steady_free(cache->steady);
    free(cache);
}

static struct table_key table_key_of(const struct scene *scene)
{
    struct table_key key = {.serial = scene->serial,
                            .workload = scene->workload,
                            .taints = scene->model->taint_count,
                            .run_ended = scene->model->end_t <= scene->t,
                            .measure = scene->measure};
    for (size_t i = 0; i < scene->model->trial_count; i++)
        key.ended += scene->model->trials[i].end_t <= scene->t ? 1 : 0;
    return key;
}

static bool table_key_equal(struct table_key a, struct table_key b)
{
    return a.serial == b.serial && a.workload == b.workload && a.ended == b.ended &&
           a.taints == b.taints && a.run_ended == b.run_ended && a.measure == b.measure;
}

/* ---- tests ---- */

/* The tests compare trials, whatever measure is shown. */
static struct table_key table_tests_key(const struct scene *scene)
{
    struct table_key key = table_key_of(scene);
    key.measure = MEASURE_TRIAL;
    return key;
}

static bool table_is_current(const struct table_cache *cache, const struct scene *scene)
{
    return table_key_equal(cache->tests_key, table_tests_key(scene));
}

bool table_settle(struct table_cache *cache, const struct scene *scene)
{
    if (steady_settle(cache->steady, scene))
        return true;
    if (!cache->pending)
        return false;
    struct table_key key = table_tests_key(scene);
    if (cache->compared == 0 || !table_key_equal(cache->comparing_key, key)) {
        cache->pair_count = figures_pairs(scene->model, cache->pairs, PAIRS_MAX);
        cache->comparing_key = key;
        cache->compared = 0;
    }
    if (cache->compared < cache->pair_count)
        figures_compare_pair(scene->model, scene->workload, scene->t,
                             &cache->pairs[cache->compared++]);
    if (cache->compared < cache->pair_count)
        return true;
    figures_adjust_pairs(scene->model, cache->pairs, cache->pair_count);
    cache->tests_key = key;
    cache->pending = false;
    cache->compared = 0;
    return true;
}

static bool table_is_interim(const struct table_cache *cache)
{
    bool interim = false;
    for (size_t i = 0; i < cache->pair_count; i++)
        interim |= cache->pairs[i].result.interim;
    return interim;
}

/* Draws the verdicts at the foot of `inside`, in at most `most` rows; returns the rows used, at
 * least 2. */
static int table_draw_verdicts(struct table_cache *cache, const struct scene *scene,
                               struct rect inside, int most)
{
    int envs = (int)scene->model->env_count, width = inside.width;
    UTIL_FREE const char **names = util_alloc((size_t)envs, sizeof *names);
    for (int env = 0; env < envs; env++)
        names[env] = scene_env_name(scene, env);
    struct verdicts verdicts = {cache->pairs, cache->pair_count, names,
                                scene->model->workloads[scene->workload].lower_is_better};
    char means[VERDICT_SIZE], spreads[VERDICT_SIZE] = "";
    int of_spreads = verdict_words_are_common(&verdicts) ? 0 : 1;
    verdict_words_of_means(&verdicts, width, most - of_spreads, means);
    int of_means = layout_smaller(wrap_rows(means, width), most - of_spreads);
    if (of_spreads)
        verdict_words_of_spreads(&verdicts, width, most - layout_larger(of_means, 1), spreads);
    int rows = of_means + layout_smaller(wrap_rows(spreads, width), most - of_means);
    rows = layout_larger(rows, VERDICTS_LEAST);
    struct rect rect = {inside.y + inside.height - rows, inside.x, of_means, width};
    wrap_draw(rect, theme_ink(INK_STRONG), means);
    rect.y += of_means;
    rect.height = rows - of_means;
    wrap_draw(rect, theme_ink(INK_STRONG), spreads);
    return cache->verdict_rows = rows;
}

/* ---- figures ---- */

static struct table table_of(const struct scene *scene)
{
    struct table table = {.step = figures_running_sd_step(scene->model)};
    double largest = 0;
    for (size_t env = 0; env < scene->model->env_count && env < TABLE_ENVS_MAX; env++) {
        struct table_column *column = &table.columns[table.envs++];
        column->series = figures_series(scene->model, (int)env, scene->workload, scene->measure,
                                        scene->t, false);
        column->summary = stats_summarise(column->series.values, column->series.n);
        const struct stats_summary *summary = &column->summary;
        struct stats_interval interval =
            stats_mean_interval(summary->n, summary->mean, summary->sd, 0.95);
        column->half = (interval.hi - interval.lo) / 2;
        column->sd_interval = sd_interval(column->series.values, column->series.n, 0.95).interval;
        column->blocks = blocks_of(&column->series, (size_t)table.step, scene->model->env_count);
        column->counts = figures_counts(scene->model, (int)env, scene->workload, scene->t);
        column->published = published_find(scene_env_name(scene, (int)env));
        largest = fmax(largest, summary->mean);
    }
    table.decimals = format_decimals(largest);
    return table;
}

/* The table changes only when a trial ends, and when the trials that have ended are classified. */
static const struct table *table_update(struct table_cache *cache, const struct scene *scene)
{
    struct table_key key = table_key_of(scene);
    if (!cache->filled || !table_key_equal(cache->table_key, key)) {
        table_release(&cache->table);
        cache->table = table_of(scene);
        cache->table_key = key;
        cache->filled = true;
    }
    for (int env = 0; env < cache->table.envs; env++)
        cache->table.columns[env].steadiness = steady_of(cache->steady, scene, env);
    return &cache->table;
}

/* ---- validity ---- */

/* What needs attention, over all environments. */
struct table_trouble {
    int counted, tainted, failed, drifting;
    bool drift_known;
    int drifts; /* an environment with drift */
};

/* Whether p is known at the last two block ends: no drift is said only where one could be. */
static bool table_drift_is_known(const struct figures_series *series, size_t step)
{
    struct figures_series last = *series, before = *series;
    last.n -= last.n % step;
    before.n = last.n < step ? 0 : last.n - step;
    return !isnan(figures_drift(&last).p) && !isnan(figures_drift(&before).p);
}

static struct table_trouble table_trouble_of(const struct table *table)
{
    struct table_trouble trouble = {.drift_known = true};
    for (int env = 0; env < table->envs; env++) {
        const struct table_column *column = &table->columns[env];
        trouble.counted += column->counts.counted;
        trouble.tainted += column->counts.tainted;
        trouble.failed += column->counts.failed;
        trouble.drift_known &= table_drift_is_known(&column->series, (size_t)table->step);
        if (figures_drift_is_confirmed(&column->series, (size_t)table->step, (size_t)table->envs)) {
            trouble.drifting++;
            trouble.drifts = env;
        }
    }
    return trouble;
}

static bool table_is_troubled(const struct table_trouble *trouble)
{
    return trouble->tainted + trouble->failed + trouble->drifting > 0;
}

enum { TROUBLE_SIZE = 160 };

/* Adds to the text, after a comma unless it is empty. */
__attribute__((format(printf, 2, 3))) static void trouble_add(struct text *text, const char *format,
                                                              ...)
{
    va_list arguments;
    if (text->length > 0)
        text_add(text, ", ");
    va_start(arguments, format);
    text_vadd(text, format, arguments);
    va_end(arguments);
}

/* What is left out of the trouble, where it does not fit. */
enum trouble_less { LESS_NONE, LESS_TOTAL, LESS_NAME, LESS_DRIFT };

static void trouble_words(struct text *text, const struct table_trouble *trouble,
                          const struct scene *scene, enum trouble_less less)
{
    if (trouble->tainted > 0 && less < LESS_TOTAL)
        trouble_add(text, "tainted %d of %d", trouble->tainted, trouble->counted);
    else if (trouble->tainted > 0)
        trouble_add(text, "tainted %d", trouble->tainted);
    if (trouble->failed > 0)
        trouble_add(text, "failed %d", trouble->failed);
    if (trouble->drifting == 0)
        return;
    if (text->length > 0 && less >= LESS_NAME)
        trouble_add(text, less == LESS_NAME ? "drift" : "…");
    else if (trouble->drifting == 1)
        trouble_add(text, "drift %s", scene_env_name(scene, trouble->drifts));
    else
        trouble_add(text, "drift in %d environments", trouble->drifting);
}

/* Adds the piece if all of it fits into `width` columns. */
static void trouble_add_none(struct text *text, const char *piece, int width)
{
    char longer[TROUBLE_SIZE];
    struct text with = TEXT_IN(longer);
    text_add(&with, "%s", text->data);
    trouble_add(&with, "%s", piece);
    if (pen_width(longer) <= width)
        trouble_add(text, "%s", piece);
}

/* "! tainted 1 of 18, failed 2, drift none": trouble comes first, and has fewer details where all
 * of it does not fit. Only the name of an environment is ever cut. */
static void table_draw_trouble(const struct table_trouble *trouble, const struct scene *scene,
                               struct rect line)
{
    bool troubled = table_is_troubled(trouble);
    int sign = troubled ? 2 : 0, width = line.width - sign;
    char words[TROUBLE_SIZE];
    struct text text;
    for (int less = LESS_NONE; less <= LESS_DRIFT; less++) {
        text = TEXT_IN(words);
        trouble_words(&text, trouble, scene, (enum trouble_less)less);
        if (pen_width(words) <= width)
            break;
    }
    if (trouble->tainted == 0)
        trouble_add_none(&text, "tainted none", width);
    if (trouble->drifting == 0 && trouble->drift_known)
        trouble_add_none(&text, "drift none", width);
    if (troubled)
        pen_cell(line.y, line.x, theme_ink(INK_WARN), L'!');
    wrap_cut(line.y, line.x + sign, width, theme_ink(troubled ? INK_WARN : INK_DIM), words);
}

/* Draws the foot below the figures, where `room` rows are left and the running sd wants `sd_rows`:
 * what needs attention, and the verdicts; returns the rows used. */
static int table_foot(const struct table *table, struct table_cache *cache,
                      const struct scene *scene, struct rect inside, int room, int sd_rows)
{
    struct table_trouble trouble = table_trouble_of(table);
    int most = layout_smaller(VERDICTS_MOST, layout_larger(VERDICTS_LEAST, room - sd_rows - 1));
    int verdicts = 0;
    if (scene->model->env_count > 1)
        verdicts = table_is_current(cache, scene)
                       ? table_draw_verdicts(cache, scene, inside, most)
                       : layout_smaller(most, layout_larger(VERDICTS_LEAST, cache->verdict_rows));
    bool shown = trouble.counted > 0 && room - verdicts >= (table_is_troubled(&trouble) ? 2 : 3);
    if (shown)
        table_draw_trouble(
            &trouble, scene,
            (struct rect){inside.y + inside.height - verdicts - 1, inside.x, 1, inside.width});
    return verdicts + shown;
}

/* ---- the panel ---- */

/* A column for each environment, if their names fit. */
static void table_draw_wide(const struct table *table, struct table_cache *cache,
                            const struct scene *scene, struct rect inside)
{
    int figures = inside.height > TABLE_SD_ROWS_MAX + FIGURES + 6 ? FIGURES : FIGURE_SD + 1;
    int used = 1 + figures;
    struct table_choice all = table_all(table, inside.width);
    table_names(&all, scene, inside);
    table_figure_rows(table, &all, inside, inside.y + 1, figures);
    if (inside.height - used > TABLE_SD_ROWS_MAX + 3)
        used += table_steadiness(table, &all, inside, inside.y + used);
    if (inside.height - used > TABLE_SD_ROWS_MAX + 3)
        used += table_across(table, &all, inside, inside.y + used);
    int room = inside.height - used;
    room -= table_foot(table, cache, scene, inside, room, table_sd_rows(table));
    int gap = room > TABLE_SD_ROWS_MAX ? 1 : 0;
    table_sd(table, &all, inside, inside.y + used + gap, room - gap);
}

static void table_draw_narrow(const struct table *table, struct table_cache *cache,
                              const struct scene *scene, struct rect inside)
{
    bool with_sd;
    int used = table_env_rows(table, scene, inside, &with_sd), room = inside.height - used;
    struct table_choice all = table_all(table, inside.width);
    room -= table_foot(table, cache, scene, inside, room, with_sd ? 0 : table_sd_rows(table));
    if (!with_sd)
        table_sd(table, &all, inside, inside.y + used, room);
}

static void table_title(const struct scene *scene, char *text, size_t size)
{
    const struct model_workload *workload = &scene->model->workloads[scene->workload];
    snprintf(text, size, "%s, %s", scene->measure == MEASURE_EXECUTION ? "Executions" : "Trials",
             measure_unit(workload, scene->measure));
}

void table_draw(struct table_cache *cache, const struct scene *scene, struct rect rect)
{
    char title[96] = "Trials";
    bool wide = rect.width >= 42, current = table_is_current(cache, scene);
    if (scene->workload >= 0)
        table_title(scene, title, sizeof title);
    const char *right = current && table_is_interim(cache) ? "interim" : NULL;
    struct rect inside = pen_box(rect, title, theme_ink(INK_STRONG), right);
    inside.width--;
    if (scene->workload < 0)
        return;
    const struct table *table = table_update(cache, scene);
    if (scene->published)
        table_published(table, scene, inside);
    else if (wide && table_all(table, inside.width).cell > scene_names_width(scene))
        table_draw_wide(table, cache, scene, inside);
    else
        table_draw_narrow(table, cache, scene, inside);
    cache->pending = !current && table->envs > 1;
}
