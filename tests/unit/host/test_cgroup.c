/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of our own control groups, on this host; skipped where it lets us make none. */
#define _GNU_SOURCE
#include "src/base/util.h"
#include "src/host/cgroup.h"
#include "src/host/cgroup_path.h"
#include "src/host/usage.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_BYTES = 32 << 20 };

struct group {
    struct cgroup *cgroup;
    bool limited;
};

static int set_up(void **state)
{
    static struct group group;
    static int count;
    struct error error = {0};
    UTIL_FREE char *name = util_format("test-%d-%d", getpid(), count++);
    group.cgroup = cgroup_create(name, LIMIT_BYTES, &group.limited, &error);
    *state = &group;
    if (!group.cgroup)
        print_message("%s\n", error.text);
    assert_true(group.cgroup || *error.text);
    return 0;
}

static int tear_down(void **state)
{
    struct group *group = *state;
    cgroup_destroy(group->cgroup);
    return 0;
}

/* Starts a child in the cgroup that runs `act` once it is there. */
static pid_t start_inside(const struct group *group, void (*act)(void))
{
    int go[2];
    char byte;
    assert_int_equal(pipe(go), 0);
    pid_t child = fork();
    if (child == 0) {
        close(go[1]);
        if (read(go[0], &byte, 1) == 0)
            act();
        _exit(0);
    }
    close(go[0]);
    assert_int_equal(cgroup_add(group->cgroup, child), 0);
    close(go[1]);
    return child;
}

static void sleep_long(void)
{
    pause();
}

/* A family: the signal has to reach all of it. */
static void sleep_as_two(void)
{
    fork();
    pause();
}

static void eat_memory(void)
{
    for (size_t eaten = 0; eaten < 4 * (size_t)LIMIT_BYTES; eaten += 1 << 20) {
        char *piece = malloc(1 << 20);
        if (piece)
            memset(piece, 1, 1 << 20);
    }
}

static int wait_for(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_own_and_metered(void **state)
{
    const struct group *group = *state;
    if (!group->cgroup)
        skip();
    double core_s[1];
    struct usage usage = {.core_s = core_s, .cores = 1};
    pid_t child = start_inside(group, sleep_long);
    UTIL_FREE char *v1 = cgroup_path_apart("", child, "cpuacct", NULL);
    UTIL_FREE char *v2 = cgroup_path_apart("", child, "", NULL);
    assert_true(v1 || v2);
    struct usage_meter *meter = usage_meter_open("", child, NULL, 1);
    assert_non_null(meter);
    assert_true(usage_meter_read(meter, &usage));
    assert_true(usage.cpu_s >= 0 && usage.cpu_s < 5);
    if (group->limited)
        assert_true(usage.mem_bytes >= 0 && usage.mem_bytes <= LIMIT_BYTES);
    kill(child, SIGKILL);
    assert_int_equal(WTERMSIG(wait_for(child)), SIGKILL);
    usage_meter_close(meter);
}

/* Destroy kills what is left and removes the folders of all hierarchies. */
static void test_destroy_leaves_nothing(void **state)
{
    struct group *group = *state;
    if (!group->cgroup)
        skip();
    static const char *const controllers[] = {"", "cpuacct", "memory", "blkio"};
    char *folders[ARRAY_LENGTH(controllers)];
    pid_t child = start_inside(group, sleep_as_two);
    for (size_t i = 0; i < ARRAY_LENGTH(controllers); i++)
        folders[i] = cgroup_path_of("", child, controllers[i]);
    signal(SIGCHLD, SIG_IGN); /* no zombie may hold the folders */
    cgroup_destroy(group->cgroup);
    signal(SIGCHLD, SIG_DFL);
    group->cgroup = NULL;
    for (size_t i = 0; i < ARRAY_LENGTH(controllers); i++) {
        if (folders[i] && strstr(folders[i], "/edgetop/test-"))
            assert_int_equal(access(folders[i], F_OK), -1);
        free(folders[i]);
    }
    assert_int_equal(kill(child, 0), -1);
}

static void test_memory_limit(void **state)
{
    const struct group *group = *state;
    if (!group->cgroup || !group->limited)
        skip();
    assert_false(cgroup_out_of_memory(group->cgroup));
    pid_t child = start_inside(group, eat_memory);
    assert_int_equal(WTERMSIG(wait_for(child)), SIGKILL);
    assert_true(cgroup_out_of_memory(group->cgroup));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_own_and_metered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_destroy_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_memory_limit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
