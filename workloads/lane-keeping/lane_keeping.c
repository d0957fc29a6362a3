/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lane-keeping: where are the lines on the road, and where is the car between them? For networks
 * that give each pixel a class, as those for CULane do. */
#include "lanes.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "workloads/inference/picture_input.h"
#include "workloads/inference/workload.h"

#include <stdlib.h>

static const char *const lines[] = {"outer left", "left", "right", "outer right"};

struct keeper {
    struct picture_input input;
    const struct manifest *manifest;
    float top; /* of the picture's height: the part above is ignored */
    float threshold;
    int width, height; /* of the output */
    struct lanes found;
};

static void keeper_close(void *self)
{
    struct keeper *keeper = self;
    picture_input_close(&keeper->input);
    free(keeper);
}

/* The output is as large as the input, or smaller by a whole factor. */
static bool output_fits(struct keeper *keeper, const struct graph *graph)
{
    const int64_t dims[] = {1, (int64_t)keeper->manifest->label_count + 1, -1, -1};
    const struct graph_value *output = &graph->outputs[0];
    if (graph->output_count < 1 || !graph_value_is(output, 4, dims) || output->dims[2] < 1 ||
        output->dims[3] < 1 || keeper->input.height % output->dims[2] != 0 ||
        keeper->input.width % output->dims[3] != 0)
        return false;
    keeper->height = (int)output->dims[2];
    keeper->width = (int)output->dims[3];
    return true;
}

static int mismatch(const struct manifest *manifest, const struct graph *graph, struct error *error)
{
    UTIL_FREE char *expected =
        util_format("1 to %d labels, input float [1,3,height,width], first output float "
                    "[1,%zu,height,width], one for each label and one for none",
                    LANES_MAX, manifest->label_count + 1);
    return graph_mismatch(graph, expected, error);
}

static void *keeper_open(const struct manifest *manifest, const struct graph *graph,
                         struct error *error)
{
    struct keeper *keeper = util_alloc(1, sizeof *keeper);
    keeper->manifest = manifest;
    keeper->top = (float)manifest_number(manifest, "top", 0.4);
    keeper->threshold = (float)manifest_number(manifest, "threshold", 0.3);
    if (!(keeper->top >= 0 && keeper->top <= 0.9F))
        error_set(error, EXIT_TRIALS_FAILED, "model manifest: \"top\" must be 0 to 0.9");
    else if (manifest->label_count <= LANES_MAX &&
             picture_input_open(&keeper->input, manifest, graph) && output_fits(keeper, graph))
        return keeper;
    else
        mismatch(manifest, graph, error);
    keeper_close(keeper);
    return NULL;
}

static int keeper_decode(void *self, const struct input_file *file, struct error *error)
{
    struct keeper *keeper = self;
    return picture_input_decode(&keeper->input, file, error);
}

/* Stretches the part of the picture below the top. */
static const struct tensor *keeper_prepare(void *self)
{
    struct keeper *keeper = self;
    return picture_input_stretch_below(&keeper->input, keeper->top);
}

static int keeper_finish(void *self, const struct tensor outputs[], char label[static LABEL_BYTES],
                         struct error *error)
{
    struct keeper *keeper = self;
    size_t lanes = keeper->manifest->label_count;
    if (tensor_size(&outputs[0]) != (lanes + 1) * (size_t)keeper->width * (size_t)keeper->height)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    lanes_find(&keeper->found, outputs[0].data, lanes, keeper->width, keeper->height, keeper->top,
               keeper->threshold);
    size_t count = lanes_count(&keeper->found);
    float offset;
    struct text answer = text_in(label, LABEL_BYTES);
    text_add(&answer, "%zu line%s", count, count == 1 ? "" : "s");
    if (lanes_offset(&keeper->found, &offset))
        text_add(&answer, ", offset %+.2f", (double)offset);
    return 0;
}

/* A `box` around each line of the first picture, in its pixels. */
static void keeper_detail(const void *self, struct events *events)
{
    const struct keeper *keeper = self;
    float width = (float)keeper->input.picture.width, height = (float)keeper->input.picture.height;
    for (size_t i = 0; i < keeper->found.count; i++) {
        const struct lane *lane = &keeper->found.items[i];
        if (lane->count == 0)
            continue;
        float low = lane->x[0], high = lane->x[lane->count - 1];
        cJSON *event = event_new("box");
        cJSON_AddStringToObject(event, "label", keeper->manifest->labels[i]);
        event_number(event, "confidence", (double)lane->confidence, 4);
        event_number(event, "x", (double)(width * fminf(low, high)), 1);
        event_number(event, "y", (double)(height * lane->y[lane->count - 1]), 1);
        event_number(event, "w", (double)(width * fabsf(high - low)), 1);
        event_number(event, "h", (double)(height * (lane->y[0] - lane->y[lane->count - 1])), 1);
        events_add(events, event);
    }
}

const struct workload workload = {
    .input_kind = PICTURE_KIND,
    .is_input = picture_is_known,
    .defaults = {.width = 800,
                 .height = 288,
                 .format = {.mean = {124, 117, 104}, .scale = {1, 1, 1}},
                 .labels = lines,
                 .label_count = ARRAY_LENGTH(lines)},
    .open = keeper_open,
    .close = keeper_close,
    .decode = keeper_decode,
    .prepare = keeper_prepare,
    .finish = keeper_finish,
    .detail = keeper_detail,
};
