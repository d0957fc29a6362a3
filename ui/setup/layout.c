/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Setup go. */
#include "ui/setup/layout.h"

enum {
    FRAME = 2,
    HINT = 3,           /* the problem, and what to do */
    LEAST_LIST = 8,     /* rows of the lists, with their frame, so that findings which arrive do not
                           move the rest */
    WARNINGS_SMALL = 2, /* rows of warnings that a small terminal has */
    LEAST_PANEL = 4,
    ENVS_PCT = 55, /* of the width: the reason why an environment is not ready is long */
};

/* Takes `height` rows from the top of what is left. */
static struct rect take(struct rect *left, int height)
{
    struct rect taken = *left;
    taken.height = layout_smaller(layout_larger(height, 0), left->height);
    left->y += taken.height;
    left->height -= taken.height;
    return taken;
}

/* The rows that a panel gets of those that are spare; 0 if it would be too small. */
static int spare_panel(int *spare, int rows)
{
    int height = layout_smaller(rows + FRAME, *spare);
    if (rows == 0 || height < LEAST_PANEL)
        return 0;
    *spare -= height;
    return height;
}

struct setup_layout setup_layout(struct rect body, struct setup_needs needs)
{
    struct setup_layout layout;
    int plan = needs.plan_rows + FRAME, fixed = 1 + needs.running + HINT + plan;
    int warnings = layout_smaller(needs.warnings, WARNINGS_SMALL);
    int list = layout_larger(layout_larger(needs.envs, needs.workloads) + FRAME, LEAST_LIST);
    int spare = body.height - fixed - warnings - list;
    if (spare < 0)
        list = layout_larger(list + spare, LEAST_LIST);
    int more_warnings = layout_larger(layout_smaller(spare, needs.warnings - warnings), 0);
    warnings += more_warnings;
    spare = layout_larger(spare - more_warnings - 1, 0); /* one row stays free below */
    int schedule = spare_panel(&spare, needs.schedule_rows);
    int machine = spare_panel(&spare, needs.machine_rows);
    layout.header = take(&body, 1);
    layout.running = take(&body, needs.running);
    struct rect lists = take(&body, list);
    layout.envs = layout.workloads = lists;
    layout.envs.width = lists.width * ENVS_PCT / 100;
    layout.workloads.x += layout.envs.width;
    layout.workloads.width -= layout.envs.width;
    layout.hint = take(&body, HINT);
    layout.plan = take(&body, plan);
    layout.schedule = take(&body, schedule);
    layout.machine = take(&body, machine);
    layout.warnings = take(&body, warnings);
    return layout;
}
