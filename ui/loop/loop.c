/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: sleeps in poll until a key, a signal, output of a job, or the time to read the journal.
 */
#define _GNU_SOURCE
#include "ui/loop/loop.h"

#include "src/base/util.h"
#include "src/journal/lock.h"
#include "ui/draw/term.h"
#include "ui/live/live.h"
#include "ui/loop/frame.h"
#include "ui/loop/help.h"
#include "ui/loop/keys.h"
#include "ui/loop/watch.h"
#include "ui/runs/runs.h"
#include "ui/setup/setup.h"
#include "ui/trials/trials.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

static const struct screen *const screens[] = {&setup_screen, &live_screen, &trials_screen,
                                               &runs_screen, &help_screen};
_Static_assert(ARRAY_LENGTH(screens) <= UI_SCREEN_MAX, "room for the state of every screen");

static const int signals[] = {SIGWINCH, SIGTSTP, SIGCHLD, SIGHUP, SIGTERM, SIGINT, SIGQUIT};

/* ---- jobs ---- */

static void loop_reap(struct ui *ui)
{
    for (size_t i = ui->job_count; i-- > 0;) {
        if (!job_reap(ui->jobs[i]))
            continue;
        ui->jobs[i] = ui->jobs[--ui->job_count];
        ui_changed(ui);
    }
}

/* ---- input ---- */

static void loop_answer(struct ui *ui, int key)
{
    struct prompt asked = ui->prompt;
    ui->prompt.open = false;
    if (key > 0 && key < 128 && strchr(asked.keys, key))
        asked.answer(ui, asked.context, key);
}

static void loop_key(struct ui *ui, int key)
{
    ui->message[0] = '\0';
    ui_changed(ui);
    if (key == KEY_RESIZE)
        return;
    if (key == 'L' - '@')
        clearok(curscr, TRUE);
    else if (ui->prompt.open)
        loop_answer(ui, key);
    else if (!ui->screen->key_pressed || !ui->screen->key_pressed(ui, ui_state(ui), key))
        keys_shared(ui, key);
}

/* At the end of file, a terminal is readable and has nothing to read. */
static bool loop_terminal_gone(short events)
{
    int waiting = 0;
    return (events & (POLLHUP | POLLERR | POLLNVAL)) ||
           ((events & POLLIN) && (ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0));
}

static void loop_input(struct ui *ui, short events)
{
    if (loop_terminal_gone(events)) {
        ui->gone = ui->quit = true;
        return;
    }
    wint_t key;
    while (!ui->quit && get_wch(&key) != ERR)
        loop_key(ui, (int)key);
}

static void loop_signal(struct ui *ui, int fd)
{
    struct signalfd_siginfo signal;
    while (read(fd, &signal, sizeof signal) == (ssize_t)sizeof signal) {
        switch (signal.ssi_signo) {
        case SIGWINCH:
            term_resize();
            ui_changed(ui);
            break;
        case SIGTSTP:
            term_suspend();
            ui_changed(ui);
            break;
        case SIGCHLD:
            loop_reap(ui);
            break;
        case SIGHUP:
            ui->gone = ui->quit = true;
            break;
        default:
            ui_quit(ui);
        }
    }
}

/* ---- the loop ---- */

enum { POLL_INPUT, POLL_OUTPUT, POLL_SIGNAL, POLL_JOBS };

static int loop_wait(struct ui *ui, struct pollfd *fds, nfds_t count)
{
    double left = ui->changed ? 0 : fmax(ui->next_poll_s - util_now_s(), 0);
    struct timespec timeout = {0};
    if (isfinite(left)) {
        timeout.tv_sec = (time_t)left;
        timeout.tv_nsec = (long)((left - floor(left)) * 1e9);
    }
    return ppoll(fds, count, isfinite(left) ? &timeout : NULL, NULL);
}

static void loop_watch(struct ui *ui)
{
    double now = util_now_s(), every = watch_next_s(ui);
    if (now >= ui->next_poll_s) {
        watch_poll(ui);
        every = watch_next_s(ui);
        /* An absolute deadline, unless the loop is late. */
        ui->next_poll_s = fmax(ui->next_poll_s + every, now + every / 2);
    } else if (ui->next_poll_s > now + every) {
        ui->next_poll_s = now + every;
    }
}

static void loop_step(struct ui *ui, int signal_fd)
{
    struct pollfd fds[POLL_JOBS + 2 * UI_JOB_MAX] = {
        [POLL_INPUT] = {.fd = STDIN_FILENO, .events = POLLIN},
        [POLL_OUTPUT] = {.fd = STDOUT_FILENO},
        [POLL_SIGNAL] = {.fd = signal_fd, .events = POLLIN}};
    for (size_t i = 0; i < ui->job_count; i++)
        job_descriptors(ui->jobs[i], &fds[POLL_JOBS + 2 * i]);
    if (loop_wait(ui, fds, POLL_JOBS + 2 * ui->job_count) < 0 && errno != EINTR)
        ui->quit = true;
    for (size_t i = 0; i < ui->job_count; i++)
        if (fds[POLL_JOBS + 2 * i].revents || fds[POLL_JOBS + 2 * i + 1].revents)
            job_read(ui->jobs[i]);
    if (fds[POLL_SIGNAL].revents)
        loop_signal(ui, signal_fd);
    if (fds[POLL_OUTPUT].revents & (POLLHUP | POLLERR))
        ui->gone = ui->quit = true;
    if (fds[POLL_INPUT].revents)
        loop_input(ui, fds[POLL_INPUT].revents);
    loop_watch(ui);
}

static void loop_until_quit(struct ui *ui, int signal_fd)
{
    while (!ui->quit) {
        if (ui->changed) {
            ui->changed = false;
            frame_draw(ui);
            refresh();
            if (ui->screen->settle)
                ui->screen->settle(ui, ui_state(ui));
        }
        loop_step(ui, signal_fd);
    }
}

static int loop_block_signals(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LENGTH(signals); i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, before);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void loop_close(struct ui *ui)
{
    for (size_t i = 0; i < ui->job_count; i++)
        job_stop(ui->jobs[i]);
    for (size_t i = 0; i < ARRAY_LENGTH(screens); i++)
        if (ui->opened[i] && screens[i]->close)
            screens[i]->close(ui->states[i]);
    ui_close_run(ui);
}

/* Shows the run that was named, else the running one, else Setup. */
static void loop_begin(struct ui *ui, const struct ui_options *options)
{
    UTIL_FREE char *running = NULL;
    const char *path = options->run_path;
    if (!path && lock_holder(NULL, &running) && *running)
        path = running;
    if (path) {
        frame_announce("reading the run");
        refresh();
    }
    if (path && ui_open_run(ui, path, options->replay) == 0) {
        ui_show(ui, UI_LIVE);
        if (!options->run_path)
            ui_message(ui, INK_TEXT, "this run is running; press 1 to prepare another one");
    } else {
        ui_show(ui, UI_SETUP);
    }
}

static void loop_say_goodbye(void)
{
    UTIL_FREE char *path = NULL;
    if (lock_holder(NULL, &path))
        printf("The run goes on. Watch it again: edgetop attach   Stop it: edgetop cancel\n");
}

int ui_run(const struct ui_options *options, struct error *error)
{
    sigset_t before;
    UTIL_CLOSE int signal_fd = loop_block_signals(&before);
    if (signal_fd < 0)
        error_set(error, EXIT_MACHINE, "cannot wait for signals: %s", strerror(errno));
    if (signal_fd < 0 || term_start(error) != 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        return -1;
    }
    struct ui *ui = util_alloc(1, sizeof *ui);
    ui->screens = screens;
    ui->screen_count = ARRAY_LENGTH(screens);
    ui->view.env = ui->view.workload = -1;
    loop_begin(ui, options);
    loop_until_quit(ui, signal_fd);
    term_stop();
    if (!ui->gone)
        loop_say_goodbye();
    loop_close(ui);
    free(ui);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return 0;
}
