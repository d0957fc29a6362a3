/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every process that a backend starts itself does between clone and exec. */
#define _GNU_SOURCE
#include "backends/process/child.h"

#include "src/base/file.h"
#include "src/base/util.h"
#include "workloads/guest/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void child_init(struct child *child, char *const *argv, const int *cpus, size_t cpu_count)
{
    *child = (struct child){.argv = argv, .stdio = {-1, -1, -1}, .go_fd = -1, .report_fd = -1};
    for (size_t i = 0; i < cpu_count; i++)
        CPU_SET((size_t)cpus[i], &child->cpus);
}

void child_close(struct child *child)
{
    for (size_t i = 0; i < ARRAY_LENGTH(child->stdio); i++)
        util_close(&child->stdio[i]);
    util_close(&child->go_fd);
    util_close(&child->report_fd);
}

/* ---- in the child: system calls only ---- */

/* strerror() may take a lock that another thread of the parent held. */
void child_fail(const struct child *child, const char *what, const char *detail)
{
    char line[512];
    int length =
        snprintf(line, sizeof line, "cannot %s %s: %s", what, detail, strerrordesc_np(errno));
    size_t bytes = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    _exit(file_write_all(child->report_fd, line, bytes) == 0 ? 126 : 127);
}

static int write_file(const char *path, const char *text)
{
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : file_write_all(fd, text, strlen(text));
}

/* Resets what the child inherited from the engine's surroundings. */
static void reset_inheritance(void)
{
    static const unsigned long default_action[8]; /* the kernel's structure; SIG_DFL is 0 */
    sigset_t none;
    /* Not sigaction(3), which refuses two signals. */
    for (int number = 1; number < NSIG; number++)
        syscall(SYS_rt_sigaction, number, default_action, NULL, (NSIG - 1) / 8);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* Not setgroups(3), which signals all threads; there are none here. In the user namespace of an
     * ordinary user this fails and the groups stay, which does no harm. */
    syscall(SYS_setgroups, 0, NULL);
    setpriority(PRIO_PROCESS, 0, 0); /* only root can lower a nice value */
    umask(022);
    write_file("/proc/self/oom_score_adj", "0"); /* lowering an inherited value needs privileges */
}

void child_begin(const struct child *child)
{
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    if (read(child->go_fd, &byte, 1) != 1)
        child_fail(child, "wait for", "the engine");
    reset_inheritance();
}

static void set_stdio(const struct child *child)
{
    for (int fd = 0; fd < 3; fd++)
        if (dup2(child->stdio[fd], fd) < 0)
            child_fail(child, "set", "standard descriptors");
    fcntl(child->report_fd, F_SETFD, FD_CLOEXEC);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}

void child_settle(const struct child *child)
{
    if (CPU_COUNT(&child->cpus) > 0 && sched_setaffinity(0, sizeof child->cpus, &child->cpus) != 0)
        child_fail(child, "set", "the cores");
    set_stdio(child);
}

void child_exec(const struct child *child)
{
    static char *const environment[] = {INSIDE_VARIABLES, NULL};
    execve(child->argv[0], child->argv, environment);
    child_fail(child, "start", child->argv[0]);
}

void child_become(const void *child)
{
    child_begin(child);
    child_settle(child);
    child_exec(child);
}
