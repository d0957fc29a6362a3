/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of lane-keeping: from scores to lines, and where the car is between them. */
#include "src/base/util.h"
#include "workloads/lane-keeping/lanes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WIDTH = 200, HEIGHT = 100, LANES = 4, PIXELS = WIDTH * HEIGHT };

/* Scores of a road whose line `lane` runs from (100, 0) to (foot, HEIGHT). */
static void draw_line(float *scores, size_t lane, float foot)
{
    for (int y = 0; y < HEIGHT; y++) {
        int x = (int)(100 + (foot - 100) * ((float)y + 0.5F) / HEIGHT);
        if (x >= 0 && x < WIDTH)
            scores[(lane + 1) * PIXELS + (size_t)(y * WIDTH + x)] = 10;
    }
}

static float *make_road(void)
{
    float *scores = util_alloc((LANES + 1) * PIXELS, sizeof *scores);
    for (size_t i = 0; i < PIXELS; i++)
        scores[i] = 4; /* none */
    return scores;
}

static void lines_are_found_where_they_are(void **state)
{
    (void)state;
    UTIL_FREE float *scores = make_road();
    draw_line(scores, 1, 40);
    draw_line(scores, 2, 180);
    struct lanes found;
    lanes_find(&found, scores, LANES, WIDTH, HEIGHT, 0.5F, 0.3F);
    assert_int_equal(found.count, LANES);
    assert_int_equal(lanes_count(&found), 2);
    const struct lane *left = &found.items[1];
    assert_int_equal(left->count, LANE_POINTS_MAX);
    assert_int_equal(found.items[0].count, 0);
    assert_float_equal(left->x[0], 40.5F / WIDTH, 0.01F);
    assert_float_equal(left->y[0], 0.9975F, 1e-3F); /* the last row of the lower half */
    assert_true(left->y[17] > 0.5F && left->y[17] < 0.65F);
    assert_true(left->confidence > 0.98F && left->confidence < 1);
    float offset;
    assert_true(lanes_offset(&found, &offset));
    assert_float_equal(offset, (100 - 110) / 70.0F, 0.03F); /* left of the lane's middle */
}

static void a_lane_needs_both_its_lines(void **state)
{
    (void)state;
    UTIL_FREE float *scores = make_road();
    struct lanes found;
    float offset;
    lanes_find(&found, scores, LANES, WIDTH, HEIGHT, 0, 0.3F);
    assert_int_equal(lanes_count(&found), 0);
    assert_false(lanes_offset(&found, &offset));
    draw_line(scores, 0, -50); /* out of the picture below: still a line */
    draw_line(scores, 1, 20);
    lanes_find(&found, scores, LANES, WIDTH, HEIGHT, 0, 0.3F);
    assert_int_equal(lanes_count(&found), 2);
    assert_false(lanes_offset(&found, &offset));
    draw_line(scores, 3, 180);
    lanes_find(&found, scores, LANES, WIDTH, HEIGHT, 0, 0.3F);
    assert_true(lanes_offset(&found, &offset)); /* the nearest line on each side */
    assert_float_equal(offset, 0, 0.03F);
}

static void one_point_is_no_line_and_nan_no_point(void **state)
{
    (void)state;
    UTIL_FREE float *scores = make_road();
    scores[PIXELS + (HEIGHT - 1) * WIDTH + 7] = 10;
    for (size_t i = 0; i < PIXELS; i++)
        scores[2 * PIXELS + i] = NAN;
    struct lanes found;
    lanes_find(&found, scores, LANES, WIDTH, HEIGHT, 0, 0.3F);
    assert_int_equal(lanes_count(&found), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_found_where_they_are),
        cmocka_unit_test(a_lane_needs_both_its_lines),
        cmocka_unit_test(one_point_is_no_line_and_nan_no_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
