/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edgetop-guest: the parent of a workload in every environment. It starts the workload, reports how
 * it ended, and kills it when the lifeline (standard input) ends, so that nothing outlives the host
 * program. It is PID 1 if there is a PID namespace. */
#define _GNU_SOURCE
#include "src/base/error.h"
#include "workloads/guest/machine.h"
#include "workloads/guest/network.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long the host has, after `done`, to read the final counters. */
static const double FAREWELL_S = 2.0;

enum { EXIT_LIFELINE_LOST = 1, EXIT_CODE_NOT_STARTED = 127 };
enum { REASON_BYTES = 192 }; /* why there is no workload */

struct guest {
    int signals;    /* signalfd */
    pid_t workload; /* leader of its own session and process group */
    bool ended;
    int wait_status;    /* valid once ended */
    size_t end_letters; /* of "end" on the current line of the lifeline; more = another word */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* SIGCHLD and the requests to end are read from a descriptor. The lifeline, not SIGPIPE, shows that
 * the reader of our output is gone. Orphans of the workload become our children. */
static int guest_set_up(struct guest *guest)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (sigprocmask(SIG_BLOCK, &watched, NULL) < 0)
        return -1;
    guest->signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    return guest->signals < 0 ? -1 : 0;
}

/* A descriptor at its end of file: the workload's standard input, as only we read the lifeline. Not
 * /dev/null, which may not be there. */
static int open_empty(void)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    close(ends[1]);
    return ends[0];
}

/* Starts the workload in a new session, with default signals. Returns 0 or an errno value. */
static int guest_start(struct guest *guest, char **command)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
    sigset_t none, ignored;
    int input = open_empty();
    if (input < 0)
        return errno;
    sigemptyset(&none);
    sigemptyset(&ignored);
    sigaddset(&ignored, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &ignored);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    int failure = posix_spawnp(&guest->workload, command[0], &files, &attributes, command, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    close(input);
    return failure;
}

/* Kills all processes of our PID namespace; without one, the workload's process group. */
static void guest_kill_all(const struct guest *guest)
{
    kill(getpid() == 1 ? -1 : -guest->workload, SIGKILL);
}

static void guest_reap(struct guest *guest)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid != guest->workload)
            continue;
        guest->ended = true;
        guest->wait_status = status;
    }
}

/* True if one of the signals that arrived asks us to end. */
static bool guest_read_signals(struct guest *guest)
{
    bool asked_to_end = false;
    struct signalfd_siginfo info;
    while (read(guest->signals, &info, sizeof info) == (ssize_t)sizeof info)
        asked_to_end |= info.ssi_signo != SIGCHLD;
    guest_reap(guest);
    return asked_to_end;
}

/* True if the text completes a line "end": the host sends it on a channel that it cannot close. We
 * ignore all other lines. */
static bool says_end(struct guest *guest, const char *text, size_t length)
{
    static const char word[] = "end";
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n' && guest->end_letters == strlen(word))
            return true;
        if (text[i] == '\n')
            guest->end_letters = 0;
        else if (guest->end_letters < strlen(word) && text[i] == word[guest->end_letters])
            guest->end_letters++;
        else
            guest->end_letters = sizeof word;
    }
    return false;
}

/* True while the host holds the other end. */
static bool lifeline_holds(struct guest *guest, const struct pollfd *lifeline)
{
    if (!lifeline->revents)
        return true;
    char text[256];
    ssize_t length = read(lifeline->fd, text, sizeof text);
    if (length < 0)
        return errno == EINTR || errno == EAGAIN;
    return length > 0 && !says_end(guest, text, (size_t)length);
}

/* Waits for the workload's end if `until_ended`, at most until `deadline_s` (now_s() time, INFINITY
 * for none). Returns false if the lifeline was lost or we were asked to end. */
static bool guest_wait(struct guest *guest, bool until_ended, double deadline_s)
{
    struct pollfd watched[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = guest->signals, .events = POLLIN}};
    while (!(until_ended && guest->ended)) {
        double left_s = deadline_s - now_s();
        if (left_s <= 0)
            return true;
        int count = poll(watched, 2, isinf(left_s) ? -1 : (int)ceil(left_s * 1e3));
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0 && watched[1].revents && guest_read_signals(guest))
            return false;
        if (count > 0 && !lifeline_holds(guest, &watched[0]))
            return false;
    }
    return true;
}

/* Writes one whole line. The workload may have left a line unfinished: a newline ends that first.
 */
static void print_done(int exit_code, const char *reason)
{
    char line[REASON_BYTES + 128];
    int length = reason ? snprintf(line, sizeof line,
                                   "\n{\"t\":%.6f,\"ev\":\"done\",\"ok\":false,\"exit_code\":%d,"
                                   "\"reason\":\"%s\"}\n",
                                   now_s(), exit_code, reason)
                        : snprintf(line, sizeof line,
                                   "\n{\"t\":%.6f,\"ev\":\"done\",\"ok\":true,\"exit_code\":%d}\n",
                                   now_s(), exit_code);
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    for (int sent = 0; sent < length;) {
        /* If nobody reads, we must not wait for ever: we would outlive the host program. */
        if (poll(&output, 1, (int)(FAREWELL_S * 1e3)) == 0)
            return;
        ssize_t count = write(STDOUT_FILENO, line + sent, (size_t)(length - sent));
        if (count < 0 && errno != EINTR)
            return;
        sent += count > 0 ? (int)count : 0;
    }
}

/* The reasons consist of numbers and ASCII texts of libc: nothing in them needs escaping. */
static void guest_report(const struct guest *guest)
{
    char reason[REASON_BYTES];
    if (WIFSIGNALED(guest->wait_status)) {
        int number = WTERMSIG(guest->wait_status);
        snprintf(reason, sizeof reason, "killed by signal %d (%s)", number, strsignal(number));
        print_done(128 + number, reason);
        return;
    }
    int code = WEXITSTATUS(guest->wait_status);
    snprintf(reason, sizeof reason, "exit code %d", code);
    print_done(code, code ? reason : NULL);
}

/* Reports that there is no workload, and gives the host time to read it. */
static void guest_refuse(struct guest *guest, const char *reason)
{
    print_done(EXIT_CODE_NOT_STARTED, reason);
    guest_wait(guest, false, now_s() + FAREWELL_S);
}

static int guest_run(struct guest *guest, char **command)
{
    char reason[REASON_BYTES];
    int failure = guest_start(guest, command);
    if (failure) {
        snprintf(reason, sizeof reason, "the workload's program cannot be started: %s",
                 strerror(failure));
        guest_refuse(guest, reason);
        return EXIT_SUCCESS;
    }
    bool done = guest_wait(guest, true, INFINITY);
    if (done) {
        guest_report(guest);
        guest_wait(guest, false, now_s() + FAREWELL_S);
    }
    guest_kill_all(guest);
    return done ? EXIT_SUCCESS : EXIT_LIFELINE_LOST;
}

/* The setting after --network, if the command begins with it; NULL = there is no network. */
static const char *take_network(char ***command)
{
    char **words = *command;
    if (strcmp(words[0], "--network") != 0 || !words[1] || !words[2])
        return NULL;
    *command = words + 2;
    return words[1];
}

/* Waits for the network; in a virtual machine, makes the inside. */
static bool prepare(const char *network, bool in_machine, char *reason, size_t size)
{
    if (network && !guest_network_await(network, in_machine, reason, size))
        return false;
    return !in_machine || machine_make_inside(reason, size) == 0;
}

int main(int argc, char **argv)
{
    struct guest guest = {0};
    char reason[REASON_BYTES];
    bool in_machine = machine_is_here(argv[0]);
    if (!in_machine && argc < 2) {
        fprintf(stderr, "usage: edgetop-guest [--network SETTING] COMMAND [ARGUMENT...]\n");
        return EXIT_USAGE;
    }
    char **command = in_machine ? machine_begin() : argv + 1;
    const char *network = take_network(&command);
    if (guest_set_up(&guest) < 0) {
        perror("edgetop-guest");
        return EXIT_MACHINE;
    }
    if (!prepare(network, in_machine, reason, sizeof reason)) {
        fprintf(stderr, "edgetop-guest: %s\n", reason);
        guest_refuse(&guest, reason);
        return EXIT_MACHINE;
    }
    return guest_run(&guest, command);
}
