/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Live screen: what runs now, how far, and how it compares so far. */
#include "ui/ui.h"

static const struct key_help live_keys[] = {{NULL, NULL, NULL}};

static void live_draw(struct ui *ui, void *state, struct rect rect)
{
    (void)state;
    const struct model *model = ui_model(ui);
    ui_header(rect, model && model->name ? model->name : "edgetop: no run is open", NULL);
}

const struct screen live_screen = {
    .key = '2', .name = "Live", .keys = live_keys, .draw = live_draw};
