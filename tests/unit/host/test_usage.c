/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the usage meter: on trees as hosts with cgroup v1, v2 and both show them, and on
 * real processes. */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/host/usage.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PID = 4242, CORES = 2 };

struct file {
    const char *path, *text;
};

static const struct file v1_files[] = {
    {"/proc/4242/cgroup", "11:pids:/docker/ab\n9:blkio:/docker/ab\n5:memory:/docker/ab\n"
                          "3:cpu,cpuacct:/docker/ab\n1:name=systemd:/docker/ab\n"},
    {"/sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage", "7250000000\n"},
    {"/sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage_percpu", "1250000000 6000000000 \n"},
    {"/sys/fs/cgroup/memory/docker/ab/memory.usage_in_bytes", "52428800\n"},
    {"/sys/fs/cgroup/memory/docker/ab/memory.max_usage_in_bytes", "62914560\n"},
    {"/sys/fs/cgroup/memory/docker/ab/memory.stat",
     "cache 9\ninactive_file 7\ntotal_cache 30000\ntotal_inactive_file 20000\n"},
    {"/sys/fs/cgroup/blkio/docker/ab/blkio.throttle.io_service_bytes",
     "8:16 Read 4096\n8:16 Write 512\n8:16 Sync 4096\n8:16 Async 512\n8:16 Discard 0\n"
     "8:16 Total 4608\n179:0 Read 1000\n179:0 Write 2000\n179:0 Total 3000\nTotal 7608\n"},
};

/* The estimate per core has to do here: what stands in a plain folder is no cgroup to perf. */
static const struct file v2_files[] = {
    {"/proc/4242/cgroup", "0::/system.slice/docker-ab.scope\n"},
    {"/proc/4242/statm", "900 200 150 1 0 50 0\n"},
    {"/proc/4242/task/4242/schedstat", "1000000000 5 7\n"},
    {"/proc/4242/task/4242/stat",
     "4242 (a) b c) S 1 4242 4242 0 -1 4194560 1 0 0 0 3 4 50 25 20 0 2 0 100 1000 200 1 1 1 1 1 1 "
     "0 0 0 0 1 0 0 17 1 0 0\n"},
    {"/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/cgroup.procs", "4242\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/cpu.stat",
     "usage_usec 7250000\nuser_usec 7000000\nsystem_usec 250000\nnr_periods 0\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/memory.current", "52428800\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/memory.peak", "62914560\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/memory.stat",
     "anon 9\nfile 50000\ninactive_anon 5\ninactive_file 40000\n"},
    {"/sys/fs/cgroup/system.slice/docker-ab.scope/io.stat",
     "8:16 rbytes=4096 wbytes=512 rios=1 wios=1 dbytes=77 dios=1\n"
     "179:0 rbytes=1000 wbytes=2000 rios=1 wios=2 dbytes=0 dios=0\n"},
};

static const struct file hybrid_files[] = {
    {"/proc/4242/cgroup", "4:memory:/session/edgetop/1\n2:cpuacct:/edgetop/1\n0::/edgetop/1\n"},
    {"/sys/fs/cgroup/cpuacct/edgetop/1/cpuacct.usage", "7250000000\n"},
    {"/sys/fs/cgroup/cpuacct/edgetop/1/cpuacct.usage_percpu", "1250000000 6000000000 \n"},
    {"/sys/fs/cgroup/memory/session/edgetop/1/memory.usage_in_bytes", "52428800\n"},
    {"/sys/fs/cgroup/memory/session/edgetop/1/memory.max_usage_in_bytes", "62914560\n"},
    {"/sys/fs/cgroup/unified/edgetop/1/cpu.stat", "usage_usec 1\n"},
};

/* ---- trees ---- */

static void plant(const char *root, const char *path, const char *text)
{
    UTIL_FREE char *file = util_format("%s%s", root, path);
    UTIL_FREE char *folder = util_strdup(file);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(file_make_dirs(folder), 0);
    FILE *out = fopen(file, "w"); /* an open descriptor sees the new content */
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static char *plant_tree(const struct file *files, size_t count)
{
    char *root = scratch_make();
    UTIL_FREE char *ours = util_format("/proc/%d/cgroup", getpid());
    plant(root, ours, "5:memory:/ours\n3:cpu,cpuacct:/ours\n0::/ours\n");
    for (size_t i = 0; i < count; i++)
        plant(root, files[i].path, files[i].text);
    return root;
}

#define PLANT(files) plant_tree(files, ARRAY_LENGTH(files))

static struct usage read_meter(struct usage_meter *meter, double core_s[CORES])
{
    struct usage usage = {.core_s = core_s, .cores = CORES};
    assert_true(usage_meter_read(meter, &usage));
    return usage;
}

static void check_number(double actual, double expected)
{
    assert_true(isnan(expected) ? isnan(actual) : fabs(actual - expected) < 1e-9);
}

/* ---- recorded hosts ---- */

struct expected {
    double cpu_s, mem_bytes, mem_peak_bytes, read_bytes, write_bytes, core_s[CORES];
};

static void check_usage(const struct usage *usage, const struct expected *expected)
{
    check_number(usage->cpu_s, expected->cpu_s);
    check_number(usage->mem_bytes, expected->mem_bytes);
    check_number(usage->mem_peak_bytes, expected->mem_peak_bytes);
    check_number(usage->read_bytes, expected->read_bytes);
    check_number(usage->write_bytes, expected->write_bytes);
    for (size_t i = 0; i < CORES; i++)
        check_number(usage->core_s[i], expected->core_s[i]);
}

static void test_v1(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v1_files);
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    check_usage(&usage, &(struct expected){7.25, 50 << 20, 60 << 20, 5096, 2512, {1.25, 6}});
    assert_false(usage.core_estimated);
    check_number(usage_meter_used_bytes(meter), (50 << 20) - 20000);
    usage_meter_close(meter);
    scratch_remove(root);
}

static void test_v2(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v2_files);
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    check_usage(&usage, &(struct expected){7.25, 50 << 20, 60 << 20, 5096, 2512, {0, 0}});
    check_number(usage_meter_used_bytes(meter), (50 << 20) - 40000);
    usage_meter_close(meter);
    scratch_remove(root);
}

static void test_hybrid(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(hybrid_files);
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    check_usage(&usage, &(struct expected){7.25, 50 << 20, 60 << 20, NAN, NAN, {1.25, 6}});
    assert_false(usage.core_estimated);
    usage_meter_close(meter);
    scratch_remove(root);
}

/* A virtual machine of libvirt's: its process is in a part of its own control group, and here in
 * one with others too. */
static const struct file machine_files[] = {
    {"/proc/4242/cgroup", "5:memory:/machine/qemu-1-edgetop77.libvirt-qemu\n"
                          "4:blkio:/user.slice\n"
                          "2:cpuacct:/machine/qemu-1-edgetop77.libvirt-qemu/emulator\n0::/\n"},
    {"/sys/fs/cgroup/cpuacct/machine/qemu-1-edgetop77.libvirt-qemu/emulator/cpuacct.usage", "1\n"},
    {"/sys/fs/cgroup/cpuacct/machine/qemu-1-edgetop77.libvirt-qemu/cpuacct.usage", "7250000000\n"},
    {"/sys/fs/cgroup/cpuacct/machine/qemu-1-edgetop77.libvirt-qemu/cpuacct.usage_percpu",
     "1250000000 6000000000\n"},
    {"/sys/fs/cgroup/memory/machine/qemu-1-edgetop77.libvirt-qemu/memory.usage_in_bytes",
     "52428800\n"},
    {"/sys/fs/cgroup/blkio/user.slice/blkio.throttle.io_service_bytes", "8:16 Read 4096\n"},
};

static const struct file scope_files[] = {
    {"/proc/4242/cgroup",
     "0::/machine.slice/machine-qemu\\x2d1\\x2dedgetop77.scope/libvirt/emulator\n"},
    {"/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n"},
    {"/sys/fs/cgroup/machine.slice/machine-qemu\\x2d1\\x2dedgetop77.scope/libvirt/emulator/"
     "cpu.stat",
     "usage_usec 1\n"},
    {"/sys/fs/cgroup/machine.slice/machine-qemu\\x2d1\\x2dedgetop77.scope/cpu.stat",
     "usage_usec 7250000\n"},
};

static void test_named(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(machine_files);
    struct usage_meter *meter = usage_meter_open(root, PID, "edgetop77", CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    check_usage(&usage, &(struct expected){7.25, 50 << 20, NAN, NAN, NAN, {1.25, 6}});
    usage_meter_close(meter);
    scratch_remove(root);

    root = PLANT(scope_files);
    meter = usage_meter_open(root, PID, "edgetop77", CORES);
    assert_non_null(meter);
    check_number(read_meter(meter, core_s).cpu_s, 7.25);
    usage_meter_close(meter);
    scratch_remove(root);
}

/* A cgroup without the name holds others too: the process alone is metered. */
static void test_named_by_nobody(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v2_files);
    struct usage_meter *meter = usage_meter_open(root, PID, "edgetop77", CORES);
    assert_non_null(meter);
    assert_true(read_meter(meter, core_s).core_estimated);
    struct usage usage = read_meter(meter, core_s);
    assert_true(isnan(usage.cpu_s) || usage.cpu_s < 7);
    usage_meter_close(meter);
    scratch_remove(root);
}

/* Descriptors stay open; every reading is of the present. */
static void test_counters_grow(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v1_files);
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    check_number(read_meter(meter, core_s).cpu_s, 7.25);
    plant(root, "/sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage", "8500000000\n");
    plant(root, "/sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage_percpu", "2500000000 6000000000\n");
    check_number(read_meter(meter, core_s).cpu_s, 8.5);
    check_number(core_s[0], 2.5);
    usage_meter_close(meter);
    scratch_remove(root);
}

/* What a thread ran between two readings goes to the core it is on at the second. */
static void test_estimate_per_core(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v2_files);
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    plant(root, "/proc/4242/task/4242/schedstat", "1400000000 6 8\n");
    assert_true(read_meter(meter, core_s).core_estimated);
    check_number(core_s[0], 0);
    check_number(core_s[1], 0.4);
    usage_meter_close(meter);
    scratch_remove(root);
}

/* No memory cgroup (a Raspberry Pi as delivered), a kernel without memory.peak: unknown, not 0. */
static void test_unknown_is_no_zero(void **state)
{
    (void)state;
    double core_s[CORES];
    char *root = PLANT(v2_files);
    static const char *const missing[] = {"memory.current", "memory.peak", "io.stat"};
    for (size_t i = 0; i < ARRAY_LENGTH(missing); i++) {
        UTIL_FREE char *path =
            util_format("%s/sys/fs/cgroup/system.slice/docker-ab.scope/%s", root, missing[i]);
        assert_int_equal(unlink(path), 0);
    }
    struct usage_meter *meter = usage_meter_open(root, PID, NULL, CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    check_usage(&usage, &(struct expected){7.25, NAN, NAN, NAN, NAN, {0, 0}});
    check_number(usage_meter_used_bytes(meter), 200.0 * (double)sysconf(_SC_PAGESIZE));
    usage_meter_close(meter);
    scratch_remove(root);
}

/* ---- real processes ---- */

static double process_cpu_s(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

static void burn(double cpu_s)
{
    double until_s = process_cpu_s() + cpu_s;
    while (process_cpu_s() < until_s) {
    }
}

/* A child that uses 0.1 s, lets its own child use 0.2 s and end, says so, and waits to be killed.
 */
static pid_t start_family(void)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        burn(0.1);
        pid_t grandchild = fork();
        if (grandchild == 0) {
            burn(0.2);
            _exit(0);
        }
        waitpid(grandchild, NULL, 0);
        _exit(write(ready[1], "", 1) == 1 ? pause() : 1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

/* It shares our cgroup, so its tree is followed; what ended before the meter came counts too. */
static void test_tree_of_processes(void **state)
{
    (void)state;
    double core_s[CORES];
    pid_t child = start_family();
    struct usage_meter *meter = usage_meter_open("", child, NULL, CORES);
    assert_non_null(meter);
    struct usage usage = read_meter(meter, core_s);
    assert_true(usage.cpu_s > 0.28 && usage.cpu_s < 5); /* children are counted in ticks of 10 ms */
    assert_true(usage.mem_bytes > 4096);
    assert_true(isnan(usage.mem_peak_bytes) && usage.core_estimated);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_false(usage_meter_read(meter, &usage));
    usage_meter_close(meter);
}

static void test_no_process(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    assert_null(usage_meter_open("", child, NULL, CORES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_v1),
        cmocka_unit_test(test_v2),
        cmocka_unit_test(test_hybrid),
        cmocka_unit_test(test_named),
        cmocka_unit_test(test_named_by_nobody),
        cmocka_unit_test(test_counters_grow),
        cmocka_unit_test(test_estimate_per_core),
        cmocka_unit_test(test_unknown_is_no_zero),
        cmocka_unit_test(test_tree_of_processes),
        cmocka_unit_test(test_no_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
