/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials panel: one value a counted trial; n, mean, its 95 % interval, sd, the running sd as in
 * Appendix Table 1, and what the tests say so far. */
#include "src/published.h"
#include "src/util.h"
#include "ui/format.h"
#include "ui/scene.h"
#include "ui/wrap.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENVS_MAX   8
#define PAIRS_MAX  (ENVS_MAX * (ENVS_MAX - 1) / 2)
#define ROWS_MAX   5 /* of running sd */
#define NAME_WIDTH 7
#define CELL_WIDTH 8
#define CELL_MOST  13
#define CELL_LEAST 5 /* " 11.4" */
#define ROW_CELL   6 /* of the form with rows */
/* The least that n, mean, its interval and sd take there. */
#define FIGURES_LEAST (4 * ROW_CELL - 3)
#define CERTAIN       0.05
#define TROUBLE_SIZE  160
/* What Appendix Table 1 is about: the study calls it Image Classification. */
#define PUBLISHED_WORKLOAD "traffic-light"

struct table_column {
    struct figures_series series;
    struct stats_summary summary;
    double half; /* of the 95 % interval of the mean */
    struct figures_counts counts;
    struct figures_drift drift;
    const struct published *published;
};

struct table {
    struct table_column columns[ENVS_MAX];
    int envs, step; /* step of the running sd */
    int decimals;
};

/* What a figure that is kept was computed for. */
struct table_key {
    unsigned serial;
    int workload;
    size_t ended, taints; /* trials with a result by then; taints, known at all */
    enum measure measure;
};

struct table_cache {
    struct table table;
    struct table_key table_key, tests_key;
    bool filled, pending;           /* the table is computed; the tests are wanted */
    struct table_key comparing_key; /* of the tests that are under way, a pair at a time */
    size_t compared;
    struct figures_pair pairs[PAIRS_MAX];
    size_t pair_count;
    int slower, less_steady; /* environments, where there are two */
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

/* The tests are of trials, whichever measure is shown. */
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

/* Mean distance from the median: what Brown and Forsythe's test compares. */
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

/* Two environments can be told apart by name. */
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
    figures_adjust_pairs(cache->pairs, cache->pair_count);
    if (cache->pair_count == 1)
        table_settle_two(cache, scene);
    cache->tests_key = key;
    cache->pending = false;
    cache->compared = 0;
    return true;
}

/* "mean: 2 of 6 pairs differ", "spread: docker varies more"; "" while n supports no test. */
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

/* Two lines at the foot of `inside`, which stay free while there is no test; returns the rows
 * used. */
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
    for (size_t env = 0; env < scene->model->env_count && env < ENVS_MAX; env++) {
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

/* Trials change the table only when one ends. */
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

/* sd of the first n trials; NAN before there are that many. */
static double table_running_sd(const struct table_column *column, size_t n)
{
    return column->series.n < n ? (double)NAN : stats_summarise(column->series.values, n).sd;
}

/* Rows of the running sd that every environment has reached. */
static int table_sd_rows(const struct table *table)
{
    int rows = table->envs > 0 ? ROWS_MAX : 0;
    for (int env = 0; env < table->envs; env++) {
        int reached = (int)table->columns[env].series.n / table->step;
        rows = reached < rows ? reached : rows;
    }
    return rows;
}

/* ---- drawing ---- */

static void table_cell(int y, int x, int width, attr_t ink, double value, int decimals)
{
    char text[FORMAT_SIZE];
    format_figure(text, value, decimals);
    for (; (int)strlen(text) >= width && decimals > 0; decimals--)
        format_figure(text, value, decimals - 1);
    if ((int)strlen(text) >= width)
        snprintf(text, sizeof text, "%.0e", value);
    pen_right(y, x, width, ink, "%s", text);
}

static int table_cell_width(const struct table *table, int width)
{
    int cell = table->envs > 0 ? (width - NAME_WIDTH) / table->envs : CELL_WIDTH;
    return cell > CELL_MOST ? CELL_MOST : cell;
}

/* The last running sd rows that fit from y on, one cell an environment. */
static void table_sd(const struct table *table, struct rect inside, int y, int room)
{
    int cell = table_cell_width(table, inside.width), rows = table_sd_rows(table);
    int first = rows > room ? rows - room : table->step < 2 ? 1 : 0; /* one value has no sd */
    for (int row = first; row < rows && cell >= CELL_LEAST; row++, y++) {
        int n = (row + 1) * table->step;
        pen_format(y, inside.x, NAME_WIDTH, theme_ink(INK_TEXT), "sd 1-%d", n);
        for (int env = 0; env < table->envs; env++)
            table_cell(y, inside.x + NAME_WIDTH + env * cell, cell, theme_env(env),
                       table_running_sd(&table->columns[env], (size_t)n), table->decimals);
    }
}

static void table_names(const struct table *table, const struct scene *scene, struct rect inside)
{
    int cell = table_cell_width(table, inside.width);
    for (int env = 0; env < table->envs; env++) {
        int width = scene_env_width(scene, env), left = width < cell ? cell - width : 1;
        scene_env_draw(scene, env, inside.y, inside.x + NAME_WIDTH + env * cell + left,
                       cell - left);
    }
}

enum table_figure {
    FIGURE_N,
    FIGURE_MEAN,
    FIGURE_HALF,
    FIGURE_SD,
    FIGURE_MIN,
    FIGURE_MAX,
    FIGURES
};

static double table_figure(const struct table_column *column, enum table_figure figure)
{
    const struct stats_summary *summary = &column->summary;
    const double values[FIGURES] = {(double)summary->n, summary->mean, column->half,
                                    summary->sd,        summary->min,  summary->max};
    return values[figure];
}

static void table_figure_rows(const struct table *table, struct rect inside, int y, int rows)
{
    static const char *const names[FIGURES] = {"n", "mean", "±95 %", "sd", "min", "max"};
    int cell = table_cell_width(table, inside.width);
    for (int figure = 0; figure < FIGURES && figure < rows; figure++) {
        pen_text(y + figure, inside.x, NAME_WIDTH, theme_ink(INK_TEXT), names[figure]);
        for (int env = 0; env < table->envs; env++)
            table_cell(y + figure, inside.x + NAME_WIDTH + env * cell, cell, theme_env(env),
                       table_figure(&table->columns[env], figure),
                       figure == FIGURE_N ? 0 : table->decimals);
    }
}

/* ---- a row for each environment ---- */

/* Columns of the form that has rows: figures, then the running sd as far as there is room. */
struct table_rows {
    int name, width;   /* columns of a name; of all but the first column beside it */
    int figures, rows; /* that are shown, of the running sd from `first` on */
    int first;
};

static struct table_rows table_rows_of(const struct table *table, const struct scene *scene,
                                       int width)
{
    int most = width - FIGURES_LEAST, names = scene_names_width(scene) + 1;
    struct table_rows rows = {.name = names < NAME_WIDTH ? NAME_WIDTH
                                      : names > most     ? most
                                                         : names,
                              .width = ROW_CELL,
                              .figures = FIGURE_SD + 1};
    int spare = width - rows.name - FIGURES_LEAST, known = table_sd_rows(table);
    int fit = spare / ROW_CELL;
    rows.first = table->step < 2 ? 1 : 0; /* one value has no sd */
    rows.rows = known - rows.first < fit ? known - rows.first : fit;
    rows.rows = rows.rows < 0 ? 0 : rows.rows;
    rows.first = known - rows.rows;
    spare -= rows.rows * ROW_CELL;
    rows.width += spare / (rows.figures + rows.rows) > 2 ? 2 : spare / (rows.figures + rows.rows);
    return rows;
}

/* Of a figure's column, the space before it included: sizes as they are read, n the shortest. */
static int table_row_cell(const struct table_rows *rows, int figure)
{
    static const int less[FIGURE_SD + 1] = {2, 0, 0, 1};
    return rows->width - less[figure];
}

static void table_row_heads(const struct table *table, const struct table_rows *rows, int y, int x)
{
    static const char *const heads[FIGURE_SD + 1] = {"n", "mean", "±95%", "sd"};
    for (int figure = 0; figure < rows->figures; figure++) {
        pen_right(y, x, table_row_cell(rows, figure), theme_ink(INK_DIM), "%s", heads[figure]);
        x += table_row_cell(rows, figure);
    }
    for (int row = rows->first; row < rows->first + rows->rows; row++, x += rows->width)
        pen_right(y, x, rows->width, theme_ink(INK_DIM), "1-%d", (row + 1) * table->step);
}

static void table_row(const struct table *table, const struct table_rows *rows, int y, int x,
                      int env)
{
    const struct table_column *column = &table->columns[env];
    for (int figure = 0; figure < rows->figures; figure++) {
        table_cell(y, x, table_row_cell(rows, figure), theme_env(env),
                   table_figure(column, (enum table_figure)figure),
                   figure == FIGURE_N ? 0 : table->decimals);
        x += table_row_cell(rows, figure);
    }
    for (int row = rows->first; row < rows->first + rows->rows; row++, x += rows->width)
        table_cell(y, x, rows->width, theme_env(env),
                   table_running_sd(column, (size_t)((row + 1) * table->step)), table->decimals);
}

/* Draws them all; returns the rows used. */
static int table_env_rows(const struct table *table, const struct table_rows *rows,
                          const struct scene *scene, struct rect inside)
{
    table_row_heads(table, rows, inside.y, inside.x + rows->name);
    for (int env = 0, y = inside.y + 1; env < table->envs; env++, y++) {
        scene_env_draw(scene, env, y, inside.x, rows->name - 1);
        table_row(table, rows, y, inside.x + rows->name, env);
    }
    return table->envs + 1;
}

static bool table_is_impossible(const struct published *published)
{
    struct stats_row_pair pairs[PUBLISHED_ROWS * (PUBLISHED_ROWS - 1) / 2];
    return stats_sd_rows_check(published->running_sd, PUBLISHED_ROWS, pairs) > 0;
}

static int table_printed_decimals(const struct stats_sd_row *row)
{
    return row->last_digit < 0.05 ? 2 : 1;
}

static void table_published_row(const struct table *table, struct rect inside, int y, int row)
{
    int cell = table_cell_width(table, inside.width);
    for (int env = 0; env < table->envs; env++) {
        if (!table->columns[env].published)
            continue;
        const struct stats_sd_row *printed = &table->columns[env].published->running_sd[row];
        pen_format(y, inside.x, NAME_WIDTH, theme_ink(INK_DIM), "sd 1-%zu", printed->n);
        table_cell(y, inside.x + NAME_WIDTH + env * cell, cell, theme_env(env), printed->sd,
                   table_printed_decimals(printed));
    }
}

/* The study's Appendix Table 1 on the environments that it has, below ours. */
static void table_published(const struct table *table, const struct scene *scene,
                            struct rect inside)
{
    bool known = strcmp(scene_workload_name(scene), PUBLISHED_WORKLOAD) == 0;
    int last = inside.y + inside.height, y = last - PUBLISHED_ROWS - 2;
    table_names(table, scene, inside);
    table_sd(table, inside, inside.y + 1, y - inside.y - 1);
    const char *caption = "study: " PUBLISHED_CAVEAT;
    if (!known)
        caption = "the study has no such table";
    else if (pen_width(caption) > inside.width)
        caption = PUBLISHED_CAVEAT;
    pen_text(y, inside.x, inside.width, theme_ink(INK_DIM), caption);
    for (int row = 0; row < PUBLISHED_ROWS && known; row++)
        table_published_row(table, inside, y + 1 + row, row);
    for (int env = 0, x = inside.x; env < table->envs && known; env++) {
        const struct published *published = table->columns[env].published;
        if (published && table_is_impossible(published))
            x += 1 + pen_format(last - 1, x, inside.x + inside.width - x, theme_ink(INK_WARN),
                                "%s: impossible", published->env);
    }
}

/* ---- validity ---- */

/* What asks for attention over all environments. */
struct table_trouble {
    int counted, tainted, failed, drifting;
    bool drift_known;
    int drifts; /* an environment that does */
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
        if (column->drift.p * table->envs < CERTAIN) { /* Bonferroni */
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

/* Adds to a text, behind a comma where it is not the first; returns its length. */
__attribute__((format(printf, 3, 4))) static size_t
trouble_add(char text[TROUBLE_SIZE], size_t used, const char *format, ...)
{
    va_list arguments;
    if (used > 0)
        used += (size_t)snprintf(text + used, TROUBLE_SIZE - used, ", ");
    va_start(arguments, format);
    int added = vsnprintf(text + used, TROUBLE_SIZE - used, format, arguments);
    va_end(arguments);
    return used + (size_t)added < TROUBLE_SIZE ? used + (size_t)added : TROUBLE_SIZE - 1;
}

/* "! tainted 1 of 18, failed 2, drift none": trouble first, it may be cut. */
static void table_draw_trouble(const struct table_trouble *trouble, const struct scene *scene,
                               struct rect line)
{
    bool troubled = table_is_troubled(trouble);
    char text[TROUBLE_SIZE] = "";
    size_t used = 0;
    if (trouble->tainted > 0)
        used = trouble_add(text, used, "tainted %d of %d", trouble->tainted, trouble->counted);
    if (trouble->failed > 0)
        used = trouble_add(text, used, "failed %d", trouble->failed);
    if (trouble->drifting == 1)
        used = trouble_add(text, used, "drift %s", scene_env_name(scene, trouble->drifts));
    if (trouble->drifting > 1)
        used = trouble_add(text, used, "drift in %d environments", trouble->drifting);
    if (trouble->tainted == 0)
        used = trouble_add(text, used, "tainted none");
    if (trouble->drifting == 0 && trouble->drift_known)
        trouble_add(text, used, "drift none");
    if (troubled)
        pen_cell(line.y, line.x, theme_ink(INK_WARN), L'!');
    int sign = troubled ? 2 : 0;
    wrap_cut(line.y, line.x + sign, line.width - sign, theme_ink(troubled ? INK_WARN : INK_DIM),
             text);
}

/* The foot, of `room` rows at most: what asks for attention, the verdicts; the rows used. */
static int table_foot(const struct table *table, const struct table_cache *cache,
                      const struct scene *scene, struct rect inside, int room)
{
    struct table_trouble trouble = table_trouble_of(table);
    int verdicts = table_verdicts(cache, scene, inside);
    bool told = trouble.counted > 0 && room - verdicts >= (table_is_troubled(&trouble) ? 2 : 3);
    if (told)
        table_draw_trouble(
            &trouble, scene,
            (struct rect){inside.y + inside.height - verdicts - 1, inside.x, 1, inside.width});
    return verdicts + told;
}

/* ---- the panel ---- */

/* A column for each environment, where their names fit. */
static void table_draw_wide(const struct table *table, const struct table_cache *cache,
                            const struct scene *scene, struct rect inside)
{
    int figures = inside.height > ROWS_MAX + FIGURES + 6 ? FIGURES : FIGURE_SD + 1;
    int used = 1 + figures;
    table_names(table, scene, inside);
    table_figure_rows(table, inside, inside.y + 1, figures);
    int room = inside.height - used;
    room -= table_foot(table, cache, scene, inside, room);
    int gap = room > ROWS_MAX ? 1 : 0;
    table_sd(table, inside, inside.y + used + gap, room - gap);
}

static void table_draw_narrow(const struct table *table, const struct table_cache *cache,
                              const struct scene *scene, struct rect inside)
{
    struct table_rows rows = table_rows_of(table, scene, inside.width);
    int used = table_env_rows(table, &rows, scene, inside), room = inside.height - used;
    room -= table_foot(table, cache, scene, inside, room);
    if (rows.rows == 0)
        table_sd(table, inside, inside.y + used, room);
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
    else if (wide && table_cell_width(table, inside.width) > scene_names_width(scene))
        table_draw_wide(table, cache, scene, inside);
    else
        table_draw_narrow(table, cache, scene, inside);
    cache->pending = !current && table->envs > 1;
}
