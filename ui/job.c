/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This program started once more as a child, its answer read without waiting. */
#define _GNU_SOURCE
#include "ui/job.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A line longer than this is cut: it is shown to a person. */
#define CHILD_LINE_MAX 65536

struct child_stream {
    int fd;
    char *text; /* the unfinished line */
    size_t length, capacity;
};

struct child {
    pid_t pid;
    struct child_stream output, complaints;
    char *complaint; /* last line of standard error */
    child_line *line;
    child_done *done;
    void *context;
};

static void child_free(struct child *child)
{
    util_close(&child->output.fd);
    util_close(&child->complaints.fd);
    free(child->output.text);
    free(child->complaints.text);
    free(child->complaint);
    free(child);
}

static char **child_arguments(const char *const arguments[])
{
    size_t count = 0;
    while (arguments[count])
        count++;
    char **argv = util_alloc(count + 2, sizeof *argv);
    argv[0] = (char *)"edgetop";
    for (size_t i = 0; i < count; i++)
        argv[i + 1] = (char *)arguments[i];
    return argv;
}

/* The child gets no terminal input, our two pipes, and no blocked signals. */
static int child_spawn(pid_t *pid, const char *const arguments[], int output, int complaints)
{
    UTIL_FREE char **argv = child_arguments(arguments);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawn(pid, "/proc/self/exe", &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

struct child *child_start(const char *const arguments[], child_line *line, child_done *done,
                          void *context, struct error *error)
{
    int output[2], complaints[2];
    if (pipe2(output, O_CLOEXEC | O_NONBLOCK) != 0) {
        error_set(error, EXIT_USAGE, "cannot make a pipe: %s", strerror(errno));
        return NULL;
    }
    if (pipe2(complaints, O_CLOEXEC | O_NONBLOCK) != 0) {
        error_set(error, EXIT_USAGE, "cannot make a pipe: %s", strerror(errno));
        util_close(&output[0]);
        util_close(&output[1]);
        return NULL;
    }
    /* Only our ends are non-blocking: the child writes as usual. */
    fcntl(output[1], F_SETFL, 0);
    fcntl(complaints[1], F_SETFL, 0);
    struct child *child = util_alloc(1, sizeof *child);
    *child = (struct child){.output.fd = output[0],
                            .complaints.fd = complaints[0],
                            .complaint = util_strdup(""),
                            .line = line,
                            .done = done,
                            .context = context};
    int failed = child_spawn(&child->pid, arguments, output[1], complaints[1]);
    util_close(&output[1]);
    util_close(&complaints[1]);
    if (failed) {
        error_set(error, EXIT_USAGE, "cannot start edgetop %s: %s", arguments[0], strerror(failed));
        child_free(child);
        return NULL;
    }
    return child;
}

void child_descriptors(const struct child *child, struct pollfd fds[static 2])
{
    fds[0] = (struct pollfd){.fd = child->output.fd, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = child->complaints.fd, .events = POLLIN};
}

static void child_complain(struct child *child, const char *line)
{
    free(child->complaint);
    child->complaint = util_strdup(line);
    text_make_printable(child->complaint);
}

static void child_hand_over(struct child *child, struct child_stream *stream)
{
    stream->text[stream->length] = '\0';
    if (stream == &child->complaints)
        child_complain(child, stream->text);
    else if (child->line)
        child->line(child->context, stream->text);
    stream->length = 0;
}

static void child_take(struct child *child, struct child_stream *stream, char byte)
{
    if (stream->length + 1 >= stream->capacity) {
        stream->capacity = stream->capacity ? stream->capacity * 2 : 256;
        stream->text = util_realloc(stream->text, stream->capacity, 1);
    }
    if (byte == '\n')
        child_hand_over(child, stream);
    else if (stream->length < CHILD_LINE_MAX)
        stream->text[stream->length++] = byte;
}

static void child_read_stream(struct child *child, struct child_stream *stream)
{
    char buffer[4096];
    ssize_t got;
    while (stream->fd >= 0 && (got = read(stream->fd, buffer, sizeof buffer)) != -1) {
        for (ssize_t i = 0; i < got; i++)
            child_take(child, stream, buffer[i]);
        if (got > 0)
            continue;
        util_close(&stream->fd); /* end of file: poll ignores a descriptor of -1 */
        if (stream->length > 0)
            child_hand_over(child, stream);
    }
}

void child_read(struct child *child)
{
    child_read_stream(child, &child->output);
    child_read_stream(child, &child->complaints);
}

bool child_reap(struct child *child)
{
    int status;
    if (waitpid(child->pid, &status, WNOHANG) != child->pid)
        return false;
    child_read(child);
    int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (child->done)
        child->done(child->context, code, child->complaint);
    child_free(child);
    return true;
}

void child_dismiss(struct child *child)
{
    child->line = NULL;
    child->done = NULL;
    kill(child->pid, SIGTERM);
}

void child_stop(struct child *child)
{
    if (!child)
        return;
    kill(child->pid, SIGTERM);
    waitpid(child->pid, NULL, 0);
    child_free(child);
}
