/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the Setup screen share. */
#ifndef EDGETOP_UI_SETUP_STATE_H
#define EDGETOP_UI_SETUP_STATE_H

#include "src/plan/plan.h"
#include "ui/setup/findings.h"
#include "ui/ui.h"

#define EMULATION_TICK "allow emulation"

enum setup_panel {
    SETUP_RUNNING, /* the run that is running, where there is one */
    SETUP_ENVS,
    SETUP_WORKLOADS,
    SETUP_PLAN,
    SETUP_WARNINGS,
    SETUP_PANELS
};

/* What the operator chose, by name: it outlives a new look at the machine. */
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
    bool doctor_due;           /* to be started when the screen stands */
    struct findings *findings; /* never NULL */
    bool stale;                /* findings are of the doctor before this one */
    struct picks envs, workloads;
    struct plan plan;
    char *running; /* directory of the run that is running, or NULL */
    enum setup_panel panel;
    size_t cursor[SETUP_PANELS];
    bool explained; /* all that is said about the line under the cursor is shown */
    bool editing;   /* the plan's field under the cursor */
    char text[128];
};

/* doctor.c: asks for `edgetop doctor --events` anew; starts it where that was asked; ends it.
 */
void setup_probe(struct setup *setup);
void setup_start_doctor(struct setup *setup);
void setup_stop_probe(struct setup *setup);

/* start.c: starts what is ticked, or says why not. */
void setup_start(struct setup *setup);

/* hint.c: what is said about the line under the cursor, as far as there is room; where it can
 * be asked for, all of it. */
void setup_hint_draw(const struct setup *setup, struct rect rect);
bool setup_can_explain(const struct setup *setup);
void setup_explain_draw(const struct setup *setup, struct rect box);

/* draw.c */
void setup_draw(struct ui *ui, void *state, struct rect rect);
/* Fields of the plan in a row, for a screen of that width. */
int setup_plan_columns(int width);

#endif
