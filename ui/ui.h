/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal user interface: what a screen is, and what screens may call. Drawing is in
 * draw/pen.h, colours in draw/theme.h, the entry point in loop/loop.h. */
#ifndef EDGETOP_UI_UI_H
#define EDGETOP_UI_UI_H

#include "src/figures/figures.h"
#include "src/model/runs.h"
#include "ui/draw/pen.h"
#include "ui/job.h"

#include <stdbool.h>

/* ---- the state that screens share ---- */

/* What is shown: a run, a moment, and what the operator chose. */
struct view {
    struct runs_view run; /* run.model is NULL while no run is open */
    unsigned serial;      /* of the run: it changes each time a run is opened */
    double limit_t;       /* run time: the last moment that the screen knows */
    double t;             /* run time: the moment that is shown, limit_t or earlier */
    bool frozen;          /* limit_t does not move */
    int env, workload;    /* chosen; -1 = that of the trial at t */
    enum measure measure; /* of the Trials panel and screen */
    bool multiples;       /* Live: the last trial of every environment side by side */
    bool curves;          /* Live: fitted normal curves instead of the histogram */
    bool published;       /* show the study's figures beside ours */
};

/* Replay's clock. */
struct replay {
    bool on, paused;
    double speed;
};

struct ui;

/* One line of the keys of a screen. */
struct key_help {
    const char *keys;  /* "space" */
    const char *brief; /* for the footer: "freeze"; NULL = only on the Help screen */
    const char *text;  /* for the Help screen */
};

/* The keys of the screens that others switch to. */
enum { UI_SETUP = '1', UI_LIVE = '2', UI_RUNS = '6', UI_HELP = '?' };

/* A screen: one folder, one table. `state` is what open() returned (NULL without open). */
struct screen {
    char key;                     /* that shows it: '1', '2', '5', '6', '?' */
    const char *name;             /* "Live" */
    const struct key_help *keys;  /* ends with {NULL, NULL, NULL}; most important first */
    const char *const *reading;   /* how to read it, for the Help screen; ends with NULL */
    void *(*open)(struct ui *ui); /* called before it is first shown; may be NULL */
    void (*close)(void *state);   /* called when the interface ends; may be NULL */
    void (*shown)(struct ui *ui, void *state); /* each time this screen is shown; may be NULL */
    void (*left)(struct ui *ui, void *state);  /* each time another one is shown; may be NULL */
    /* Draws all of rect, which is blank, from the view's model and t; reads no clock. */
    void (*draw)(struct ui *ui, void *state, struct rect rect);
    /* Called after drawing, for work that is too slow for a redraw; it calls ui_changed if there is
     * more to show. May be NULL. */
    void (*settle)(struct ui *ui, void *state);
    /* True if the screen used the key (a character or KEY_...); if not, the loop tries the shared
     * keys. */
    bool (*key_pressed)(struct ui *ui, void *state, int key);
};

struct view *ui_view(struct ui *ui);
/* The model of the open run; NULL if none is open. */
const struct model *ui_model(struct ui *ui);
/* The workload and the trial that are shown at view->t: those that are chosen, else those of the
 * newest trial; -1 and NULL if there are none. */
int ui_workload(struct ui *ui);
const struct model_trial *ui_trial(struct ui *ui);
const struct replay *ui_replay(struct ui *ui);

/* ---- screens ---- */

/* Switches to the screen of that key; false if no screen has it. */
bool ui_show(struct ui *ui, int key);
/* Ends the interface after this key. */
void ui_quit(struct ui *ui);
/* Has the screen drawn again (needed only outside key_pressed). */
void ui_changed(struct ui *ui);

/* ---- lines that every screen has ---- */

/* Draws the first line: one text at the left, one at the right if there is room (NULL: none). Texts
 * are UTF-8. */
void ui_header(struct rect rect, const char *left, const char *right);
/* Shows a message above the keys until the next key is pressed. */
void ui_message(struct ui *ui, enum ink ink, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- questions; one at a time, on the message line; escape answers nothing ---- */

/* `keys` are the answers ("nt"); answer() gets the key that was pressed, if it is one of them. */
typedef void ui_answer(struct ui *ui, void *context, int key);
void ui_ask(struct ui *ui, const char *question, const char *keys, ui_answer *answer,
            void *context);

/* ---- runs and jobs ---- */

/* Opens the run in a directory and closes the one before. -1, with a message, if it cannot be
 * opened. */
int ui_open_run(struct ui *ui, const char *path, bool replay);
/* Starts `edgetop run --detach OPTIONS...` (NULL-terminated) without blocking. When it answers,
 * Live shows the run, or a message says why there is none. */
void ui_start_run(struct ui *ui, const char *const options[]);
/* Starts any other command of this program; the loop reads and reaps it. `done` may be NULL.
 * Returns NULL, with a message, if the command cannot be started. The job is for job_dismiss and is
 * valid until `done` is called. */
struct job *ui_start_job(struct ui *ui, const char *const arguments[], job_line *line,
                         job_done *done, void *context);

#endif
