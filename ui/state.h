/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the interface. Only files of ui/ and ui/loop include it. */
#ifndef EDGETOP_UI_STATE_H
#define EDGETOP_UI_STATE_H

#include "ui/ui.h"

#define UI_SCREEN_MAX 6
#define UI_JOB_MAX    8

struct prompt {
    bool open;
    char question[128];
    const char *keys; /* the keys that answer */
    ui_answer *answer;
    void *context;
};

struct ui {
    struct view view;
    struct replay replay;
    double replay_at_s;                  /* util_now_s() at the last advance */
    const struct screen *const *screens; /* the loop's table */
    size_t screen_count;
    const struct screen *screen, *previous;
    void *states[UI_SCREEN_MAX];
    bool opened[UI_SCREEN_MAX];
    struct prompt prompt;
    char message[512];
    enum ink message_ink;
    struct job *jobs[UI_JOB_MAX];
    size_t job_count;
    double next_poll_s; /* util_now_s() of the next look at the journal */
    bool changed, quit;
    bool gone; /* the terminal went away: nothing more can be written to it */
};

/* The state of the current screen, which is opened first if needed. */
void *ui_state(struct ui *ui);
void ui_close_run(struct ui *ui);

#endif
