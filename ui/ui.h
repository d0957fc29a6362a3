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

/* What is looked at. */
struct view {
    struct runs_view run; /* run.model is NULL while no run is open */
    unsigned serial;      /* of the run: another one each time a run is opened */
    double limit_t;       /* run time: the last moment shown; frozen, or the newest */
    double t;             /* run time that the screen shows: limit_t, or before it (cursor) */
    bool frozen;          /* limit_t stands still */
    int env, workload;    /* chosen; -1 = that of the trial at t */
    enum measure measure; /* of the Trials panel and screen */
    bool multiples;       /* Live: the last trial of every environment side by side */
    bool curves;          /* Live: fitted normal curves instead of the histogram */
    bool published;       /* the study's column beside ours */
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
    char key;                     /* that chooses it: '1', '2', '5', '6', '?' */
    const char *name;             /* "Live" */
    const struct key_help *keys;  /* ends with {NULL, NULL, NULL}; most important first */
    const char *const *reading;   /* how to read it, for the Help screen; ends with NULL */
    void *(*open)(struct ui *ui); /* before it is first shown; may be NULL */
    void (*close)(void *state);   /* when the UI ends; may be NULL */
    void (*shown)(struct ui *ui, void *state); /* each time it is switched to; may be NULL */
    void (*left)(struct ui *ui, void *state);  /* each time another is switched to; may be NULL */
    /* Draws all of rect (already blank) from the view's model and t; reads no clock. */
    void (*draw)(struct ui *ui, void *state, struct rect rect);
    /* After drawing: work too slow for a redraw; calls ui_changed when there is more to show. NULL:
     * none. */
    void (*settle)(struct ui *ui, void *state);
    /* True when the key (character or KEY_...) was for it; else the shared keys are tried. */
    bool (*key_pressed)(struct ui *ui, void *state, int key);
};

struct view *ui_view(struct ui *ui);
/* The open run's model, NULL when none is open. */
const struct model *ui_model(struct ui *ui);
/* Workload and trial looked at as of view->t: the chosen ones, else the running trial's; -1 and
 * NULL where there are none. */
int ui_workload(struct ui *ui);
const struct model_trial *ui_trial(struct ui *ui);
const struct replay *ui_replay(struct ui *ui);

/* ---- screens ---- */

/* Switches to the screen of a key; false where it is no screen's. */
bool ui_show(struct ui *ui, int key);
/* Ends the UI after this key. */
void ui_quit(struct ui *ui);
/* Something changed: draw again (needed only outside key_pressed). */
void ui_changed(struct ui *ui);

/* ---- lines that every screen has ---- */

/* First line: what runs at the left, the machine at the right (printed by priority: the right is
 * dropped first). Texts are UTF-8. */
void ui_header(struct rect rect, const char *left, const char *right);
/* The last message, shown above the keys until the next key. */
void ui_message(struct ui *ui, enum ink ink, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- questions; one at a time, on the message line; escape answers nothing ---- */

/* `keys` are the answers ("nt"); answer() gets the one pressed. */
typedef void ui_answer(struct ui *ui, void *context, int key);
void ui_ask(struct ui *ui, const char *question, const char *keys, ui_answer *answer,
            void *context);

/* ---- runs and jobs ---- */

/* Opens a run directory for viewing and forgets the one before; says so and returns -1 when it
 * cannot. */
int ui_open_run(struct ui *ui, const char *path, bool replay);
/* Starts `edgetop run --detach OPTIONS...` (NULL-terminated) without blocking; when it answers, the
 * run is opened on Live, or its complaint is shown as the message. */
void ui_start_run(struct ui *ui, const char *const options[]);
/* Starts any other command of this program; the loop reads and reaps it. `done` may be NULL. NULL
 * when it could not be started (a message says why); what is returned is for job_dismiss, until
 * `done` is called.
 */
struct job *ui_start_job(struct ui *ui, const char *const arguments[], job_line *line,
                         job_done *done, void *context);

#endif
