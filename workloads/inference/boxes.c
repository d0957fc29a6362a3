/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes around things that were found in a picture. */
#include "workloads/inference/boxes.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { BOXES_REPORTED_MAX = 100 };

static float area(const struct detection *box)
{
    return (box->right - box->left) * (box->bottom - box->top);
}

/* Intersection over union, 0..1. */
static float overlap(const struct detection *a, const struct detection *b)
{
    float width = fminf(a->right, b->right) - fmaxf(a->left, b->left);
    float height = fminf(a->bottom, b->bottom) - fmaxf(a->top, b->top);
    if (width <= 0 || height <= 0)
        return 0;
    float common = width * height;
    return common / (area(a) + area(b) - common);
}

/* Highest confidence first; equal ones by position, so that the order never depends on qsort(). */
static int by_confidence(const void *a, const void *b)
{
    const struct detection *first = a, *second = b;
    if (first->confidence != second->confidence)
        return first->confidence > second->confidence ? -1 : 1;
    if (first->left != second->left)
        return first->left < second->left ? -1 : 1;
    return (first->top > second->top) - (first->top < second->top);
}

static bool is_suppressed(const struct detection *kept, size_t count,
                          const struct detection *candidate, float iou)
{
    for (size_t i = 0; i < count; i++)
        if (kept[i].class == candidate->class && overlap(&kept[i], candidate) > iou)
            return true;
    return false;
}

void boxes_suppress(struct detections *found, const struct box_limits *limits)
{
    size_t kept = 0;
    if (found->count > 1)
        qsort(found->items, found->count, sizeof *found->items, by_confidence);
    for (size_t i = 0; i < found->count && kept < limits->most; i++)
        if (!is_suppressed(found->items, kept, &found->items[i], limits->iou))
            found->items[kept++] = found->items[i];
    found->count = kept;
}

void boxes_report(const struct detections *found, const char *const labels[], struct events *events)
{
    for (size_t i = 0; i < found->count && i < BOXES_REPORTED_MAX; i++) {
        const struct detection *box = &found->items[i];
        cJSON *event = event_new("box");
        cJSON_AddStringToObject(event, "label", labels[box->class]);
        event_number(event, "confidence", (double)box->confidence, 4);
        event_number(event, "x", (double)box->left, 1);
        event_number(event, "y", (double)box->top, 1);
        event_number(event, "w", (double)(box->right - box->left), 1);
        event_number(event, "h", (double)(box->bottom - box->top), 1);
        events_add(events, event);
    }
}
