/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of YOLOv5's letterbox, box decoding, suppression and summary. */
#include "src/base/util.h"
#include "workloads/object-detection/yolo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CLASSES = 3, ROW = 5 + CLASSES };
static const char *const labels[CLASSES] = {"person", "car", "traffic light"};
static const struct letterbox plain = {.target = {0, 0, 640, 640}, .scale = 1};
static const struct box_limits limits = {.confidence = 0.25F, .iou = 0.45F, .most = 1000};

static void assert_rectangle(struct rectangle r, int x, int y, int width, int height)
{
    assert_int_equal(r.x, x);
    assert_int_equal(r.y, y);
    assert_int_equal(r.width, width);
    assert_int_equal(r.height, height);
}

static void letterbox_fits_and_centres(void **state)
{
    (void)state;
    assert_rectangle(picture_letterbox(810, 1080, 640, 640).target, 80, 0, 480, 640);
    assert_rectangle(picture_letterbox(1280, 720, 640, 640).target, 0, 140, 640, 360);
    assert_rectangle(picture_letterbox(320, 320, 640, 640).target, 0, 0, 640, 640);
    assert_rectangle(picture_letterbox(1000, 749, 640, 640).target, 0, 80, 640, 479);
    assert_rectangle(picture_letterbox(60000, 1, 128, 128).target, 0, 63, 128, 1);
}

static void decoding_keeps_sure_rows_in_picture_pixels(void **state)
{
    (void)state;
    const float output[4 * ROW] = {
        180, 200, 40, 20, 0.9F, 0.1F, 0.8F, 0.2F, /* 0.72 car */
        180, 200, 40, 20, 0.2F, 1,    0,    0,    /* objectness too low */
        180, 200, 40, 20, 0.5F, 0.4F, 0.3F, 0,    /* 0.20 is too little */
        180, 200, 40, 20, NAN,  1,    1,    1,    /* no number */
    };
    const struct letterbox box = {.target = {80, 0, 480, 640}, .scale = 0.5F};
    struct detections found = {0};
    yolo_decode(output, 4, CLASSES, &box, 0.25F, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].class, 1);
    assert_float_equal(found.items[0].confidence, 0.72F, 1e-6F);
    assert_float_equal(found.items[0].left, 160, 1e-3F);
    assert_float_equal(found.items[0].right, 240, 1e-3F);
    assert_float_equal(found.items[0].top, 380, 1e-3F);
    assert_float_equal(found.items[0].bottom, 420, 1e-3F);
    free(found.items);
}

/* Boxes of 100 x 100 pixels at (left, 0). */
static struct detections make_boxes(size_t count, const float left[], const float confidence[],
                                    const int classes[])
{
    struct detections found = {util_alloc(count, sizeof *found.items), count, count};
    for (size_t i = 0; i < count; i++)
        found.items[i] =
            (struct detection){left[i], 0, left[i] + 100, 100, confidence[i], classes[i]};
    return found;
}

static void suppression_keeps_the_surest_of_a_class(void **state)
{
    (void)state;
    struct detections found =
        make_boxes(5, (float[]){20, 0, 60, 5, 300}, (float[]){0.6F, 0.9F, 0.5F, 0.4F, 0.3F},
                   (int[]){0, 0, 0, 1, 0});
    boxes_suppress(&found, &limits); /* 20 overlaps 0 by 0.67, 60 by 0.25; 5 is of another class */
    assert_int_equal(found.count, 4);
    assert_float_equal(found.items[0].left, 0, 0);
    assert_float_equal(found.items[1].left, 60, 0);
    assert_float_equal(found.items[2].left, 5, 0);
    assert_float_equal(found.items[3].left, 300, 0);
    free(found.items);
}

static void suppression_stops_at_the_limit(void **state)
{
    (void)state;
    enum { BOXES = 50 };
    float left[BOXES], confidence[BOXES];
    int classes[BOXES] = {0};
    for (int i = 0; i < BOXES; i++) {
        left[i] = (float)(200 * i);
        confidence[i] = 0.5F + (float)i / 1000;
    }
    struct detections found = make_boxes(BOXES, left, confidence, classes);
    boxes_suppress(&found, &(struct box_limits){.iou = 0.45F, .most = 10});
    assert_int_equal(found.count, 10);
    assert_float_equal(found.items[0].left, 200 * (BOXES - 1), 0);
    free(found.items);
}

static void equal_confidence_has_one_order(void **state)
{
    (void)state;
    struct detections found =
        make_boxes(3, (float[]){500, 0, 250}, (float[]){0.5F, 0.5F, 0.5F}, (int[]){0, 0, 0});
    boxes_suppress(&found, &limits);
    assert_float_equal(found.items[0].left, 0, 0);
    assert_float_equal(found.items[1].left, 250, 0);
    assert_float_equal(found.items[2].left, 500, 0);
    free(found.items);
}

static void nothing_stays_nothing(void **state)
{
    (void)state;
    char text[64];
    const float output[ROW] = {0};
    struct detections found = {0};
    yolo_decode(output, 1, CLASSES, &plain, 0.25F, &found);
    boxes_suppress(&found, &limits);
    yolo_summary(&found, labels, CLASSES, text, sizeof text);
    assert_string_equal(text, "nothing");
}

static void summary_counts_by_frequency_then_class(void **state)
{
    (void)state;
    char text[64];
    const float left[6] = {0}, confidence[6] = {0};
    struct detections found = make_boxes(6, left, confidence, (int[]){2, 1, 0, 1, 0, 1});
    yolo_summary(&found, labels, CLASSES, text, sizeof text);
    assert_string_equal(text, "3 car, 2 person, 1 traffic light");
    yolo_summary(&found, labels, CLASSES, text, 24);
    assert_string_equal(text, "3 car, 2 person, ...");
    yolo_summary(&found, labels, CLASSES, text, 33 + 5);
    assert_string_equal(text, "3 car, 2 person, 1 traffic light");
    free(found.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letterbox_fits_and_centres),
        cmocka_unit_test(decoding_keeps_sure_rows_in_picture_pixels),
        cmocka_unit_test(suppression_keeps_the_surest_of_a_class),
        cmocka_unit_test(suppression_stops_at_the_limit),
        cmocka_unit_test(equal_confidence_has_one_order),
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(summary_counts_by_frequency_then_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
