/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that is shown, and starting a new one. */
#include "ui/state.h"

#include "src/base/util.h"

#include <string.h>

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

static const struct model_trial *last_trial_of(const struct model *model, int env, int workload,
                                               double t)
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
    return last_trial_of(view->run.model, view->env, view->workload, view->t);
}

int ui_workload(struct ui *ui)
{
    const struct model_trial *trial = ui_trial(ui);
    return ui->view.workload >= 0 ? ui->view.workload : trial ? trial->workload : -1;
}

/* ---- opening ---- */

void ui_close_run(struct ui *ui)
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
    ui_close_run(ui);
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

/* ---- starting ---- */

static void run_started(void *context, int exit_code, const char *complaint)
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
        ui_show(ui, UI_LIVE);
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
    if (ui_start_job(ui, arguments, NULL, run_started, ui))
        ui_message(ui, INK_TEXT, "starting the run");
}
