/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants of the layout of Live, for every size of terminal. */
#include "ui/layout.h"

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

/* Panels inside the body, apart from each other, and no cell of the body left over. */
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

/* Every frame has room for something: each environment a row, each core a cell. */
static void check_room(const struct layout *layout, int cores, int envs)
{
    assert_true(layout->cpu.height >= 8 && layout->cpu.width >= 40);
    assert_true(layout->values.height - 2 >= envs && layout->values.width >= 40);
    assert_true(layout->trials.height - 2 >= envs + 1 && layout->trials.width >= 30);
    assert_true((layout->cores.height - 3) * (layout->cores.width - 7) >= cores);
    assert_true(layout->order.height == 0 || layout->order.height - 2 >= envs);
}

static void check_size(int height, int width)
{
    struct rect body = {0, 0, height, width};
    for (size_t c = 0; c < sizeof core_counts / sizeof *core_counts; c++)
        for (int envs = 1; envs <= 6; envs++) {
            struct layout layout = layout_live(body, core_counts[c], envs);
            const struct rect panels[PANELS] = {layout.header, layout.cpu,    layout.cores,
                                                layout.values, layout.trials, layout.order};
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
    assert_int_equal(layout_live(small, 4, 4).order.height, 0);
    assert_int_equal(layout_live(large, 4, 4).order.height, 6);
}

static void parts_tile_the_whole(void **state)
{
    (void)state;
    for (int count = 1; count <= 6; count++)
        for (int width = 80; width <= 300; width++) {
            struct rect whole = {3, 2, 11, width};
            for (int i = 0; i < count; i++) {
                struct rect part = layout_part(whole, count, 28, i);
                assert_true(part.height >= 3 && part.width >= 20);
                assert_true(contains(whole, part));
                for (int j = 0; j < i; j++)
                    assert_false(overlap(part, layout_part(whole, count, 28, j)));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live_fills_every_size),
        cmocka_unit_test(trials_in_order_appear_where_there_is_room),
        cmocka_unit_test(parts_tile_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
