/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the study's printed figures: what they imply, and that they were copied right. */
#include "src/base/util.h"
#include "src/figures/published.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static enum stats_sd_rows column(const char *env)
{
    const struct published *published = published_find(env);
    assert_non_null(published);
    return stats_sd_rows_check(published->running_sd, PUBLISHED_ROWS);
}

static void docker_and_kvm_columns_are_possible(void **state)
{
    (void)state;
    assert_int_equal(column("docker"), STATS_SD_ROWS_POSSIBLE);
    assert_int_equal(column("kvm"), STATS_SD_ROWS_POSSIBLE);
}

/* (n - 1) s^2 goes 251, 430, 314, 312, 271: every fall but 314 to 312, which is rounding. n s^2
 * goes from 453 to 325. */
static void firecracker_column_is_impossible(void **state)
{
    (void)state;
    const struct stats_sd_row *rows = published_find("firecracker")->running_sd;
    assert_int_equal(column("firecracker"), STATS_SD_ROWS_IMPOSSIBLE);
    for (size_t i = 0; i < PUBLISHED_ROWS; i++)
        for (size_t j = i + 1; j < PUBLISHED_ROWS; j++)
            assert_int_equal(stats_sd_rows_pair(rows[i], rows[j]), (i == 1 || j == 4) && i > 0
                                                                       ? STATS_SD_ROWS_IMPOSSIBLE
                                                                       : STATS_SD_ROWS_POSSIBLE);
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
