/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting the engine as a process of its own, and its answer. */
#define _GNU_SOURCE
#include "src/engine/spawn.h"

#include "src/base/file.h"
#include "src/base/util.h"
#include "src/host/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* The program's own path: behind systemd-run, /proc/self/exe would be systemd-run's. */
static char *own_path(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0)
        return util_strdup("edgetop");
    path[length] = '\0';
    return util_strdup(path);
}

/* The user's systemd runs without a login too (cron), but then the variable is not set; after su it
 * names another user's. */
static void name_runtime_dir(void)
{
    const char *set = getenv("XDG_RUNTIME_DIR");
    if (set && access(set, W_OK) == 0)
        return;
    UTIL_FREE char *directory = util_format("/run/user/%u", geteuid());
    setenv("XDG_RUNTIME_DIR", directory, 1);
}

/* A scope with delegated control groups where systemd offers one, so that the engine may make
 * groups below it. */
static void exec_engine(void)
{
    UTIL_FREE char *self = own_path();
    bool root = geteuid() == 0;
    if (cgroup_scope_available()) {
        if (!root)
            name_runtime_dir();
        execl("/usr/bin/systemd-run", "systemd-run", root ? "--system" : "--user", "--scope",
              "--quiet", "--collect", "-p", "Delegate=yes", "--", self, "engine", (char *)NULL);
    }
    execl(self, self, "engine", (char *)NULL);
}

static _Noreturn void become_engine(int input, int output)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    exec_engine();
    struct error error;
    error_set(&error, EXIT_MACHINE, "cannot start the engine: %s", strerror(errno));
    UTIL_FREE char *line = engine_answer_line(NULL, &error);
    file_write_all(STDOUT_FILENO, line, strlen(line));
    _exit(EXIT_MACHINE);
}

/* Reads up to the newline, passing signals on meanwhile; false when the engine ended first. */
static bool read_answer(int fd, int cancel_fd, pid_t engine, char *text, size_t size)
{
    struct pollfd watched[] = {{.fd = fd, .events = POLLIN}, {.fd = cancel_fd, .events = POLLIN}};
    size_t used = 0;
    while (used < size - 1) {
        if (poll(watched, 2, -1) < 0 && errno != EINTR)
            return false;
        struct signalfd_siginfo signal;
        if (watched[1].revents && read(cancel_fd, &signal, sizeof signal) > 0)
            kill(engine, SIGINT);
        if (!watched[0].revents)
            continue;
        ssize_t got = read(fd, text + used, size - 1 - used);
        if (got <= 0)
            return false;
        used += (size_t)got;
        text[used] = '\0';
        if (text[used - 1] == '\n')
            return true;
    }
    return false;
}

static char *talk(pid_t engine, int input, int output, const struct engine_request *request,
                  int cancel_fd, struct error *error)
{
    char text[PATH_MAX + 1024] = "";
    UTIL_FREE char *line = engine_request_line(request);
    file_write_all(input, line, strlen(line)); /* where this fails, the answer says why */
    close(input);
    bool answered = read_answer(output, cancel_fd, engine, text, sizeof text);
    char *run = engine_answer_read(answered ? text : "", error);
    if (!run)
        waitpid(engine, NULL, 0);
    return run;
}

char *engine_spawn(const struct engine_request *request, int cancel_fd, struct error *error)
{
    int input[2] = {-1, -1}, output[2];
    if (pipe2(input, O_CLOEXEC) || pipe2(output, O_CLOEXEC)) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        util_close(&input[0]);
        util_close(&input[1]);
        return NULL;
    }
    pid_t engine = fork();
    if (engine == 0)
        become_engine(input[0], output[1]);
    close(input[0]);
    close(output[1]);
    char *run = NULL;
    if (engine < 0) {
        error_set(error, EXIT_MACHINE, "cannot start a process: %s", strerror(errno));
        close(input[1]);
    } else
        run = talk(engine, input[1], output[0], request, cancel_fd, error);
    close(output[0]);
    return run;
}
