/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second process of this program, whose output is read without blocking. */
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

/* A longer line is cut. */
#define JOB_LINE_MAX 65536

struct job_stream {
    int fd;
    char *text; /* the unfinished line */
    size_t length, capacity;
};

struct job {
    pid_t pid;
    struct job_stream output, complaints;
    char *complaint; /* last line of standard error */
    job_line *line;
    job_done *done;
    void *context;
};

static void job_free(struct job *job)
{
    util_close(&job->output.fd);
    util_close(&job->complaints.fd);
    free(job->output.text);
    free(job->complaints.text);
    free(job->complaint);
    free(job);
}

static char **job_arguments(const char *const arguments[])
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

/* The job gets no terminal input, our two pipes for its output, and no blocked signals. */
static int job_spawn(pid_t *pid, const char *const arguments[], int output, int complaints)
{
    UTIL_FREE char **argv = job_arguments(arguments);
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

struct job *job_start(const char *const arguments[], job_line *line, job_done *done, void *context,
                      struct error *error)
{
    int output[2], complaints[2];
    if (pipe2(output, O_CLOEXEC | O_NONBLOCK) != 0) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        return NULL;
    }
    if (pipe2(complaints, O_CLOEXEC | O_NONBLOCK) != 0) {
        error_set(error, EXIT_MACHINE, "cannot make a pipe: %s", strerror(errno));
        util_close(&output[0]);
        util_close(&output[1]);
        return NULL;
    }
    /* Only our ends do not block; the job writes as usual. */
    fcntl(output[1], F_SETFL, 0);
    fcntl(complaints[1], F_SETFL, 0);
    struct job *job = util_alloc(1, sizeof *job);
    *job = (struct job){.output.fd = output[0],
                        .complaints.fd = complaints[0],
                        .complaint = util_strdup(""),
                        .line = line,
                        .done = done,
                        .context = context};
    int failed = job_spawn(&job->pid, arguments, output[1], complaints[1]);
    util_close(&output[1]);
    util_close(&complaints[1]);
    if (failed) {
        error_set(error, EXIT_MACHINE, "cannot start edgetop %s: %s", arguments[0],
                  strerror(failed));
        job_free(job);
        return NULL;
    }
    return job;
}

void job_descriptors(const struct job *job, struct pollfd fds[static 2])
{
    fds[0] = (struct pollfd){.fd = job->output.fd, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = job->complaints.fd, .events = POLLIN};
}

static void job_complain(struct job *job, const char *line)
{
    free(job->complaint);
    job->complaint = util_strdup(line);
    text_make_printable(job->complaint);
}

static void job_hand_over(struct job *job, struct job_stream *stream)
{
    stream->text[stream->length] = '\0';
    if (stream == &job->complaints)
        job_complain(job, stream->text);
    else if (job->line)
        job->line(job->context, stream->text);
    stream->length = 0;
}

static void job_take(struct job *job, struct job_stream *stream, char byte)
{
    if (stream->length + 1 >= stream->capacity) {
        stream->capacity = stream->capacity ? stream->capacity * 2 : 256;
        stream->text = util_realloc(stream->text, stream->capacity, 1);
    }
    if (byte == '\n')
        job_hand_over(job, stream);
    else if (stream->length < JOB_LINE_MAX)
        stream->text[stream->length++] = byte;
}

static void job_read_stream(struct job *job, struct job_stream *stream)
{
    char buffer[4096];
    ssize_t got;
    while (stream->fd >= 0 && (got = read(stream->fd, buffer, sizeof buffer)) != -1) {
        for (ssize_t i = 0; i < got; i++)
            job_take(job, stream, buffer[i]);
        if (got > 0)
            continue;
        util_close(&stream->fd); /* end of file: poll ignores a descriptor of -1 */
        if (stream->length > 0)
            job_hand_over(job, stream);
    }
}

void job_read(struct job *job)
{
    job_read_stream(job, &job->output);
    job_read_stream(job, &job->complaints);
}

bool job_reap(struct job *job)
{
    int status;
    if (waitpid(job->pid, &status, WNOHANG) != job->pid)
        return false;
    job_read(job);
    int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (job->done)
        job->done(job->context, code, job->complaint);
    job_free(job);
    return true;
}

void job_dismiss(struct job *job)
{
    job->line = NULL;
    job->done = NULL;
    kill(job->pid, SIGTERM);
}

void job_stop(struct job *job)
{
    if (!job)
        return;
    kill(job->pid, SIGTERM);
    waitpid(job->pid, NULL, 0);
    job_free(job);
}
