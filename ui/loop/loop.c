/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: sleeps in poll until a key, a signal, a job or the next look at the journal. */
#define _GNU_SOURCE
#include "ui/state.h"

#include "src/base/util.h"
#include "src/journal/lock.h"
#include "ui/draw/term.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

static const struct screen *const screens[] = {&setup_screen, &live_screen, &trials_screen,
                                               &runs_screen, &help_screen};
_Static_assert(ARRAY_LENGTH(screens) <= UI_SCREEN_MAX, "room for the state of every screen");

static const int signals[] = {SIGWINCH, SIGTSTP, SIGCHLD, SIGHUP, SIGTERM, SIGINT, SIGQUIT};

/* ---- screens ---- */

const struct screen *const *ui_screens(size_t *count)
{
    *count = ARRAY_LENGTH(screens);
    return screens;
}

static size_t app_index(const struct screen *screen)
{
    size_t i = 0;
    while (i + 1 < ARRAY_LENGTH(screens) && screens[i] != screen)
        i++;
    return i;
}

void *app_state(struct ui *ui)
{
    size_t i = app_index(ui->screen);
    if (!ui->opened[i] && screens[i]->open)
        ui->states[i] = screens[i]->open(ui);
    ui->opened[i] = true;
    return ui->states[i];
}

void ui_show(struct ui *ui, const struct screen *screen)
{
    if (screen != ui->screen) {
        if (ui->screen && ui->screen->left)
            ui->screen->left(ui, app_state(ui));
        ui->previous = ui->screen;
    }
    ui->screen = screen;
    void *state = app_state(ui);
    if (screen->shown)
        screen->shown(ui, state);
    ui_changed(ui);
}

const struct screen *ui_previous(struct ui *ui)
{
    return ui->previous ? ui->previous : &live_screen;
}

void ui_quit(struct ui *ui)
{
    ui->quit = true;
}

void ui_changed(struct ui *ui)
{
    ui->changed = true;
}

/* ---- jobs ---- */

struct job *ui_start_job(struct ui *ui, const char *const arguments[], job_line *line,
                         job_done *done, void *context)
{
    struct error error = {.text = "too many jobs"};
    struct job *job =
        ui->job_count < UI_JOB_MAX ? job_start(arguments, line, done, context, &error) : NULL;
    if (job)
        ui->jobs[ui->job_count++] = job;
    else
        ui_message(ui, INK_BAD, "%s", error.text);
    return job;
}

static void app_reap(struct ui *ui)
{
    for (size_t i = ui->job_count; i-- > 0;) {
        if (!job_reap(ui->jobs[i]))
            continue;
        ui->jobs[i] = ui->jobs[--ui->job_count];
        ui_changed(ui);
    }
}

/* ---- input ---- */

static void app_key(struct ui *ui, int key)
{
    ui->message[0] = '\0';
    ui_changed(ui);
    if (key == KEY_RESIZE)
        return;
    if (key == 'L' - '@')
        clearok(curscr, TRUE);
    else if (ui->prompt.open)
        prompt_key(ui, key);
    else if (!ui->screen->key_pressed || !ui->screen->key_pressed(ui, app_state(ui), key))
        keys_shared(ui, key);
}

/* The end of file of a terminal is a readable descriptor with nothing to read. */
static bool app_terminal_gone(short events)
{
    int waiting = 0;
    return (events & (POLLHUP | POLLERR | POLLNVAL)) ||
           ((events & POLLIN) && (ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0));
}

static void app_input(struct ui *ui, short events)
{
    if (app_terminal_gone(events)) {
        ui->gone = ui->quit = true;
        return;
    }
    wint_t key;
    while (!ui->quit && get_wch(&key) != ERR)
        app_key(ui, (int)key);
}

static void app_signal(struct ui *ui, int fd)
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
            app_reap(ui);
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

static int app_wait(struct ui *ui, struct pollfd *fds, nfds_t count)
{
    double left = ui->changed ? 0 : fmax(ui->next_poll_s - util_now_s(), 0);
    struct timespec timeout = {0};
    if (isfinite(left)) {
        timeout.tv_sec = (time_t)left;
        timeout.tv_nsec = (long)((left - floor(left)) * 1e9);
    }
    return ppoll(fds, count, isfinite(left) ? &timeout : NULL, NULL);
}

static void app_watch(struct ui *ui)
{
    double now = util_now_s(), every = watch_next_s(ui);
    if (now >= ui->next_poll_s) {
        watch_poll(ui);
        every = watch_next_s(ui);
        /* An absolute deadline, unless we fell behind. */
        ui->next_poll_s = fmax(ui->next_poll_s + every, now + every / 2);
    } else if (ui->next_poll_s > now + every) {
        ui->next_poll_s = now + every;
    }
}

static void app_step(struct ui *ui, int signal_fd)
{
    struct pollfd fds[POLL_JOBS + 2 * UI_JOB_MAX] = {
        [POLL_INPUT] = {.fd = STDIN_FILENO, .events = POLLIN},
        [POLL_OUTPUT] = {.fd = STDOUT_FILENO},
        [POLL_SIGNAL] = {.fd = signal_fd, .events = POLLIN}};
    for (size_t i = 0; i < ui->job_count; i++)
        job_descriptors(ui->jobs[i], &fds[POLL_JOBS + 2 * i]);
    if (app_wait(ui, fds, POLL_JOBS + 2 * ui->job_count) < 0 && errno != EINTR)
        ui->quit = true;
    for (size_t i = 0; i < ui->job_count; i++)
        if (fds[POLL_JOBS + 2 * i].revents || fds[POLL_JOBS + 2 * i + 1].revents)
            job_read(ui->jobs[i]);
    if (fds[POLL_SIGNAL].revents)
        app_signal(ui, signal_fd);
    if (fds[POLL_OUTPUT].revents & (POLLHUP | POLLERR))
        ui->gone = ui->quit = true;
    if (fds[POLL_INPUT].revents)
        app_input(ui, fds[POLL_INPUT].revents);
    app_watch(ui);
}

static void app_loop(struct ui *ui, int signal_fd)
{
    while (!ui->quit) {
        if (ui->changed) {
            ui->changed = false;
            frame_draw(ui);
            refresh();
            if (ui->screen->settle)
                ui->screen->settle(ui, app_state(ui));
        }
        app_step(ui, signal_fd);
    }
}

static int app_block_signals(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LENGTH(signals); i++)
        sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, before);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void app_close(struct ui *ui)
{
    for (size_t i = 0; i < ui->job_count; i++)
        job_stop(ui->jobs[i]);
    for (size_t i = 0; i < ARRAY_LENGTH(screens); i++)
        if (ui->opened[i] && screens[i]->close)
            screens[i]->close(ui->states[i]);
    watch_close(ui);
}

/* The run given, else the one that runs, else Setup. */
static void app_begin(struct ui *ui, const struct ui_options *options)
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
        ui_show(ui, &live_screen);
        if (!options->run_path)
            ui_message(ui, INK_TEXT, "this run is running; 1 prepares another one");
    } else {
        ui_show(ui, &setup_screen);
    }
}

static void app_say_goodbye(void)
{
    UTIL_FREE char *path = NULL;
    if (lock_holder(NULL, &path))
        printf("The run goes on. Watch it again: edgetop attach   Stop it: edgetop cancel\n");
}

int ui_run(const struct ui_options *options, struct error *error)
{
    sigset_t before;
    UTIL_CLOSE int signal_fd = app_block_signals(&before);
    if (term_start(error) != 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        return -1;
    }
    struct ui *ui = util_alloc(1, sizeof *ui);
    ui->view.env = ui->view.workload = -1;
    app_begin(ui, options);
    app_loop(ui, signal_fd);
    term_stop();
    if (!ui->gone)
        app_say_goodbye();
    app_close(ui);
    free(ui);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return 0;
}
