/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input side of a workload that looks at pictures. */
#include "workloads/inference/picture_input.h"

#include "src/util.h"

#include <stdlib.h>

/* One side of the tensor: the graph's, else the manifest's, else the default; 0 where the first
 * two contradict each other or it is out of all proportion. */
static int choose_side(int64_t graph, int manifest, int fallback)
{
    if (graph < 0)
        return manifest ? manifest : fallback;
    bool fits = graph >= 1 && graph <= MANIFEST_SIDE_MAX && (!manifest || manifest == graph);
    return fits ? (int)graph : 0;
}

bool picture_input_open(struct picture_input *input, const struct manifest *manifest,
                        const struct graph *graph)
{
    size_t x = manifest->format.nhwc ? 2 : 3, y = x - 1, channels = manifest->format.nhwc ? 3 : 1;
    int64_t dims[4] = {1, -1, -1, -1};
    dims[channels] = 3;
    if (graph->input_count != 1 || !graph_value_is(&graph->inputs[0], 4, dims))
        return false;
    const struct manifest_defaults *defaults = manifest->defaults;
    input->width = choose_side(graph->inputs[0].dims[x], manifest->width, defaults->width);
    input->height = choose_side(graph->inputs[0].dims[y], manifest->height, defaults->height);
    if (input->width == 0 || input->height == 0)
        return false;
    input->format = manifest->format;
    dims[x] = input->width;
    dims[y] = input->height;
    input->tensor = (struct tensor){.dims = {dims[0], dims[1], dims[2], dims[3]}, .rank = 4};
    input->tensor.data = util_alloc(tensor_size(&input->tensor), sizeof(float));
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
