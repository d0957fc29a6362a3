/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following a run without the user interface. */
#include "src/commands/follow.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/report.h"
#include "src/commands/status_line.h"
#include "src/figures/figures.h"
#include "src/journal/lock.h"
#include "src/model/runs.h"
#include "src/report/number.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { POLL_MS = 200, DRAW_EVERY_S = 1 };

struct follow {
    struct runs_view view;
    enum status *slots; /* status of each slot of the schedule; STATUS_RUNNING = not done */
    size_t slot_count;
    size_t next_trial, next_note; /* the first that is not yet printed */
    bool tty, cancelling;
    int shown;          /* columns of the status line on the terminal */
    char *status;       /* its text; NULL = it must be drawn again */
    double next_draw_s; /* of util_now_s(): means are not computed more often than once a second */
};

/* ---- the status line ---- */

static int terminal_width(void)
{
    struct winsize size = {0};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

/* Of UTF-8 text. */
static int columns_of(const char *text)
{
    int columns = 0;
    for (; *text; text++)
        columns += (*text & 0xc0) != 0x80;
    return columns;
}

/* Overwrites the status line with a text that fits, and the rest of a longer one with blanks.
 * Prints nothing when the text is the same. */
static void show_status(struct follow *follow, const char *text)
{
    if (follow->status && strcmp(follow->status, text) == 0)
        return;
    free(follow->status);
    follow->status = util_strdup(text);
    int columns = columns_of(text), width = terminal_width() - 1;
    int shown = follow->shown < width ? follow->shown : width;
    printf("\r%s%*s%s", text, shown > columns ? shown - columns : 0, "", *text ? "" : "\r");
    fflush(stdout);
    follow->shown = columns;
}

/* Before a line that stays. */
static void clear_status(struct follow *follow)
{
    if (follow->tty)
        show_status(follow, "");
    follow->next_draw_s = 0;
}

static size_t settled(const struct follow *follow)
{
    size_t count = 0;
    for (size_t i = 0; i < follow->slot_count; i++)
        count += follow->slots[i] != STATUS_RUNNING && follow->slots[i] != STATUS_CANCELLED;
    return count;
}

static void draw(struct follow *follow)
{
    if (!follow->tty || util_now_s() < follow->next_draw_s)
        return;
    follow->next_draw_s = util_now_s() + DRAW_EVERY_S;
    struct status_progress progress = {settled(follow), follow->slot_count, follow->cancelling};
    UTIL_FREE char *text = status_line(follow->view.model, progress, terminal_width() - 1);
    show_status(follow, text);
}

/* ---- lines that are printed once ---- */

/* ", tainted: busy, hot", each cause once; or "". */
static char *taints_of(const struct model *model, int trial)
{
    UTIL_FREE char *causes = NULL;
    for (size_t i = model->trials[trial].taint_begin; i < model->trials[trial].taint_end; i++)
        if (model->taints[i].trial == trial && model_taint_is_first(model, i))
            text_append(&causes, ", ", model->taints[i].cause);
    return causes ? util_format(", tainted: %s", causes) : util_strdup("");
}

static char *value_of(const struct model *model, const struct model_trial *trial)
{
    double value = figures_trial_value(model, trial, MEASURE_TRIAL);
    if (trial->status != STATUS_OK || isnan(value))
        return util_strdup("");
    UTIL_FREE char *number =
        number_text(value, measure_unit(&model->workloads[trial->workload], MEASURE_TRIAL));
    return util_format(", %s", number);
}

static void print_trial(struct follow *follow, const struct model_trial *trial)
{
    const struct model *model = follow->view.model;
    if (follow->tty && trial->status == STATUS_OK)
        return;
    UTIL_FREE char *taints = taints_of(model, (int)(trial - model->trials));
    UTIL_FREE char *value = value_of(model, trial);
    UTIL_FREE char *round =
        trial->warmup ? util_strdup("warm-up") : util_format("round %d", trial->round);
    clear_status(follow);
    printf("[%zu/%zu] trial %d %s %s %s: %s%s%s%s%s\n", settled(follow), follow->slot_count,
           trial->number, model->envs[trial->env].label, model->workloads[trial->workload].name,
           round, status_name(trial->status), value, trial->reason ? ": " : "",
           trial->reason ? trial->reason : "", taints);
    fflush(stdout);
}

static bool is_of_this_session(const struct model *model, double t)
{
    return model->session_count > 0 && t >= model->sessions[model->session_count - 1].t;
}

/* The first event of the journal says how many slots the schedule has. */
static void size_slots(struct follow *follow)
{
    int count = follow->view.model->plan.slots;
    if (follow->slots || count <= 0)
        return;
    follow->slot_count = (size_t)count;
    follow->slots = util_alloc(follow->slot_count, sizeof *follow->slots);
}

static void print_trials(struct follow *follow)
{
    const struct model *model = follow->view.model;
    for (; follow->next_trial < model->trial_count; follow->next_trial++) {
        const struct model_trial *trial = &model->trials[follow->next_trial];
        if (isnan(trial->end_t) && follow->next_trial + 1 == model->trial_count)
            return; /* this one is running */
        if (trial->slot >= 0 && (size_t)trial->slot < follow->slot_count)
            follow->slots[trial->slot] = trial->status;
        if (is_of_this_session(model, trial->t) && trial->env >= 0 && trial->workload >= 0)
            print_trial(follow, trial);
    }
}

static void print_notes(struct follow *follow)
{
    const struct model *model = follow->view.model;
    for (; follow->next_note < model->note_count; follow->next_note++) {
        const struct model_note *note = &model->notes[follow->next_note];
        if (!note->text || !is_of_this_session(model, note->t))
            continue;
        clear_status(follow);
        printf("%s: %s\n", note->level ? note->level : "note", note->text);
        fflush(stdout);
    }
}

/* ---- the end ---- */

static int count_failed(const struct follow *follow)
{
    int failed = 0;
    for (size_t i = 0; i < follow->slot_count; i++)
        failed += follow->slots[i] == STATUS_FAILED || follow->slots[i] == STATUS_TIMEOUT;
    return failed;
}

static void print_answer(const struct follow *follow)
{
    putchar('\n');
    report_command_answer(&follow->view);
    putchar('\n');
}

static int sum_up(struct follow *follow)
{
    const char *name = strrchr(follow->view.path, '/') + 1;
    const char *reason = isnan(follow->view.model->end_t) ? NULL : follow->view.model->end_reason;
    int failed = count_failed(follow);
    clear_status(follow);
    printf("%s: %zu of %zu trials have a result, %d failed\n", name, settled(follow),
           follow->slot_count, failed);
    if (follow->view.model->trial_count > 0)
        print_answer(follow);
    if (end_is_complete(reason)) {
        printf("to read every figure: edgetop report %s\n", name);
        return failed > 0 ? EXIT_TRIALS_FAILED : EXIT_ALL_OK;
    }
    printf("%s; to resume it: edgetop run --resume %s\n",
           reason ? reason
                  : "the engine ended without giving a reason (killed, or the disk is full)",
           name);
    bool asked =
        reason && (strcmp(reason, "cancelled") == 0 || strcmp(reason, "stopped after trial") == 0);
    return asked ? EXIT_CANCELLED : EXIT_MACHINE;
}

/* Of a run with `--until`: whether it has come so far. */
static void print_precision(struct follow *follow)
{
    const struct model *model = follow->view.model;
    if (!figures_has_rule(model))
        return;
    UTIL_FREE char *rule = figures_rule_text(model);
    UTIL_FREE char *precision = figures_precision_text(model, INFINITY);
    clear_status(follow);
    printf("%s: %s\n", rule, precision);
}

/* ---- the loop ---- */

static void ask_to_cancel(struct follow *follow, int cancel_fd)
{
    struct signalfd_siginfo signal;
    pid_t pid;
    if (read(cancel_fd, &signal, sizeof signal) <= 0 || !follow->view.alive ||
        !lock_holder(&pid, NULL))
        return;
    kill(pid, SIGINT);
    follow->cancelling = true;
}

int follow_run(const char *path, int cancel_fd, struct error *error)
{
    struct follow follow = {.tty = isatty(STDOUT_FILENO)};
    if (runs_open(&follow.view, path, error))
        return -1;
    struct pollfd cancel = {.fd = cancel_fd, .events = POLLIN};
    do {
        if (poll(&cancel, 1, POLL_MS) > 0)
            ask_to_cancel(&follow, cancel_fd);
        runs_poll(&follow.view);
        size_slots(&follow);
        print_trials(&follow);
        print_notes(&follow);
        draw(&follow);
    } while (follow.view.alive);
    print_precision(&follow);
    int code = sum_up(&follow);
    runs_close(&follow.view);
    free(follow.status);
    free(follow.slots);
    return code;
}
