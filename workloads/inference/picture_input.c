/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input side of a workload for pictures. */
#include "workloads/inference/picture_input.h"

#include "src/base/util.h"

#include <stdlib.h>

/* One side of the tensor: the graph's, else the manifest's, else the default; 0 if the first two
 * contradict each other or the side is too large. */
static int choose_side(int64_t graph, int manifest, int fallback)
{
    if (graph < 0)
        return manifest ? manifest : fallback;
    bool fits = graph >= 1 && graph <= MANIFEST_SIDE_MAX && (!manifest || manifest == graph);
    return fits ? (int)graph : 0;
}

/* The tensor's dimensions, and a canvas of three channels even if the tensor has one. */
static void make_tensor(struct picture_input *input, const int64_t dims[4])
{
    size_t pixels = (size_t)input->width * (size_t)input->height;
    input->tensor = (struct tensor){.dims = {dims[0], dims[1], dims[2], dims[3]}, .rank = 4};
    input->tensor.data = util_alloc(3 * pixels, sizeof(float));
}

bool picture_input_open(struct picture_input *input, const struct manifest *manifest,
                        const struct graph *graph)
{
    size_t x = manifest->format.nhwc ? 2 : 3, y = x - 1, channels = manifest->format.nhwc ? 3 : 1;
    const struct graph_value *value = &graph->inputs[0];
    int64_t dims[4] = {1, -1, -1, -1};
    input->grey = value->rank == 4 && value->dims[channels] == 1;
    dims[channels] = input->grey ? 1 : 3;
    if (graph->input_count != 1 || !graph_value_is(value, 4, dims))
        return false;
    const struct manifest_defaults *defaults = manifest->defaults;
    input->width = choose_side(value->dims[x], manifest->width, defaults->width);
    input->height = choose_side(value->dims[y], manifest->height, defaults->height);
    if (input->width == 0 || input->height == 0)
        return false;
    input->format = manifest->format;
    input->format.nhwc = manifest->format.nhwc && !input->grey; /* planes, for the weighted sum */
    dims[x] = input->width;
    dims[y] = input->height;
    make_tensor(input, dims);
    return true;
}

void picture_input_close(struct picture_input *input)
{
    picture_free(&input->picture);
    free(input->tensor.data);
}

int picture_input_decode(struct picture_input *input, const struct input_file *file,
                         struct error *error)
{
    return picture_decode(&input->picture, file->bytes, file->length, error);
}

static const struct tensor *finish(struct picture_input *input)
{
    if (input->grey)
        picture_grey(input->tensor.data, (size_t)input->width * (size_t)input->height);
    return &input->tensor;
}

const struct tensor *picture_input_stretch_below(struct picture_input *input, float top)
{
    struct picture part = input->picture;
    int above = (int)(top * (float)part.height);
    struct rectangle all = {0, 0, input->width, input->height};
    part.height -= above;
    part.rgb += 3 * (size_t)above * (size_t)part.width;
    picture_resize(&part, &input->format, all, input->width, input->height, input->tensor.data);
    return finish(input);
}

const struct tensor *picture_input_stretch(struct picture_input *input)
{
    return picture_input_stretch_below(input, 0);
}

const struct tensor *picture_input_place(struct picture_input *input, struct rectangle target,
                                         const float colour[3])
{
    picture_fill(&input->format, colour, input->width, input->height, input->tensor.data);
    picture_resize(&input->picture, &input->format, target, input->width, input->height,
                   input->tensor.data);
    return finish(input);
}
