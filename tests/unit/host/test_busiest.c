/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the busiest process: of made-up readings, and of this machine's processes. */
#include "src/base/util.h"
#include "src/host/busiest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cmocka.h>

/* Pids that no kernel gives. */
enum { PID = 1 << 23, OTHER_PID };

/* The busiest between two readings, 0 where none is. */
static pid_t busiest_pid(const struct host_process *before, size_t before_count,
                         const struct host_process *after, size_t after_count, double *busy_cores)
{
    struct host_process items[2][4];
    memcpy(items[0], before, before_count * sizeof *before);
    memcpy(items[1], after, after_count * sizeof *after);
    struct host_processes first = {items[0], before_count, 4}, second = {items[1], after_count, 4};
    const struct host_process *busiest = host_busiest_between(&first, &second, 2, busy_cores);
    return busiest ? busiest->pid : 0;
}

#define BUSIEST_PID(before, after, busy_cores)                                                     \
    busiest_pid(before, ARRAY_LENGTH(before), after, ARRAY_LENGTH(after), busy_cores)

static double s_of(unsigned long long ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static void check_number(double actual, double expected)
{
    assert_true(fabs(actual - expected) < 1e-9);
}

static void test_the_one_that_ran_most(void **state)
{
    (void)state;
    const struct host_process before[] = {{PID, 7, 1000000, 10, "long"},
                                          {OTHER_PID, 8, 500, 10.25, "busy"}};
    const struct host_process after[] = {{PID, 7, 1000001, 11, "long"},
                                         {OTHER_PID, 8, 530, 11.25, "busy"}};
    double cores;
    assert_int_equal(BUSIEST_PID(before, after, &cores), OTHER_PID);
    check_number(cores, s_of(30)); /* in the second between its own readings */
}

static void test_a_new_process(void **state)
{
    (void)state;
    const struct host_process before[] = {{PID, 7, 1000, 10, "old"}};
    const struct host_process after[] = {{PID, 7, 1010, 12, "old"},
                                         {OTHER_PID, 900, 60, 12, "new"}};
    double cores;
    assert_int_equal(BUSIEST_PID(before, after, &cores), OTHER_PID);
    check_number(cores, s_of(30));
}

/* The kernel gave the pid of a process that ended to a new one, which has used less. */
static void test_a_pid_used_again(void **state)
{
    (void)state;
    const struct host_process before[] = {{PID, 7, 1000, 10, "old"}};
    const struct host_process after[] = {{PID, 900, 20, 11, "new"}};
    double cores;
    assert_int_equal(BUSIEST_PID(before, after, &cores), PID);
    check_number(cores, s_of(20));
}

static void test_no_more_than_there_is(void **state)
{
    (void)state;
    const struct host_process before[] = {{PID, 7, 0, 10, "two threads"}};
    struct host_process after[] = {{PID, 7, 0, 11, "two threads"}};
    double cores;
    after[0].cpu_ticks = 2 * (unsigned long long)sysconf(_SC_CLK_TCK) + 1;
    assert_int_equal(BUSIEST_PID(before, after, &cores), PID);
    check_number(cores, 2);
}

static void test_neither_idle_ones_nor_this_one(void **state)
{
    (void)state;
    const struct host_process before[] = {{PID, 7, 5, 10, "idle"}, {getpid(), 7, 5, 10, "this"}};
    const struct host_process after[] = {{PID, 7, 5, 11, "idle"}, {getpid(), 7, 50, 11, "this"}};
    double cores;
    assert_int_equal(BUSIEST_PID(before, after, &cores), 0);
    struct host_processes none = {0};
    assert_null(host_busiest_between(&none, &none, 2, &cores));
}

static const struct host_process *find(const struct host_processes *all, pid_t pid)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].pid == pid)
            return &all->items[i];
    return NULL;
}

/* This process is one of them, by its name and with its CPU time. */
static void test_reading(void **state)
{
    (void)state;
    assert_int_equal(prctl(PR_SET_NAME, "a (b) \x1b[c"), 0);
    struct host_processes before = host_processes_read();
    const struct host_process *then = find(&before, getpid());
    assert_non_null(then);
    assert_null(strchr(then->name, '\x1b'));
    assert_non_null(strstr(then->name, "a (b) "));
    unsigned long long used_ticks = 0;
    while (used_ticks == 0) {
        struct host_processes after = host_processes_read();
        const struct host_process *now = find(&after, getpid());
        assert_non_null(now);
        assert_true(now->start_ticks == then->start_ticks && now->read_s >= then->read_s);
        used_ticks = now->cpu_ticks - then->cpu_ticks;
        host_processes_free(&after);
    }
    host_processes_free(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_one_that_ran_most),
        cmocka_unit_test(test_a_new_process),
        cmocka_unit_test(test_a_pid_used_again),
        cmocka_unit_test(test_no_more_than_there_is),
        cmocka_unit_test(test_neither_idle_ones_nor_this_one),
        cmocka_unit_test(test_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
