/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of Live. */
#include "ui/live/header.h"

#include "ui/draw/format.h"
#include "ui/machine.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PIECES_MAX = 10, PIECE_GAP = 2, BAR_WIDTH = 10 };

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
        line->x += pen_text(line->y, line->x, line->end - line->x, ink, text) + PIECE_GAP;
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

/* "steady 14/20", "load", "failed: exit code 3"; only "failed" on a narrow screen. */
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

/* While a transfer of known size is under way: sets the text to "sent 8.3 of 29.5 MB" and returns
 * the share. Otherwise it leaves the text and returns NAN. */
static double header_sent(const struct scene *scene, char *text, size_t size)
{
    struct figures_transfer sent = figures_transfer(scene->model, scene->trial, scene->t);
    double share = sent.sent_bytes / sent.whole_bytes;
    int decimals = format_decimals(sent.whole_bytes / 1e6);
    bool sends = model_status_at(scene->trial, scene->t) == STATUS_RUNNING &&
                 model_phase_at(scene->trial, scene->t) == PHASE_STEADY;
    if (!sends || isnan(share))
        return NAN;
    snprintf(text, size, "sent %.*f of %.*f MB", decimals, sent.sent_bytes / 1e6, decimals,
             sent.whole_bytes / 1e6);
    return share;
}

static bool header_has_ended(const struct scene *scene)
{
    return scene->model->end_t <= scene->t;
}

/* Share of the schedule that is done; NAN if its length is unknown. */
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

/* "12m 40s left", "ended: done" or "interrupted". */
static void header_outlook(struct ui *ui, const struct scene *scene, char *text, size_t size)
{
    char left[FORMAT_SIZE];
    text[0] = '\0';
    if (header_has_ended(scene))
        snprintf(text, size, "ended: %s",
                 scene->model->end_reason ? scene->model->end_reason : "done");
    else if (!ui_view(ui)->run.alive && !ui_replay(ui)->on && isnan(scene->model->end_t))
        snprintf(text, size, "interrupted");
    else if (*format_duration(left, figures_time_left_s(scene->model, scene->t)))
        snprintf(text, size, "%s%s left", figures_has_rule(scene->model) ? "at most " : "", left);
}

/* ---- pieces of a line ---- */

/* The pieces of a line. If they do not all fit, those of the highest rank are left out first. */
struct piece {
    attr_t ink;
    int rank;
    double share; /* of a bar, whose text is blank; NAN = the piece is a text */
    char text[96];
};

struct pieces {
    struct piece items[PIECES_MAX];
    int count;
};

__attribute__((format(printf, 4, 5))) static void piece_add(struct pieces *pieces, int rank,
                                                            attr_t ink, const char *format, ...)
{
    if (pieces->count == PIECES_MAX)
        return;
    struct piece *piece = &pieces->items[pieces->count];
    *piece = (struct piece){.ink = ink, .rank = rank, .share = NAN};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(piece->text, sizeof piece->text, format, arguments);
    va_end(arguments);
    pieces->count += *piece->text ? 1 : 0;
}

/* Adds nothing if the share is NAN. */
static void piece_add_bar(struct pieces *pieces, int rank, attr_t ink, double share)
{
    if (isnan(share) || pieces->count == PIECES_MAX)
        return;
    piece_add(pieces, rank, ink, "%*s", BAR_WIDTH, "");
    pieces->items[pieces->count - 1].share = share;
}

static int pieces_width(const struct pieces *pieces)
{
    int width = 0;
    for (int i = 0; i < pieces->count; i++)
        width += pen_width(pieces->items[i].text) + PIECE_GAP;
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

static void pieces_draw(const struct pieces *pieces, struct line line)
{
    for (int i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        int x = line.x;
        line_add(&line, piece->ink, "%s", piece->text);
        if (line.x > x)
            pen_bar(line.y, x, BAR_WIDTH, piece->share, piece->ink);
    }
}

/* ---- the first line ---- */

/* Which moment is shown, if it is not the present. */
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
    attr_t text = theme_ink(INK_TEXT), env = theme_env_strong(trial->env);
    piece_add(pieces, 2, text, plan->slots > 0 ? "trial %d/%d" : "trial %d", trial->number,
              plan->slots);
    if (!trial->warmup && plan->trials > 0)
        piece_add(pieces, 5, text, "round %d/%d", trial->round, plan->trials);
    piece_add(pieces, 0, env, "%s × %s%s", scene_env_label(scene, trial->env),
              scene_workload_name(scene), trial->warmup ? " (warm-up)" : "");
    header_trial_state(scene, narrow, state, sizeof state);
    double share = header_sent(scene, state, sizeof state);
    piece_add(pieces, 1, text, "%s", state);
    piece_add_bar(pieces, 2, theme_env(trial->env), share);
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
    pieces_draw(&pieces, line);
    pen_right(line.y, line.x, line.end - line.x, theme_ink(INK_STRONG), "%s", outlook);
}

/* ---- the second line ---- */

/* The cost of watching: CPU of the engine and its viewers over the last second; 100 % = one core.
 */
static double header_self_pct(const struct scene *scene)
{
    const struct model_samples *samples = scene->trial ? &scene->trial->samples : NULL;
    size_t count = samples ? model_samples_until(samples, scene->t) : 0;
    if (count < 2)
        return NAN;
    size_t before = count > 11 ? count - 11 : 0;
    const struct model_sample *from = &samples->items[before], *to = &samples->items[count - 1];
    double engine_s = to->self_s - from->self_s, viewers_s = to->viewers_s - from->viewers_s;
    return 100 * (isnan(viewers_s) ? engine_s : engine_s + viewers_s) / (to->t - from->t);
}

static void header_machine(const struct scene *scene, struct pieces *pieces)
{
    struct machine machine = machine_at(scene->model, scene->t);
    const char *governor = scene->model->host.governor;
    double self_pct = header_self_pct(scene);
    attr_t text = theme_ink(INK_TEXT);
    piece_add(pieces, 1, text, "%s", machine.temperature);
    piece_add(pieces, 2, text, "%s", machine.frequency);
    piece_add(pieces, 3, text, "%s", governor ? governor : "");
    piece_add(pieces, 0, machine.throttled ? theme_ink(INK_BAD) : text, "%s", machine.throttle);
    if (!isnan(self_pct))
        piece_add(pieces, 4, text, "self %.1f %%", self_pct);
}

/* How long each phase of the trial took. */
static void header_phases(const struct scene *scene, struct pieces *pieces)
{
    for (int phase = PHASE_CREATE; phase < PHASE_STEADY && scene->trial; phase++) {
        double from = scene->trial->phase_t[phase], to = NAN;
        for (int next = phase + 1; next < PHASE_COUNT && isnan(to); next++)
            to = scene->trial->phase_t[next];
        if (to <= scene->t && !isnan(from))
            piece_add(pieces, PHASE_STEADY - phase, theme_ink(INK_TEXT), "%s %.*f s",
                      phase_name((enum phase)phase), to - from < 1 ? 2 : 1, to - from);
    }
}

/* The state of the machine keeps its place at the right; phases come and go at the left. */
static void header_second(const struct scene *scene, struct line line)
{
    double progress = header_progress(scene);
    if (!isnan(progress)) {
        int width = (line.end - line.x) / 8;
        pen_bar(line.y, line.x, width, progress, theme_ink(INK_TEXT));
        line.x += width + 1;
        line_add(&line, theme_ink(INK_STRONG), "%3.0f %%", progress * 100);
    }
    struct pieces phases = {0}, machine = {0};
    header_machine(scene, &machine);
    pieces_fit(&machine, line.end - line.x + PIECE_GAP);
    struct line right = {line.y, line.end + PIECE_GAP - pieces_width(&machine), line.end};
    pieces_draw(&machine, right);
    header_phases(scene, &phases);
    line.end = right.x - PIECE_GAP;
    pieces_fit(&phases, line.end - line.x + PIECE_GAP);
    pieces_draw(&phases, line);
}

void header_draw(struct ui *ui, const struct scene *scene, struct rect rect)
{
    bool narrow = rect.height < 2;
    struct line line = {rect.y, rect.x, rect.x + rect.width};
    header_first(ui, scene, line, narrow);
    if (!narrow)
        header_second(scene, (struct line){rect.y + 1, rect.x, rect.x + rect.width});
}
