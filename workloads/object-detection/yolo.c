/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YOLOv5's post-processing. */
#include "yolo.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

static size_t best_class(const float *scores, size_t classes)
{
    size_t best = 0;
    for (size_t i = 1; i < classes; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}

static struct detection to_picture(const float *row, const struct letterbox *box)
{
    float x = row[0] - (float)box->target.x, y = row[1] - (float)box->target.y;
    float half_width = row[2] / 2, half_height = row[3] / 2;
    return (struct detection){.left = (x - half_width) / box->scale,
                              .top = (y - half_height) / box->scale,
                              .right = (x + half_width) / box->scale,
                              .bottom = (y + half_height) / box->scale};
}

void yolo_decode(const float *output, size_t rows, size_t classes, const struct letterbox *box,
                 float confidence, struct detections *found)
{
    found->count = 0;
    for (size_t i = 0; i < rows; i++) {
        const float *row = output + i * (5 + classes);
        if (!(row[4] > confidence)) /* nearly all rows end here */
            continue;
        size_t class = best_class(row + 5, classes);
        if (!(row[4] * row[5 + class] > confidence))
            continue;
        UTIL_GROW(found->items, found->count, found->capacity);
        struct detection *detection = &found->items[found->count++];
        *detection = to_picture(row, box);
        detection->confidence = row[4] * row[5 + class];
        detection->class = (int)class;
    }
}

/* The class counted most often, the first of equal ones; `classes` where all are 0. */
static size_t most_frequent(const size_t counts[], size_t classes)
{
    size_t best = classes;
    for (size_t i = 0; i < classes; i++)
        if (counts[i] > 0 && (best == classes || counts[i] > counts[best]))
            best = i;
    return best;
}

void yolo_summary(const struct detections *found, const char *const labels[], size_t classes,
                  char *text, size_t size)
{
    static const char more[] = ", ...";
    UTIL_FREE size_t *counts = util_alloc(classes, sizeof *counts);
    for (size_t i = 0; i < found->count; i++)
        counts[found->items[i].class]++;
    struct text summary = text_in(text, size);
    if (found->count == 0)
        text_add(&summary, "nothing");
    for (size_t class; (class = most_frequent(counts, classes)) < classes;) {
        UTIL_FREE char *part =
            util_format("%s%zu %s", summary.length > 0 ? ", " : "", counts[class], labels[class]);
        if (summary.length + strlen(part) + sizeof more > size) {
            text_add(&summary, "%s", more);
            return;
        }
        text_add(&summary, "%s", part);
        counts[class] = 0;
    }
}
