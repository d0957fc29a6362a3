/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of RetinaFace's priors and of what its outputs mean. */
#include "src/base/util.h"
#include "workloads/face-detection/retina.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PRIORS = 16800 }; /* of 640 x 640 */

/* Decodes outputs in which one prior is a face at those offsets. */
static struct detections decode_one(size_t prior, const float four[4],
                                    const struct retina_canvas *canvas, float score)
{
    UTIL_FREE float *offsets = util_alloc(PRIORS, 4 * sizeof *offsets);
    UTIL_FREE float *scores = util_alloc(PRIORS, 2 * sizeof *scores);
    struct detections found = {0};
    for (int i = 0; i < 4; i++)
        offsets[4 * prior + (size_t)i] = four[i];
    scores[2 * prior + 1] = score;
    retina_decode(offsets, scores, canvas, 0.5F, &found);
    return found;
}

static void assert_box(size_t prior, const float four[4], float scale, const float expected[4])
{
    const struct retina_canvas canvas = {.width = 640, .height = 640, .scale = scale};
    struct detections found = decode_one(prior, four, &canvas, 0.75F);
    assert_int_equal(found.count, 1);
    assert_float_equal(found.items[0].left, expected[0], 1e-3F);
    assert_float_equal(found.items[0].top, expected[1], 1e-3F);
    assert_float_equal(found.items[0].right, expected[2], 1e-3F);
    assert_float_equal(found.items[0].bottom, expected[3], 1e-3F);
    assert_float_equal(found.items[0].confidence, 0.75F, 0);
    assert_int_equal(found.items[0].class, 0);
    free(found.items);
}

static void priors_are_two_for_each_cell_of_three_grids(void **state)
{
    (void)state;
    assert_int_equal(retina_prior_count(640, 640), PRIORS);
    assert_int_equal(retina_prior_count(128, 128), 2 * (256 + 64 + 16));
    assert_int_equal(retina_prior_count(33, 8), 2 * (5 + 3 + 2)); /* begun cells count */
    assert_int_equal(retina_prior_count(0, 0), 0);
}

static void a_prior_without_offsets_is_a_square_in_its_cell(void **state)
{
    (void)state;
    const float none[4] = {0};
    assert_box(0, none, 1, (const float[]){4 - 8, 4 - 8, 4 + 8, 4 + 8});
    assert_box(1, none, 1, (const float[]){4 - 16, 4 - 16, 4 + 16, 4 + 16});
    /* column 3, row 2 of the finest grid */
    assert_box(2 * (2 * 80 + 3), none, 1, (const float[]){20, 12, 36, 28});
    /* first of the grids of 16 and 32 pixels, last of all */
    assert_box(12800, none, 1, (const float[]){8 - 32, 8 - 32, 8 + 32, 8 + 32});
    assert_box(16000, none, 1, (const float[]){16 - 128, 16 - 128, 16 + 128, 16 + 128});
    assert_box(PRIORS - 1, none, 1, (const float[]){624 - 256, 624 - 256, 624 + 256, 624 + 256});
}

static void offsets_move_and_stretch_in_picture_pixels(void **state)
{
    (void)state;
    const float ln2 = 0.69314718F;
    /* by half a side to the right, a quarter up; twice as wide, half as high */
    const float four[] = {5, -2.5F, ln2 / 0.2F, -ln2 / 0.2F};
    assert_box(12800, four, 0.5F,
               (const float[]){2 * (40 - 64), 2 * (-8 - 16), 2 * (40 + 64), 2 * (-8 + 16)});
}

static void what_is_not_sure_is_left_out(void **state)
{
    (void)state;
    const struct retina_canvas canvas = {.width = 640, .height = 640, .scale = 1};
    const float none[4] = {0}, scores[] = {0.5F, 0.1F, NAN};
    for (size_t i = 0; i < ARRAY_LENGTH(scores); i++) {
        struct detections found = decode_one(5, none, &canvas, scores[i]);
        assert_int_equal(found.count, 0);
        free(found.items);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(priors_are_two_for_each_cell_of_three_grids),
        cmocka_unit_test(a_prior_without_offsets_is_a_square_in_its_cell),
        cmocka_unit_test(offsets_move_and_stretch_in_picture_pixels),
        cmocka_unit_test(what_is_not_sure_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
