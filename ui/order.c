/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials in order: place in time against environment, and, where there is room, against value. */
#include "src/util.h"
#include "ui/format.h"
#include "ui/scene.h"

#include <math.h>
#include <stdio.h>

#define LABEL_WIDTH 14
#define SPACING_MAX 4

/* What an environment's trials range over, for their place in its band. */
struct order_range {
    double lo, hi;
};

static wchar_t order_sign(const struct scene *scene, size_t index)
{
    const struct model_trial *trial = &scene->model->trials[index];
    switch (model_status_at(trial, scene->t)) {
    case STATUS_RUNNING:
        return L'▸';
    case STATUS_OK:
        if (trial->warmup)
            return L'○';
        return model_taint_count_at(scene->model, (int)index, scene->t) > 0 ? L'!' : L'●';
    default:
        return L'×';
    }
}

static double order_value(const struct scene *scene, const struct model_trial *trial)
{
    return model_status_at(trial, scene->t) == STATUS_OK
               ? figures_trial_value(scene->model, trial, scene->measure)
               : NAN;
}

static struct order_range order_range_of(const struct scene *scene, int env, size_t begun)
{
    struct order_range range = {NAN, NAN};
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->env != env || trial->workload != scene->workload)
            continue;
        double value = order_value(scene, trial);
        range.lo = fmin(range.lo, value);
        range.hi = fmax(range.hi, value);
    }
    return range;
}

/* Row of a band on which a value lies, high values on top; unknown ones in the middle. */
static int order_row(struct order_range range, double value, int rows)
{
    if (rows < 2 || isnan(value) || !(range.hi > range.lo))
        return rows / 2;
    return (int)lround((range.hi - value) / (range.hi - range.lo) * (rows - 1));
}

static void order_label(const struct scene *scene, struct rect band, int env,
                        struct order_range range)
{
    char lo[FORMAT_SIZE], hi[FORMAT_SIZE];
    pen_text(band.y, band.x + 1, LABEL_WIDTH - 2, theme_env(env), scene_env_name(scene, env));
    if (band.height < 2 || isnan(range.lo))
        return;
    int decimals = format_decimals(range.hi);
    pen_format(band.y + 1, band.x + 1, LABEL_WIDTH - 2, theme_ink(INK_DIM), "%s–%s",
               format_figure(lo, range.lo, decimals), format_figure(hi, range.hi, decimals));
}

static void order_band(const struct scene *scene, struct rect band, int env, size_t begun,
                       int skipped, double spacing)
{
    struct order_range range = order_range_of(scene, env, begun);
    order_label(scene, band, env, range);
    int place = -skipped;
    for (size_t i = 0; i < begun; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        if (trial->workload != scene->workload)
            continue;
        int x = band.x + LABEL_WIDTH + (int)(place++ * spacing);
        if (trial->env != env || x < band.x + LABEL_WIDTH)
            continue;
        int y = band.y + order_row(range, order_value(scene, trial), band.height);
        pen_cell(y, x, theme_env(env), order_sign(scene, i));
    }
}

static int order_trials_of_workload(const struct scene *scene, size_t begun)
{
    int count = 0;
    for (size_t i = 0; i < begun; i++)
        count += scene->model->trials[i].workload == scene->workload;
    return count;
}

void order_draw(const struct scene *scene, struct rect rect)
{
    char title[96];
    size_t begun = model_trials_until(scene->model, scene->t);
    int envs = (int)scene->model->env_count, count = order_trials_of_workload(scene, begun);
    int workloads = (int)scene->model->workload_count, room = rect.width - 3 - LABEL_WIDTH;
    int planned = workloads > 0 ? scene->model->plan.slots / workloads : 0;
    int all = planned > count ? planned : count;
    double spacing = fmin(fmax((double)room / (all > 0 ? all : 1), 1), SPACING_MAX);
    int skipped = count > room ? count - room : 0;
    snprintf(title, sizeof title,
             skipped > 0 ? "Trials in order, last %d of %d" : "Trials in order", count - skipped,
             count);
    struct rect inside = pen_box(rect, title, theme_ink(INK_STRONG),
                                 "● counted  ○ warm-up  × failed  ! tainted  ▸ running");
    for (int env = 0; env < envs && env < inside.height; env++) {
        int top = inside.height * env / envs, bottom = inside.height * (env + 1) / envs;
        struct rect band = {inside.y + top, inside.x, bottom - top, inside.width};
        order_band(scene, band, env, begun, skipped, spacing);
    }
}
