/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the study's printed figures: what they imply, and that they were copied right. */
#include "src/base/util.h"
#include "src/figures/published.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define PAIRS (PUBLISHED_ROWS * (PUBLISHED_ROWS - 1) / 2)

static size_t impossible_pairs(const char *env, struct stats_row_pair *pairs)
{
    const struct published *published = published_find(env);
    assert_non_null(published);
    return stats_sd_rows_check(published->running_sd, PUBLISHED_ROWS, pairs);
}

static void docker_and_kvm_columns_are_possible(void **state)
{
    (void)state;
    struct stats_row_pair pairs[PAIRS];
    assert_int_equal(impossible_pairs("docker", pairs), 0);
    assert_int_equal(impossible_pairs("kvm", pairs), 0);
}

/* (n - 1) s^2 goes 251, 430, 314, 312, 271: every fall but 314 to 312, which is rounding. */
static void firecracker_column_is_impossible(void **state)
{
    (void)state;
    static const struct stats_row_pair expected[] = {{1, 2}, {1, 3}, {1, 4}, {2, 4}, {3, 4}};
    struct stats_row_pair pairs[PAIRS];
    assert_int_equal(impossible_pairs("firecracker", pairs), ARRAY_LENGTH(expected));
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        assert_int_equal(pairs[i].i, expected[i].i);
        assert_int_equal(pairs[i].j, expected[i].j);
    }
}

/* The two columns of Table 1 are one figure twice: their product is the volume moved. */
static void transfers_moved_the_same_volume(void **state)
{
    (void)state;
    static const char *const envs[] = {"docker", "firecracker", "kvm"};
    for (size_t i = 0; i < ARRAY_LENGTH(envs); i++) {
        const struct published *published = published_find(envs[i]);
        double kb = published->transfer_s * published->transfer_kb_per_s;
        assert_true(fabs(kb - 14634) < 20);
        assert_true(fabs(published->sysbench_total_s - 10.002) < 0.001);
    }
}

static void other_environments_have_no_published_figures(void **state)
{
    (void)state;
    assert_null(published_find("native"));
    assert_null(published_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(docker_and_kvm_columns_are_possible),
        cmocka_unit_test(firecracker_column_is_impossible),
        cmocka_unit_test(transfers_moved_the_same_volume),
        cmocka_unit_test(other_environments_have_no_published_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
