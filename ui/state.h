/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the loop keeps; only the files of the core (app, keys, prompt, frame, watch, help)
 * include it. */
#ifndef EDGETOP_UI_STATE_H
#define EDGETOP_UI_STATE_H

#include "ui/ui.h"

#define UI_SCREEN_MAX   6
#define UI_JOB_MAX      8
#define UI_MIN_HEIGHT   24
#define UI_MIN_WIDTH    80
#define UI_ROOMY_HEIGHT 28 /* from here the message has a line of its own */

struct prompt {
    bool open;
    char question[128];
    const char *keys; /* the answers */
    ui_answer *answer;
    void *context;
};

struct ui {
    struct view view;
    struct replay replay;
    double replay_at_s; /* util_now_s() at the last advance */
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
    bool gone; /* the terminal went away: nothing more can be said */
};

/* keys.c: keys that mean the same on every screen. */
void keys_shared(struct ui *ui, int key);
extern const struct key_help keys_shared_help[];

/* prompt.c */
void prompt_key(struct ui *ui, int key);

/* frame.c: blank screen, the screen's own part, message and keys. */
void frame_draw(struct ui *ui);
/* Only the program's name and a line: what is shown before there is anything to show. */
void frame_announce(const char *text);

/* watch.c: the run looked at. */
void watch_poll(struct ui *ui); /* folds what is new, advances the replay */
void watch_close(struct ui *ui);
double watch_next_s(const struct ui *ui); /* when to look again: INFINITY = never */
void watch_freeze(struct ui *ui, bool frozen);
void watch_move(struct ui *ui, double seconds);
void watch_step_trial(struct ui *ui, int step);
void watch_ask_cancel(struct ui *ui);

/* app.c: state of the current screen, opened where it was not. */
void *app_state(struct ui *ui);

#endif
