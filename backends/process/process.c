/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that a backend starts itself, from the parent's side. */
#define _GNU_SOURCE
#include "backends/process/process.h"

#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void process_init(struct process *process)
{
    *process = (struct process){.pid_fd = -1, .go = -1, .report = -1};
}

int process_pipe(int *ours, int *theirs, bool we_read)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    *ours = ends[we_read ? 0 : 1];
    *theirs = ends[we_read ? 1 : 0];
    return fcntl(*ours, F_SETFL, O_NONBLOCK);
}

pid_t process_clone(uint64_t namespaces, int *pid_fd)
{
    struct clone_args arguments = {
        .flags = namespaces | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)pid_fd,
        .exit_signal = SIGCHLD,
    };
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

/* ---- start ---- */

/* In the child: closes the parent's ends, so that end of file means that the parent has ended. */
static void begin(struct process *process, void (*become)(const void *context), const void *context)
{
    close(process->go);
    close(process->report);
    become(context);
}

int process_create(struct process *process, struct child *child, uint64_t namespaces,
                   void (*become)(const void *context), const void *context, struct error *error)
{
    int result = process_pipe(&process->go, &child->go_fd, false) ||
                         process_pipe(&process->report, &child->report_fd, true)
                     ? -1
                     : 0;
    pid_t pid = result == 0 ? process_clone(namespaces, &process->pid_fd) : -1;
    if (pid == 0)
        begin(process, become, context);
    if (pid < 0)
        error_set(error, EXIT_MACHINE, "cannot start a process: %s", strerror(errno));
    else
        process->pid = pid;
    child_close(child);
    return pid < 0 ? -1 : 0;
}

/* Waits until the child runs its program, or reports why it cannot. */
static int await_exec(int report_fd, const char *name, struct deadline deadline,
                      struct error *error)
{
    char line[512] = "";
    struct pollfd polled[] = {{.fd = report_fd, .events = POLLIN},
                              {.fd = deadline.cancel_fd, .events = POLLIN}};
    int ready;
    while ((ready = poll(polled, 2, deadline_left_ms(deadline))) < 0 && errno == EINTR) {
    }
    if (ready == 0)
        return error_set(error, EXIT_TRIALS_FAILED, "%s did not start in time", name);
    if (ready < 0 || polled[1].revents)
        return error_set(error, EXIT_CANCELLED, "cancelled");
    ssize_t got = read(report_fd, line, sizeof line - 1);
    return got == 0 ? 0 : error_set(error, EXIT_TRIALS_FAILED, "%s: %s", name, line);
}

int process_go(struct process *process, const char *name, struct deadline deadline,
               struct error *error)
{
    if (write(process->go, "", 1) != 1)
        return error_set(error, EXIT_MACHINE, "%s: %s", name, strerror(errno));
    int result = await_exec(process->report, name, deadline, error);
    util_close(&process->go);
    util_close(&process->report);
    return result;
}

/* ---- end ---- */

void process_reap(struct process *process)
{
    if (!process->exited && waitid(P_PID, (id_t)process->pid, &process->exit, WEXITED) == 0)
        process->exited = true;
}

int process_exit_code(const struct process *process)
{
    bool by_itself = process->exit.si_code == CLD_EXITED;
    return by_itself ? process->exit.si_status : 128 + process->exit.si_status;
}

void process_stop(struct process *process, struct deadline deadline)
{
    if (process->pid <= 0 || process->exited)
        return;
    struct pollfd end = {.fd = process->pid_fd, .events = POLLIN};
    kill(process->pid, SIGKILL);
    if (poll(&end, 1, deadline_left_ms(deadline)) > 0)
        process_reap(process);
}

void process_destroy(struct process *process)
{
    process_stop(process, (struct deadline){.at_s = INFINITY, .cancel_fd = -1});
    util_close(&process->pid_fd);
    util_close(&process->go);
    util_close(&process->report);
}
