/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants of the layout of Live, for every size of terminal. */
#include "ui/live/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

enum { PANELS = 6 };

static const int core_counts[] = {1, 2, 3, 4, 8, 9, 16, 32, 64, 65, 128, 255, 256};

static bool contains(struct rect outer, struct rect inner)
{
    return inner.y >= outer.y && inner.x >= outer.x &&
           inner.y + inner.height <= outer.y + outer.height &&
           inner.x + inner.width <= outer.x + outer.width;
}

static bool overlap(struct rect a, struct rect b)
{
    return a.y < b.y + b.height && b.y < a.y + a.height && a.x < b.x + b.width &&
           b.x < a.x + a.width;
}

static int area(struct rect rect)
{
    return rect.height * rect.width;
}

/* All panels lie inside the body, none overlaps another, and they fill the body. */
static void check_tiling(struct rect body, const struct rect *panels, int count)
{
    int covered = 0;
    for (int i = 0; i < count; i++) {
        covered += area(panels[i]);
        assert_true(area(panels[i]) == 0 || contains(body, panels[i]));
        for (int j = 0; j < i; j++)
            assert_false(overlap(panels[i], panels[j]));
    }
    assert_int_equal(covered, area(body));
}

/* Every frame has room inside: a row for each environment, a cell for each core. */
static void check_room(const struct layout *layout, int cores, int envs)
{
    assert_true(layout->cpu.height >= 8 && layout->cpu.width >= 40);
    assert_true(cores > 128 || layout->trials.height - 2 >= envs + 3);
    assert_true(layout->values.height - 2 >= envs && layout->values.width >= 40);
    assert_true(layout->trials.height - 2 >= envs + 1 && layout->trials.width >= 30);
    assert_true((layout->cores.height - 3) * (layout->cores.width - 7) >= cores);
    assert_true(layout->sequence.height == 0 || layout->sequence.height - 2 >= envs);
}

static void check_size(int height, int width)
{
    struct rect body = {0, 0, height, width};
    for (size_t c = 0; c < sizeof core_counts / sizeof *core_counts; c++)
        for (int envs = 1; envs <= 8; envs++) {
            struct layout_needs needs = {core_counts[c], envs, 6 * (envs % 3), envs % 2 * 13};
            struct layout layout = layout_live(body, needs);
            const struct rect panels[PANELS] = {layout.header, layout.cpu,    layout.cores,
                                                layout.values, layout.trials, layout.sequence};
            check_tiling(body, panels, PANELS);
            check_room(&layout, core_counts[c], envs);
        }
}

static void live_fills_every_size(void **state)
{
    (void)state;
    for (int height = 23; height <= 100; height++)
        for (int width = 80; width <= 300; width++)
            check_size(height, width);
}

static void trials_in_order_appear_where_there_is_room(void **state)
{
    (void)state;
    struct rect small = {0, 0, 23, 80}, large = {0, 0, 38, 120};
    struct layout_needs needs = {4, 4, 11, 0};
    assert_int_equal(layout_live(small, needs).sequence.height, 0);
    assert_int_equal(layout_live(large, needs).sequence.height, 6);
}

/* Five environments on the smallest terminal: two rows for each band, whole names in the table. */
static void bands_are_even_and_names_are_whole(void **state)
{
    (void)state;
    struct rect small = {0, 0, 23, 80};
    struct layout layout = layout_live(small, (struct layout_needs){4, 5, 12, 0});
    assert_int_equal((layout.values.height - 2) / 5, 2);
    assert_true(layout.trials.width >= 12 + 20 + 3);
    assert_true(layout_live(small, (struct layout_needs){4, 5, 12, 11}).values.height >= 13);
}

static void parts_are_equal_and_apart(void **state)
{
    (void)state;
    for (int count = 1; count <= 8; count++)
        for (int width = 80; width <= 300; width++) {
            struct rect whole = {3, 2, 20, width};
            struct layout_grid grid = layout_grid_of(width, count, 24);
            assert_true(grid.columns * grid.rows >= count && grid.columns <= count);
            for (int i = 0; i < count; i++) {
                struct rect part = layout_part(whole, grid, i);
                assert_true(part.height >= 5 && part.width >= 24);
                assert_true(contains(whole, part));
                assert_int_equal(area(part), area(layout_part(whole, grid, 0)));
                for (int j = 0; j < i; j++)
                    assert_false(overlap(part, layout_part(whole, grid, j)));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live_fills_every_size),
        cmocka_unit_test(trials_in_order_appear_where_there_is_room),
        cmocka_unit_test(bands_are_even_and_names_are_whole),
        cmocka_unit_test(parts_are_equal_and_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
