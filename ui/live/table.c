/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials panel, with one value for each counted trial: n, mean and its 95 % interval, sd, the
 * running sd as in Appendix Table 1, and the results of the tests so far. */
#include "ui/live/panels.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "ui/draw/format.h"
#include "ui/draw/wrap.h"
#include "ui/live/table_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX (TABLE_ENVS_MAX * (TABLE_ENVS_MAX - 1) / 2)
#define CERTAIN   0.05

/* The state for which a kept figure was computed. */
struct table_key {
    unsigned serial;
    int workload;
    size_t ended, taints; /* trials with a result at that moment; all taints that are known */
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
    int slower, less_steady; /* environments, if there are two */
};

static void table_release(struct table *table)
{
    for (int env = 0; env < table->envs; env++)
        figures_series_free(&table->columns[env].series);
}

struct table_cache *table_new(void)
{
    return util_alloc(1, sizeof(struct table_cache));
}

void table_free(struct table_cache *cache)
{
    if (!cache)
        return;
    table_release(&cache->table);
    free(cache);
}

static struct table_key table_key_of(const struct scene *scene)
{
    struct table_key key = {.serial = scene->serial,
                            .workload = scene->workload,
                            .taints = scene->model->taint_count,
                            .measure = scene->measure};
    for (size_t i = 0; i < scene->model->trial_count; i++)
        key.ended += scene->model->trials[i].end_t <= scene->t ? 1 : 0;
    return key;
}

static bool table_key_equal(struct table_key a, struct table_key b)
{
    return a.serial == b.serial && a.workload == b.workload && a.ended == b.ended &&
           a.taints == b.taints && a.measure == b.measure;
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

/* The mean distance from the median, which Brown and Forsythe's test compares. */
static double table_spread(const struct scene *scene, int env)
{
    struct figures_series series =
        figures_series(scene->model, env, scene->workload, MEASURE_TRIAL, scene->t, false);
    double median = stats_summarise(series.values, series.n).median, sum = 0;
    for (size_t i = 0; i < series.n; i++)
        sum += fabs(series.values[i] - median);
    double spread = series.n > 0 ? sum / (double)series.n : (double)NAN;
    figures_series_free(&series);
    return spread;
}

/* With two environments, the verdicts can name one. */
static void table_settle_two(struct table_cache *cache, const struct scene *scene)
{
    const struct figures_pair *pair = &cache->pairs[0];
    bool lower_is_better = scene->model->workloads[scene->workload].lower_is_better;
    bool b_is_slower = (pair->result.difference > 0) == lower_is_better;
    bool b_varies_more = table_spread(scene, pair->b) > table_spread(scene, pair->a);
    cache->slower = b_is_slower ? pair->b : pair->a;
    cache->less_steady = b_varies_more ? pair->b : pair->a;
}

bool table_settle(struct table_cache *cache, const struct scene *scene)
{
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
    if (cache->pair_count == 1)
        table_settle_two(cache, scene);
    cache->tests_key = key;
    cache->pending = false;
    cache->compared = 0;
    return true;
}

/* "mean: 2 of 6 pairs differ", "spread: docker varies more"; "" while n is too small for a test. */
static void table_verdict(const struct table_cache *cache, const struct scene *scene, bool spread,
                          char *text, size_t size)
{
    size_t tested = 0, differ = 0;
    for (size_t i = 0; i < cache->pair_count; i++) {
        const struct figures_comparison *result = &cache->pairs[i].result;
        double p = spread ? result->spread_p_holm : result->mean_p_holm;
        tested += isnan(p) ? 0 : 1;
        differ += p < CERTAIN ? 1 : 0;
    }
    const char *what = spread ? "spread" : "mean";
    text[0] = '\0';
    if (tested > 0 && differ == 0)
        snprintf(text, size, "%s: no difference shown", what);
    else if (tested > 1)
        snprintf(text, size, "%s: %zu of %zu pairs differ", what, differ, tested);
    else if (tested == 1)
        snprintf(text, size, "%s: %s %s", what,
                 scene_env_name(scene, spread ? cache->less_steady : cache->slower),
                 spread ? "varies more" : "is slower");
}

static bool table_is_interim(const struct table_cache *cache)
{
    bool interim = false;
    for (size_t i = 0; i < cache->pair_count; i++)
        interim |= cache->pairs[i].result.interim;
    return interim;
}

/* Draws two lines at the foot of `inside`, which stay empty while there is no test; returns the
 * rows used. */
static int table_verdicts(const struct table_cache *cache, const struct scene *scene,
                          struct rect inside)
{
    char text[96];
    bool current = table_is_current(cache, scene);
    for (int line = 0; line < 2 && current; line++) {
        table_verdict(cache, scene, line == 1, text, sizeof text);
        wrap_cut(inside.y + inside.height - 2 + line, inside.x, inside.width, theme_ink(INK_STRONG),
                 text);
    }
    return scene->model->env_count > 1 ? 2 : 0;
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
        column->counts = figures_counts(scene->model, (int)env, scene->workload, scene->t);
        column->drift = figures_drift(&column->series);
        column->published = published_find(scene_env_name(scene, (int)env));
        largest = fmax(largest, summary->mean);
    }
    table.decimals = format_decimals(largest);
    return table;
}

/* The table changes only when a trial ends. */
static const struct table *table_update(struct table_cache *cache, const struct scene *scene)
{
    struct table_key key = table_key_of(scene);
    if (cache->filled && table_key_equal(cache->table_key, key))
        return &cache->table;
    table_release(&cache->table);
    cache->table = table_of(scene);
    cache->table_key = key;
    cache->filled = true;
    return &cache->table;
}

/* ---- validity ---- */

/* What needs attention, over all environments. */
struct table_trouble {
    int counted, tainted, failed, drifting;
    bool drift_known;
    int drifts; /* an environment with drift */
};

static struct table_trouble table_trouble_of(const struct table *table)
{
    struct table_trouble trouble = {0};
    for (int env = 0; env < table->envs; env++) {
        const struct table_column *column = &table->columns[env];
        trouble.counted += column->counts.counted;
        trouble.tainted += column->counts.tainted;
        trouble.failed += column->counts.failed;
        trouble.drift_known |= !isnan(column->drift.p);
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

/* "! tainted 1 of 18, failed 2, drift none": trouble comes first, because the text may be cut. */
static void table_draw_trouble(const struct table_trouble *trouble, const struct scene *scene,
                               struct rect line)
{
    bool troubled = table_is_troubled(trouble);
    char words[160];
    struct text text = TEXT_IN(words);
    if (trouble->tainted > 0)
        trouble_add(&text, "tainted %d of %d", trouble->tainted, trouble->counted);
    if (trouble->failed > 0)
        trouble_add(&text, "failed %d", trouble->failed);
    if (trouble->drifting == 1)
        trouble_add(&text, "drift %s", scene_env_name(scene, trouble->drifts));
    if (trouble->drifting > 1)
        trouble_add(&text, "drift in %d environments", trouble->drifting);
    if (trouble->tainted == 0)
        trouble_add(&text, "tainted none");
    if (trouble->drifting == 0 && trouble->drift_known)
        trouble_add(&text, "drift none");
    if (troubled)
        pen_cell(line.y, line.x, theme_ink(INK_WARN), L'!');
    int sign = troubled ? 2 : 0;
    wrap_cut(line.y, line.x + sign, line.width - sign, theme_ink(troubled ? INK_WARN : INK_DIM),
             words);
}

/* Draws the foot, of at most `room` rows: what needs attention, and the verdicts; returns the rows
 * used. */
static int table_foot(const struct table *table, const struct table_cache *cache,
                      const struct scene *scene, struct rect inside, int room)
{
    struct table_trouble trouble = table_trouble_of(table);
    int verdicts = table_verdicts(cache, scene, inside);
    bool shown = trouble.counted > 0 && room - verdicts >= (table_is_troubled(&trouble) ? 2 : 3);
    if (shown)
        table_draw_trouble(
            &trouble, scene,
            (struct rect){inside.y + inside.height - verdicts - 1, inside.x, 1, inside.width});
    return verdicts + shown;
}

/* ---- the panel ---- */

/* A column for each environment, if their names fit. */
static void table_draw_wide(const struct table *table, const struct table_cache *cache,
                            const struct scene *scene, struct rect inside)
{
    int figures = inside.height > TABLE_SD_ROWS_MAX + FIGURES + 6 ? FIGURES : FIGURE_SD + 1;
    int used = 1 + figures;
    struct table_choice all = table_all(table, inside.width);
    table_names(&all, scene, inside);
    table_figure_rows(table, &all, inside, inside.y + 1, figures);
    int room = inside.height - used;
    room -= table_foot(table, cache, scene, inside, room);
    int gap = room > TABLE_SD_ROWS_MAX ? 1 : 0;
    table_sd(table, &all, inside, inside.y + used + gap, room - gap);
}

static void table_draw_narrow(const struct table *table, const struct table_cache *cache,
                              const struct scene *scene, struct rect inside)
{
    bool with_sd;
    int used = table_env_rows(table, scene, inside, &with_sd), room = inside.height - used;
    struct table_choice all = table_all(table, inside.width);
    room -= table_foot(table, cache, scene, inside, room);
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
