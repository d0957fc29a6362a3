/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of Live. */
#include "ui/header.h"

#include "src/util.h"
#include "ui/format.h"
#include "ui/machine.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A line written from the left. */
struct line {
    int y, x, end;
};

__attribute__((format(printf, 3, 4))) static void line_add(struct line *line, attr_t ink,
                                                           const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (*text && line->x + pen_width(text) <= line->end)
        line->x += pen_text(line->y, line->x, line->end - line->x, ink, text) + 2;
}

/* ---- how far ---- */

static int header_steady(const struct scene *scene)
{
    int steady = 0;
    const struct model_trial *trial = scene->trial;
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++) {
        const struct model_infer *infer = &scene->model->infers[i];
        steady += infer->steady && infer->t <= scene->t ? infer->n : 0;
    }
    return steady;
}

/* "steady 14/20", "load", "failed: exit code 3"; "failed" where there is little room. */
static void header_trial_state(const struct scene *scene, bool narrow, char *text, size_t size)
{
    const struct model_trial *trial = scene->trial;
    enum phase phase = model_phase_at(trial, scene->t);
    enum status status = model_status_at(trial, scene->t);
    if (status != STATUS_RUNNING && trial->reason && status != STATUS_OK && !narrow)
        snprintf(text, size, "%s: %.60s", status_name(status), trial->reason);
    else if (status != STATUS_RUNNING)
        snprintf(text, size, "%s", status_name(status));
    else if (phase == PHASE_STEADY && scene->model->plan.inferences > 0 &&
             scene_has_inferences(scene))
        snprintf(text, size, "steady %d/%d", header_steady(scene), scene->model->plan.inferences);
    else
        snprintf(text, size, "%s", phase == PHASE_COUNT ? "starting" : phase_name(phase));
}

static bool header_has_ended(const struct scene *scene)
{
    return scene->model->end_t <= scene->t;
}

/* Share of the schedule that is done; NAN where its length is unknown. */
static double header_progress(const struct scene *scene)
{
    if (scene->model->plan.slots < 1)
        return NAN;
    int ended = 0;
    for (size_t i = 0; i < scene->model->trial_count; i++) {
        const struct model_trial *trial = &scene->model->trials[i];
        ended += trial->end_t <= scene->t && trial->status != STATUS_CANCELLED;
    }
    return fmin((double)ended / scene->model->plan.slots, 1);
}

/* "12m 40s left", "ended: done", "interrupted": what is to be expected. */
static void header_outlook(struct ui *ui, const struct scene *scene, char *text, size_t size)
{
    char left[FORMAT_SIZE];
    text[0] = '\0';
    if (header_has_ended(scene))
        snprintf(text, size, "ended: %s",
                 scene->model->end_reason ? scene->model->end_reason : "done");
    else if (!ui_view(ui)->run.alive && !ui_replay(ui)->on)
        snprintf(text, size, "interrupted");
    else if (*format_duration(left, figures_time_left_s(scene->model, scene->t)))
        snprintf(text, size, "%s left", left);
}

/* ---- the machine ---- */

static void header_machine(const struct scene *scene, struct line *line)
{
    struct machine machine = machine_at(scene->model, scene->t);
    line_add(line, theme_ink(INK_TEXT), "%s", machine.temperature);
    line_add(line, theme_ink(INK_TEXT), "%s", machine.frequency);
    line_add(line, theme_ink(machine.throttled ? INK_BAD : INK_TEXT), "%s", machine.throttle);
}

static void header_self(const struct scene *scene, struct line *line)
{
    const struct model_samples *samples = scene->trial ? &scene->trial->samples : NULL;
    size_t count = samples ? model_samples_until(samples, scene->t) : 0;
    if (count < 2)
        return;
    size_t before = count > 11 ? count - 11 : 0;
    const struct model_sample *from = &samples->items[before], *to = &samples->items[count - 1];
    double self = (to->self_s - from->self_s) / (to->t - from->t);
    double viewers = (to->viewers_s - from->viewers_s) / (to->t - from->t);
    double all = isnan(viewers) ? self : self + viewers;
    if (!isnan(all))
        line_add(line, theme_ink(INK_TEXT), "self %.1f %%", all * 100);
}

/* ---- the first line ---- */

/* Pieces of a line; where they do not all fit, those of the highest rank go first. */
struct piece {
    attr_t ink;
    int rank;
    char text[96];
};

struct pieces {
    struct piece items[8];
    int count;
};

__attribute__((format(printf, 4, 5))) static void piece_add(struct pieces *pieces, int rank,
                                                            attr_t ink, const char *format, ...)
{
    struct piece *piece = &pieces->items[pieces->count];
    *piece = (struct piece){.ink = ink, .rank = rank};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(piece->text, sizeof piece->text, format, arguments);
    va_end(arguments);
    pieces->count += *piece->text ? 1 : 0;
}

static int pieces_width(const struct pieces *pieces)
{
    int width = 0;
    for (int i = 0; i < pieces->count; i++)
        width += pen_width(pieces->items[i].text) + 2;
    return width;
}

static void pieces_fit(struct pieces *pieces, int width)
{
    while (pieces->count > 1 && pieces_width(pieces) > width) {
        int dropped = pieces->count - 1;
        for (int i = dropped - 1; i >= 0; i--)
            dropped = pieces->items[i].rank > pieces->items[dropped].rank ? i : dropped;
        pieces->count--;
        memmove(&pieces->items[dropped], &pieces->items[dropped + 1],
                (size_t)(pieces->count - dropped) * sizeof *pieces->items);
    }
}

/* Where the screen does not show the present. */
static void header_time(struct ui *ui, const struct scene *scene, struct pieces *pieces)
{
    char text[FORMAT_SIZE];
    const struct replay *replay = ui_replay(ui);
    if (replay->on && replay->paused)
        piece_add(pieces, 0, theme_ink(INK_CURSOR), "replay paused at %s",
                  format_clock(text, scene->t));
    else if (replay->on)
        piece_add(pieces, 0, theme_ink(INK_CURSOR), "replay %gx at %s", replay->speed,
                  format_clock(text, scene->t));
    else if (scene->t < scene->limit_t)
        piece_add(pieces, 0, theme_ink(INK_CURSOR), "frozen, %s back",
                  format_duration(text, scene->limit_t - scene->t));
    else if (ui_view(ui)->frozen)
        piece_add(pieces, 0, theme_ink(INK_CURSOR), "frozen");
}

static void header_trial(const struct scene *scene, bool narrow, struct pieces *pieces)
{
    char state[96];
    const struct model_plan *plan = &scene->model->plan;
    const struct model_trial *trial = scene->trial;
    attr_t text = theme_ink(INK_TEXT), env = theme_env(trial->env) | A_BOLD;
    piece_add(pieces, 2, text, plan->slots > 0 ? "trial %d/%d" : "trial %d", trial->number,
              plan->slots);
    if (!trial->warmup && plan->trials > 0)
        piece_add(pieces, 5, text, "round %d/%d", trial->round, plan->trials);
    piece_add(pieces, 0, env, "%s × %s%s", scene_env_name(scene, trial->env),
              scene_workload_name(scene), trial->warmup ? " (warm-up)" : "");
    header_trial_state(scene, narrow, state, sizeof state);
    piece_add(pieces, 1, text, "%s", state);
}

static void header_first(struct ui *ui, const struct scene *scene, struct line line, bool narrow)
{
    struct pieces pieces = {0};
    char outlook[96];
    struct machine machine = machine_at(scene->model, scene->t);
    piece_add(&pieces, 4, theme_ink(INK_STRONG), "edgetop");
    piece_add(&pieces, 3, theme_ink(INK_STRONG), "%s",
              scene->model->name ? scene->model->name : "");
    header_time(ui, scene, &pieces);
    if (narrow && machine.throttled)
        piece_add(&pieces, 0, theme_ink(INK_BAD), "%s", machine.throttle);
    if (scene->trial)
        header_trial(scene, narrow, &pieces);
    header_outlook(ui, scene, outlook, sizeof outlook);
    pieces_fit(&pieces, line.end - line.x - pen_width(outlook));
    for (int i = 0; i < pieces.count; i++)
        line_add(&line, pieces.items[i].ink, "%s", pieces.items[i].text);
    pen_right(line.y, line.x, line.end - line.x, theme_ink(INK_STRONG), "%s", outlook);
}

/* ---- the second line ---- */

/* How long each phase of the trial took, until the next one began. */
static void header_phases(const struct scene *scene, struct line *line)
{
    for (int phase = PHASE_CREATE; phase < PHASE_STEADY && scene->trial; phase++) {
        double from = scene->trial->phase_t[phase], to = NAN;
        for (int next = phase + 1; next < PHASE_COUNT && isnan(to); next++)
            to = scene->trial->phase_t[next];
        if (to <= scene->t && !isnan(from))
            line_add(line, theme_ink(INK_TEXT), "%s %.*f s", phase_name((enum phase)phase),
                     to - from < 1 ? 2 : 1, to - from);
    }
}

static void header_second(const struct scene *scene, struct line line)
{
    double progress = header_progress(scene);
    if (!isnan(progress)) {
        int width = 24;
        pen_bar(line.y, line.x, width, progress, theme_ink(INK_TEXT));
        line.x += width + 1;
        line_add(&line, theme_ink(INK_STRONG), "%.0f %%", progress * 100);
    }
    header_phases(scene, &line);
    struct line machine = {line.y, line.end > line.x + 56 ? line.end - 56 : line.x, line.end};
    header_machine(scene, &machine);
    header_self(scene, &machine);
    if (scene->model->host.governor)
        line_add(&machine, theme_ink(INK_TEXT), "%s", scene->model->host.governor);
}

void header_draw(struct ui *ui, const struct scene *scene, struct rect rect)
{
    bool narrow = rect.height < 2;
    struct line line = {rect.y, rect.x, rect.x + rect.width};
    header_first(ui, scene, line, narrow);
    if (!narrow)
        header_second(scene, (struct line){rect.y + 1, rect.x, rect.x + rect.width - 1});
}
