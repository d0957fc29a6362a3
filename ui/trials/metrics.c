/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of one trial. */
#include "ui/trials/metrics.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "ui/draw/format.h"
#include "ui/draw/wrap.h"

#include <string.h>

/* "threads 2, block_bytes 4096" (heap) from a metric's parameters. */
static char *params_text(const char *params)
{
    JSON_FREE cJSON *json = params ? cJSON_Parse(params) : NULL;
    char *text = util_strdup("");
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        UTIL_FREE char *value = cJSON_PrintUnformatted(item);
        char *longer = util_format("%s%s%s %s", text, *text ? ", " : "", item->string, value);
        util_free(&text);
        text = longer;
    }
    return text;
}

/* "events threads 2      98470 events/s" */
static void draw_metric(const struct model_metric *metric, struct rect line)
{
    char value[FORMAT_SIZE];
    UTIL_FREE char *params = params_text(metric->params);
    format_figure(value, metric->value, format_decimals(metric->value));
    UTIL_FREE char *figure =
        util_format("%s%s%s", value, metric->unit ? " " : "", metric->unit ? metric->unit : "");
    int end = line.x + line.width - pen_width(figure) - 1;
    int x = line.x + wrap_cut(line.y, line.x, end - line.x, theme_ink(INK_TEXT), metric->name) + 1;
    if (x < end)
        wrap_cut(line.y, x, end - x, theme_ink(INK_DIM), params);
    pen_right(line.y, line.x, line.width, theme_ink(INK_STRONG), "%s", figure);
}

void trial_metrics_draw(const struct scene *scene, struct rect box)
{
    const struct model_trial *trial = scene->trial;
    size_t count = 0;
    while (trial->metric_begin + count < trial->metric_end &&
           scene->model->metrics[trial->metric_begin + count].t <= scene->t)
        count++;
    UTIL_FREE char *right = util_format("%zu", count);
    struct rect in = pen_box(box, "Metrics", theme_env(trial->env), right);
    size_t rows = in.height > 0 ? (size_t)in.height : 0;
    size_t first = count > rows ? count - rows : 0;
    if (count == 0)
        pen_text(in.y, in.x + 1, in.width - 2, theme_ink(INK_DIM), "none yet");
    for (size_t i = first; i < count; i++)
        draw_metric(&scene->model->metrics[trial->metric_begin + i],
                    (struct rect){in.y + (int)(i - first), in.x + 1, 1, in.width - 2});
    if (first > 0) {
        UTIL_FREE char *text = util_format(" last %zu of %zu ", rows, count);
        pen_box_foot(box, box.x + box.width - 2 - pen_width(text), theme_ink(INK_TEXT), text);
    }
}
