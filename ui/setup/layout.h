/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Setup go: pure arithmetic. */
#ifndef EDGETOP_UI_SETUP_LAYOUT_H
#define EDGETOP_UI_SETUP_LAYOUT_H

#include "ui/draw/layout.h"

#include <stdbool.h>

/* What there is to show. */
struct setup_needs {
    int envs, workloads, plan_rows, warnings;
    int schedule_rows, machine_rows; /* if there is room */
    bool running;
};

/* Rectangles of height 0 are not shown. */
struct setup_layout {
    struct rect header, running, envs, workloads, hint, plan, schedule, machine, warnings;
};

/* Divides `body` (at least 80x23). All rectangles lie inside it and none overlaps another; only
 * `running`, `warnings`, `schedule` and `machine` may be empty. */
struct setup_layout setup_layout(struct rect body, struct setup_needs needs);

#endif
