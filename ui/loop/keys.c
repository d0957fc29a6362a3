/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that mean the same on every screen. */
#include "ui/loop/keys.h"

#include "ui/loop/watch.h"

#include <math.h>

const struct key_help keys_shared_help[] = {
    {"x", "cancel", "cancel the run, now or after this trial: it asks which"},
    {"?", "help", "the keys of this screen, and how to read it"},
    {"q", "q", "leave; the run goes on, and edgetop attach shows it again"},
    {"Ctrl-L", NULL, "redraw the screen"},
    {"Ctrl-Z", NULL, "suspend"},
    {NULL, NULL, NULL}};

static void keys_next_env(struct ui *ui)
{
    const struct model *model = ui_model(ui);
    if (!model || model->env_count == 0)
        return;
    if (++ui->view.env >= (int)model->env_count)
        ui->view.env = -1;
    ui_message(ui, INK_TEXT, "environment: %s",
               ui->view.env < 0 ? "the running one" : model->envs[ui->view.env].name);
}

static void keys_next_workload(struct ui *ui)
{
    const struct model *model = ui_model(ui);
    if (!model || model->workload_count == 0)
        return;
    if (++ui->view.workload >= (int)model->workload_count)
        ui->view.workload = -1;
    ui_message(ui, INK_TEXT, "workload: %s",
               ui->view.workload < 0 ? "the running one"
                                     : model->workloads[ui->view.workload].name);
}

static void keys_speed(struct ui *ui, double factor)
{
    double speed = ui->replay.speed * factor;
    if (ui->replay.on && speed >= 0.25 && speed <= 64)
        ui->replay.speed = speed;
}

static void keys_next_measure(struct ui *ui)
{
    ui->view.measure = ui->view.measure == MEASURE_TRIAL ? MEASURE_EXECUTION : MEASURE_TRIAL;
}

static bool keys_time(struct ui *ui, int key)
{
    double step_s = ui->replay.on ? 5 : 1;
    switch (key) {
    case ' ':
        watch_freeze(ui, ui->replay.on ? !ui->replay.paused : !ui->view.frozen);
        return true;
    case KEY_LEFT:
        watch_move(ui, -step_s);
        return true;
    case KEY_RIGHT:
        watch_move(ui, step_s);
        return true;
    case '[':
        watch_step_trial(ui, -1);
        return true;
    case ']':
        watch_step_trial(ui, 1);
        return true;
    case KEY_HOME:
        watch_move(ui, -INFINITY);
        return true;
    case KEY_END:
    case 27:
        if (!ui->replay.on)
            watch_freeze(ui, false);
        else if (key == KEY_END)
            watch_move(ui, INFINITY);
        return true;
    default:
        return false;
    }
}

void keys_shared(struct ui *ui, int key)
{
    if (ui_show(ui, key) || keys_time(ui, key))
        return;
    switch (key) {
    case 'q':
    case KEY_F(10):
        ui_quit(ui);
        break;
    case KEY_F(1):
        ui_show(ui, UI_HELP);
        break;
    case 'x':
        watch_ask_cancel(ui);
        break;
    case 'e':
        keys_next_env(ui);
        break;
    case 'w':
        keys_next_workload(ui);
        break;
    case 't':
        keys_next_measure(ui);
        break;
    case 'p':
        ui->view.published = !ui->view.published;
        break;
    case '+':
        keys_speed(ui, 2);
        break;
    case '-':
        keys_speed(ui, 0.5);
        break;
    default:
        break;
    }
}
