/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the panels of Setup go. */
#include "ui/setup_layout.h"

enum {
    FRAME = 2,
    HINT = 3,           /* what is the matter, and what to do */
    LEAST_LIST = 6,     /* rows of the lists, with their frame */
    WARNINGS_SMALL = 2, /* rows of warnings that a small terminal has */
    LEAST_ORDER = 5,
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Takes so many rows from the top of what is left. */
static struct rect take(struct rect *left, int height)
{
    struct rect taken = *left;
    taken.height = smaller(larger(height, 0), left->height);
    left->y += taken.height;
    left->height -= taken.height;
    return taken;
}

struct setup_layout setup_layout(struct rect body, struct setup_needs needs)
{
    struct setup_layout layout;
    int plan = needs.plan_rows + FRAME, fixed = 1 + needs.running + HINT + plan;
    int warnings = smaller(needs.warnings, WARNINGS_SMALL);
    int list = larger(needs.envs, needs.workloads) + FRAME;
    int spare = body.height - fixed - warnings - list;
    if (spare < 0)
        list = larger(list + spare, LEAST_LIST);
    if (spare > 0)
        warnings += smaller(spare, needs.warnings - warnings);
    spare = body.height - fixed - warnings - list;
    int order = spare >= LEAST_ORDER ? spare - 1 : 0; /* the last row may carry the message */
    if (order == 0 && spare > 0)
        list += spare;
    layout.header = take(&body, 1);
    layout.running = take(&body, needs.running);
    struct rect lists = take(&body, list);
    layout.envs = layout.workloads = lists;
    layout.envs.width = lists.width / 2;
    layout.workloads.x += layout.envs.width;
    layout.workloads.width -= layout.envs.width;
    layout.hint = take(&body, HINT);
    layout.plan = take(&body, plan);
    layout.order = take(&body, order);
    layout.warnings = take(&body, warnings);
    return layout;
}
