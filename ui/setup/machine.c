/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine as Setup sees it. */
#include "ui/setup/machine.h"

#include "src/base/util.h"
#include "ui/draw/wrap.h"
#include "ui/machine.h"

#include <math.h>

enum { LABEL_WIDTH = 12, CORE_WIDTH = 28, BAR_WIDTH = 12 };

struct fact {
    const char *label, *text;
};
enum { FACTS_MAX = 7 };

/* The facts that are known. */
static int facts_of(const struct model *model, const struct machine *machine,
                    struct fact facts[FACTS_MAX])
{
    const struct model_host *host = &model->host;
    const struct fact all[FACTS_MAX] = {
        {"machine", host->model},
        {"kernel", host->kernel},
        {"system", host->os},
        {"governor", host->governor},
        {"frequency", machine->frequency},
        {"throttling", machine->throttle},
        {"runs inside", host->virt},
    };
    int count = 0;
    for (int i = 0; i < FACTS_MAX; i++)
        if (all[i].text && *all[i].text)
            facts[count++] = all[i];
    return count;
}

int setup_machine_rows(const struct setup *setup)
{
    const struct model *model = setup->findings->model;
    struct fact facts[FACTS_MAX];
    struct machine machine = machine_at(model, INFINITY);
    return facts_of(model, &machine, facts);
}

/* Draws a bar for each core, in as many columns as fit. */
static void draw_cores(const struct model *model, struct rect rect)
{
    const struct model_samples *samples = &model->idle;
    int columns = rect.width / CORE_WIDTH, room = columns * rect.height;
    for (int core = 0; samples->count >= 2 && core < model->host.cores && core < room; core++) {
        double busy_pct = model_core_pct(model, &samples->items[samples->count - 2],
                                         &samples->items[samples->count - 1], core);
        int y = rect.y + core % rect.height, x = rect.x + core / rect.height * CORE_WIDTH;
        pen_format(y, x, LABEL_WIDTH, theme_ink(INK_DIM), "core %d", core);
        pen_bar(y, x + 9, BAR_WIDTH, busy_pct / 100, theme_ink(INK_TEXT));
        if (!isnan(busy_pct))
            pen_right(y, x + 9 + BAR_WIDTH, 6, theme_ink(INK_TEXT), "%.0f %%", busy_pct);
    }
}

void setup_machine_draw(const struct setup *setup, struct rect box)
{
    if (box.height <= 2)
        return;
    const struct model *model = setup->findings->model;
    struct machine machine = machine_at(model, INFINITY);
    struct fact facts[FACTS_MAX];
    int count = facts_of(model, &machine, facts), columns;
    UTIL_FREE char *right = NULL;
    struct rect in = {box.y + 1, box.x + 1, box.height - 2, box.width - 2};
    struct rect cores = {in.y, in.x + in.width / 2, in.height, in.width / 2};
    columns = cores.width / CORE_WIDTH;
    if (model->host.cores > columns * cores.height)
        right = util_format("first %d of %d cores", columns * cores.height, model->host.cores);
    pen_box(box, "This machine now", theme_ink(INK_STRONG), right);
    for (int i = 0; i < count && i < in.height; i++) {
        pen_text(in.y + i, in.x + 1, LABEL_WIDTH, theme_ink(INK_DIM), facts[i].label);
        wrap_cut(in.y + i, in.x + 1 + LABEL_WIDTH, in.width / 2 - LABEL_WIDTH - 2,
                 theme_ink(INK_TEXT), facts[i].text);
    }
    draw_cores(model, cores);
}
