/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that is shown: following it, moving in time, replay, cancellation. */
#include "ui/loop/watch.h"

#include "src/base/util.h"
#include "src/journal/lock.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#define WATCH_HZ     10.0
#define WATCH_IDLE_S 1.0 /* a run that has ended may be resumed */

/* ---- following ---- */

static void watch_advance_replay(struct ui *ui)
{
    double now = util_now_s(), passed = now - ui->replay_at_s;
    ui->replay_at_s = now;
    if (ui->replay.paused)
        return;
    double end = ui->view.run.model->last_t;
    ui->view.t = fmin(ui->view.t + passed * ui->replay.speed, end);
    ui->view.limit_t = ui->view.t;
    ui->replay.paused = ui->view.t >= end;
    ui_changed(ui);
}

void watch_poll(struct ui *ui)
{
    struct view *view = &ui->view;
    if (!view->run.model)
        return;
    bool was_alive = view->run.alive;
    long events = runs_poll(&view->run);
    if (ui->replay.on) {
        watch_advance_replay(ui);
        return;
    }
    if (events < 0)
        ui_message(ui, INK_BAD, "cannot read the journal of %s", view->run.path);
    bool shown = events != 0 && !view->frozen;
    if (shown)
        view->t = view->limit_t = view->run.model->last_t;
    if (shown || was_alive != view->run.alive)
        ui_changed(ui);
}

double watch_next_s(const struct ui *ui)
{
    if (!ui->view.run.model)
        return INFINITY;
    if (ui->replay.on)
        return ui->replay.paused ? INFINITY : 1 / WATCH_HZ;
    return ui->view.run.alive ? 1 / WATCH_HZ : WATCH_IDLE_S;
}

/* ---- the moment shown ---- */

static void watch_pause_replay(struct ui *ui, bool paused)
{
    bool ended = ui->view.t >= ui->view.run.model->last_t;
    if (!paused && ended && ui->view.run.model->trial_count > 0)
        ui->view.t = ui->view.limit_t = ui->view.run.model->trials[0].t;
    ui->replay.paused = paused;
    ui->replay_at_s = util_now_s();
}

void watch_freeze(struct ui *ui, bool frozen)
{
    struct view *view = &ui->view;
    if (!view->run.model)
        return;
    if (ui->replay.on) {
        watch_pause_replay(ui, frozen);
        return;
    }
    view->frozen = frozen;
    if (!frozen)
        view->t = view->limit_t = view->run.model->last_t;
}

void watch_move(struct ui *ui, double seconds)
{
    struct view *view = &ui->view;
    if (!view->run.model)
        return;
    double end = ui->replay.on ? view->run.model->last_t : view->limit_t;
    if (!ui->replay.on)
        view->frozen = true;
    view->t = fmin(fmax(view->t + seconds, 0), end);
    if (ui->replay.on)
        view->limit_t = view->t;
}

void watch_step_trial(struct ui *ui, int step)
{
    const struct model *model = ui->view.run.model;
    if (!model || model->trial_count == 0)
        return;
    size_t begun = model_trials_until(model, ui->view.t);
    double t;
    if (step > 0)
        t = begun < model->trial_count ? model->trials[begun].end_t : model->last_t;
    else
        t = begun > 1 ? model->trials[begun - 2].end_t : model->trials[0].t;
    watch_move(ui, (isnan(t) ? model->last_t : t) - ui->view.t);
}

/* ---- cancelling ---- */

static void watch_cancel(struct ui *ui, void *context, int key)
{
    (void)context;
    pid_t pid = 0;
    bool now = key == 'n';
    if (!ui->view.run.alive || !lock_holder(&pid, NULL))
        ui_message(ui, INK_TEXT, "the run has ended already");
    else if (kill(pid, now ? SIGINT : SIGUSR1) != 0)
        ui_message(ui, INK_BAD, "cannot cancel: %s", strerror(errno));
    else
        ui_message(ui, INK_TEXT, now ? "cancelling" : "the run stops after this trial");
}

void watch_ask_cancel(struct ui *ui)
{
    if (!ui->view.run.model || !ui->view.run.alive || ui->replay.on) {
        ui_message(ui, INK_TEXT, "nothing to cancel: this run is not running");
        return;
    }
    ui_ask(ui, "cancel the run?  n now   t after this trial   esc no", "nt", watch_cancel, NULL);
}
