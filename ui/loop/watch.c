/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run looked at: opening and following it, the moment shown, replay, cancellation. */
#include "ui/state.h"

#include "src/base/util.h"
#include "src/journal/lock.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_HZ     10.0
#define WATCH_IDLE_S 1.0 /* a run that nobody runs may be resumed */

struct view *ui_view(struct ui *ui)
{
    return &ui->view;
}

const struct model *ui_model(struct ui *ui)
{
    return ui->view.run.model;
}

const struct replay *ui_replay(struct ui *ui)
{
    return &ui->replay;
}

static const struct model_trial *watch_last_trial_of(const struct model *model, int env,
                                                     int workload, double t)
{
    for (size_t i = model_trials_until(model, t); i-- > 0;) {
        const struct model_trial *trial = &model->trials[i];
        if ((env < 0 || trial->env == env) && (workload < 0 || trial->workload == workload))
            return trial;
    }
    return NULL;
}

const struct model_trial *ui_trial(struct ui *ui)
{
    const struct view *view = &ui->view;
    if (!view->run.model)
        return NULL;
    return watch_last_trial_of(view->run.model, view->env, view->workload, view->t);
}

int ui_workload(struct ui *ui)
{
    const struct model_trial *trial = ui_trial(ui);
    return ui->view.workload >= 0 ? ui->view.workload : trial ? trial->workload : -1;
}

/* ---- opening and following ---- */

void watch_close(struct ui *ui)
{
    if (ui->view.run.model)
        runs_close(&ui->view.run);
    ui->view.run = (struct runs_view){0};
}

int ui_open_run(struct ui *ui, const char *path, bool replay)
{
    struct runs_view run = {0};
    struct error error;
    if (runs_open(&run, path, &error) != 0) {
        ui_message(ui, INK_BAD, "%s", error.text);
        return -1;
    }
    watch_close(ui);
    runs_poll(&run);
    unsigned serial = ui->view.serial + 1;
    ui->view = (struct view){
        .run = run, .serial = serial, .env = -1, .workload = -1, .measure = ui->view.measure};
    ui->replay = (struct replay){.on = replay, .speed = 1};
    ui->replay_at_s = util_now_s();
    double start = run.model->trial_count > 0 ? run.model->trials[0].t : 0;
    ui->view.t = ui->view.limit_t = replay ? start : run.model->last_t;
    ui->next_poll_s = 0;
    ui_changed(ui);
    return 0;
}

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

/* ---- starting and cancelling ---- */

static void watch_started(void *context, int exit_code, const char *complaint)
{
    struct ui *ui = context;
    struct error error = {.text = "the run cannot be found"};
    if (exit_code != 0) {
        ui_message(ui, INK_BAD, "%s", *complaint ? complaint : "the run did not start");
        return;
    }
    UTIL_FREE char *path = runs_find(NULL, &error);
    if (!path)
        ui_message(ui, INK_BAD, "%s", error.text);
    else if (ui_open_run(ui, path, false) == 0) {
        ui->message[0] = '\0';
        ui_show(ui, &live_screen);
    }
}

void ui_start_run(struct ui *ui, const char *const options[])
{
    size_t count = 0;
    while (options[count])
        count++;
    UTIL_FREE const char **arguments = util_alloc(count + 3, sizeof *arguments);
    arguments[0] = "run";
    arguments[1] = "--detach";
    memcpy(arguments + 2, options, count * sizeof *options);
    if (ui_start_job(ui, arguments, NULL, watch_started, ui))
        ui_message(ui, INK_TEXT, "starting the run");
}

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
