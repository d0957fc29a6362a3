/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the Setup screen share. */
#ifndef EDGETOP_UI_SETUP_STATE_H
#define EDGETOP_UI_SETUP_STATE_H

#include "src/plan/plan.h"
#include "ui/setup/findings.h"
#include "ui/ui.h"

#define EMULATION_TICK "allow emulation"

enum setup_panel {
    SETUP_RUNNING, /* the running run, if there is one */
    SETUP_ENVS,
    SETUP_WORKLOADS,
    SETUP_PLAN,
    SETUP_WARNINGS,
    SETUP_PANELS
};

/* What the operator chose, by name: it outlives a new check of the machine. */
struct pick {
    char *name;
    bool ticked;
    int model; /* of a workload: index into its models, 0 = default */
};
struct picks {
    struct pick *items;
    size_t count, capacity;
};

struct setup {
    struct ui *ui;
    struct job *doctor;        /* NULL when it does not run */
    bool doctor_due;           /* start it after the next drawing */
    struct findings *findings; /* never NULL */
    bool stale;                /* the findings are those of the previous doctor */
    struct picks envs, workloads;
    struct plan plan;
    char *running; /* directory of the running run, or NULL */
    enum setup_panel panel;
    size_t cursor[SETUP_PANELS];
    bool explained; /* the whole text about the line under the cursor is shown */
    bool editing;   /* the field under the cursor is being edited */
    char text[128];
};

/* doctor.c: requests a new `edgetop doctor --events`; starts it if it was requested; ends it. */
void setup_probe(struct setup *setup);
void setup_start_doctor(struct setup *setup);
void setup_stop_probe(struct setup *setup);

/* start.c: starts what is ticked, or shows a message that says why not. */
void setup_start(struct setup *setup);

/* hint.c: text about the line under the cursor, as much as fits; whether there is a whole text to
 * show; the whole text. */
void setup_hint_draw(const struct setup *setup, struct rect rect);
bool setup_can_explain(const struct setup *setup);
void setup_explain_draw(const struct setup *setup, struct rect box);

/* draw.c */
void setup_draw(struct ui *ui, void *state, struct rect rect);
/* How many fields of the plan stand in a row, on a screen of that width. */
int setup_plan_columns(int width);

#endif
