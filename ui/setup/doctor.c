/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setup's check of the machine by `edgetop doctor --events`. Ticks outlive it. */
#include "ui/setup/state.h"

#include "src/base/util.h"
#include "src/journal/lock.h"
#include "ui/setup/choice.h"

#include <stdlib.h>
#include <string.h>

static void picks_add(struct picks *picks, const char *name, bool ticked)
{
    if (picks_find(picks, name))
        return;
    UTIL_GROW(picks->items, picks->count, picks->capacity);
    picks->items[picks->count++] = (struct pick){.name = util_strdup(name), .ticked = ticked};
}

/* New environments and workloads get default ticks: the two environments that need least, and the
 * workload that the study measures most. */
static void setup_add_picks(struct setup *setup)
{
    const struct model *model = setup->findings->model;
    for (size_t i = 0; i < model->env_count; i++) {
        const char *name = model->envs[i].name;
        picks_add(&setup->envs, name, strcmp(name, "native") == 0 || strcmp(name, "docker") == 0);
    }
    for (size_t i = 0; i < model->workload_count; i++) {
        const char *name = model->workloads[i].name;
        bool ticked = strcmp(name, "traffic-light") == 0;
        if (ticked && !picks_find(&setup->workloads, name))
            setup->cursor[SETUP_WORKLOADS] = i; /* keeps it in sight in a short list */
        picks_add(&setup->workloads, name, ticked);
    }
}

/* A run that is just starting has no folder yet. */
static void setup_find_running(struct setup *setup)
{
    char *running = NULL;
    if (lock_holder(NULL, &running) && !*running) {
        free(running);
        running = NULL;
    }
    free(setup->running);
    setup->running = running;
    if (!running && setup->panel == SETUP_RUNNING)
        setup->panel = SETUP_ENVS;
}

static void setup_keep_cursors_inside(struct setup *setup)
{
    for (int panel = 0; panel < SETUP_PANELS; panel++) {
        size_t count = setup_count(setup, (enum setup_panel)panel);
        if (setup->cursor[panel] >= count)
            setup->cursor[panel] = count > 0 ? count - 1 : 0;
    }
}

static void setup_line(void *context, const char *line)
{
    struct setup *setup = context;
    if (setup->stale) {
        findings_free(setup->findings);
        setup->findings = findings_new();
        setup->stale = false;
    }
    findings_fold(setup->findings, line);
    setup_add_picks(setup);
    setup_find_running(setup);
    setup_keep_cursors_inside(setup);
    setup->explained &= setup_can_explain(setup);
    ui_changed(setup->ui);
}

static void setup_doctor_ended(void *context, int exit_code, const char *complaint)
{
    struct setup *setup = context;
    setup->doctor = NULL;
    if (exit_code != 0)
        ui_message(setup->ui, INK_BAD, "%s (r checks again)",
                   *complaint ? complaint : "edgetop doctor ended early");
}

void setup_stop_probe(struct setup *setup)
{
    if (setup->doctor)
        job_dismiss(setup->doctor);
    setup->doctor = NULL;
    setup->doctor_due = false;
}

void setup_probe(struct setup *setup)
{
    setup_stop_probe(setup);
    setup_find_running(setup);
    setup->stale = true;
    setup->doctor_due = true;
}

void setup_start_doctor(struct setup *setup)
{
    static const char *const arguments[] = {"doctor", "--events", NULL};
    if (setup->doctor_due)
        setup->doctor = ui_start_job(setup->ui, arguments, setup_line, setup_doctor_ended, setup);
    setup->doctor_due = false;
}
