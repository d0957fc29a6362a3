/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of footprints: monitors and shims as /proc shows them, and this process itself. */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/host/footprint.h"
#include "tests/unit/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static const uint64_t MIB = 1 << 20;

static void plant(const char *root, const char *path, const char *text)
{
    UTIL_FREE char *file = util_format("%s/proc/%s", root, path);
    UTIL_FREE char *folder = util_strdup(file);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(file_make_dirs(folder), 0);
    scratch_append(file, text);
}

static int set_up(void **state)
{
    *state = scratch_make();
    return 0;
}

static int tear_down(void **state)
{
    scratch_remove(*state);
    return 0;
}

/* ---- monitors ---- */

/* 512 MiB of RAM of which 100 are there, and 9 MiB of the monitor's own. */
static const char monitor[] =
    "55d0c0000000-55d0c0400000 r-xp 00000000 fe:00 1234 /usr/bin/monitor\n"
    "Size:               4096 kB\n"
    "Rss:                3072 kB\n"
    "Pss:                1024 kB\n"
    "VmFlags: rd ex mr mw me\n"
    "7f0000000000-7f0020000000 rw-p 00000000 00:00 0 \n"
    "Size:             524288 kB\n"
    "Rss:              102400 kB\n"
    "AnonHugePages:     98304 kB\n"
    "7f0030000000-7f0030800000 rw-p 00000000 00:00 0 [heap]\n"
    "Rss:                6144 kB\n";

static void test_monitor(void **state)
{
    plant(*state, "10/smaps", monitor);
    struct footprint footprint = footprint_read(*state, 10, 512 * MIB);
    assert_true(footprint.guest_ram == 100 * (double)MIB);
    assert_true(footprint.vmm == 9 * (double)MIB);
    assert_true(isnan(footprint.shim));
}

static void test_monitor_below_what_was_started(void **state)
{
    plant(*state, "8/smaps", "400000-401000 r-xp 00000000 fe:00 1 /usr/bin/unshare\nRss: 4 kB\n");
    plant(*state, "8/task/8/children", "9 10 ");
    plant(*state, "10/smaps", monitor);
    struct footprint footprint = footprint_read(*state, 8, 512 * MIB);
    assert_true(footprint.guest_ram == 100 * (double)MIB);
    assert_true(footprint.vmm == 9 * (double)MIB);
}

static void test_ram_around_the_hole(void **state)
{
    plant(*state, "10/smaps",
          "7e0000000000-7e00c0000000 rw-p 00000000 00:00 0 \nRss: 2048 kB\n"
          "7f0000000000-7f0040000000 rw-p 00000000 00:00 0 \nRss: 1024 kB\n"
          "7f0050000000-7f0050001000 rw-p 00000000 00:00 0 \nRss: 4 kB\n");
    struct footprint footprint = footprint_read(*state, 10, 4096 * MIB);
    assert_true(footprint.guest_ram == 3 * (double)MIB);
    assert_true(footprint.vmm == 4096);
}

static void test_ram_that_cannot_be_told(void **state)
{
    plant(*state, "10/smaps", monitor);
    uint64_t others[] = {300 * MIB, 513 * MIB, 1024 * MIB}; /* the last: no mapping counts twice */
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
        struct footprint footprint = footprint_read(*state, 10, others[i]);
        assert_true(isnan(footprint.guest_ram));
        assert_true(isnan(footprint.vmm));
    }
    assert_true(isnan(footprint_read(*state, 11, 512 * MIB).vmm)); /* gone */
}

/* This process with RAM of which half is used. */
static void test_real_mappings(void **state)
{
    (void)state;
    size_t size = 24 * MIB, used = size / 2, guard = (size_t)sysconf(_SC_PAGESIZE);
    char *ram = mmap(NULL, size + 2 * guard, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(ram != MAP_FAILED);
    assert_int_equal(mprotect(ram + guard, size, PROT_READ | PROT_WRITE), 0);
    madvise(ram + guard, size, MADV_NOHUGEPAGE);
    memset(ram + guard, 1, used);
    struct footprint footprint = footprint_read("", getpid(), size);
    assert_true(footprint.guest_ram == (double)used);
    assert_true(footprint.vmm > 0);
    munmap(ram, size + 2 * guard);
}

/* ---- containers ---- */

static void plant_container(const char *root, const char *parent)
{
    plant(root, "20/stat", "20 (a) b) S 19 20 20 0 -1 4194560\n");
    plant(root, "19/comm", parent);
    plant(root, "19/statm", "300000 2000 1500 10 0 9000 0\n");
}

static void test_shim(void **state)
{
    plant_container(*state, "containerd-shim\n");
    struct footprint footprint = footprint_read(*state, 20, 0);
    assert_true(footprint.shim == 2000 * (double)sysconf(_SC_PAGESIZE));
    assert_true(isnan(footprint.vmm));
    assert_true(isnan(footprint.guest_ram));
}

static void test_no_shim(void **state)
{
    plant_container(*state, "edgetop\n");
    assert_true(isnan(footprint_read(*state, 20, 0).shim));
    assert_true(isnan(footprint_read(*state, 21, 0).shim)); /* gone */
}

/* ---- as metrics ---- */

/* "name value state, ..." */
static void check_metrics(struct footprint footprint, double environment_bytes, const char *state,
                          const char *expected)
{
    JSON_FREE cJSON *list = footprint_metrics(&footprint, environment_bytes, state);
    UTIL_FREE char *told = cJSON_PrintUnformatted(list);
    assert_string_equal(told, expected);
}

static void test_metrics(void **state)
{
    (void)state;
    double mib = 0x1p20;
    check_metrics((struct footprint){NAN, NAN, NAN}, 3 * mib, "idle",
                  "[{\"name\":\"total\",\"unit\":\"MiB\",\"value\":3,"
                  "\"params\":{\"state\":\"idle\"}}]");
    check_metrics((struct footprint){NAN, NAN, 8 * mib}, 3 * mib, "peak", /* not in its cgroup */
                  "[{\"name\":\"machinery\",\"unit\":\"MiB\",\"value\":8,"
                  "\"params\":{\"state\":\"peak\"}},"
                  "{\"name\":\"total\",\"unit\":\"MiB\",\"value\":11,"
                  "\"params\":{\"state\":\"peak\"}},"
                  "{\"name\":\"footprint\",\"unit\":\"MiB\",\"value\":11}]");
    check_metrics((struct footprint){5 * mib, 100 * mib, NAN}, 106 * mib, "idle",
                  "[{\"name\":\"machinery\",\"unit\":\"MiB\",\"value\":5,"
                  "\"params\":{\"state\":\"idle\"}},"
                  "{\"name\":\"guest_ram\",\"unit\":\"MiB\",\"value\":100,"
                  "\"params\":{\"state\":\"idle\"}},"
                  "{\"name\":\"total\",\"unit\":\"MiB\",\"value\":106,"
                  "\"params\":{\"state\":\"idle\"}}]");
    check_metrics((struct footprint){NAN, NAN, NAN}, NAN, "peak", "[]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_monitor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_monitor_below_what_was_started, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ram_around_the_hole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ram_that_cannot_be_told, set_up, tear_down),
        cmocka_unit_test(test_real_mappings),
        cmocka_unit_test_setup_teardown(test_shim, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_shim, set_up, tear_down),
        cmocka_unit_test(test_metrics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
