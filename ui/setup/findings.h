/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `edgetop doctor --events` has reported so far: the model of its events, and what only Setup
 * needs. */
#ifndef EDGETOP_UI_SETUP_FINDINGS_H
#define EDGETOP_UI_SETUP_FINDINGS_H

#include "src/model/model.h"

#include <stdbool.h>

/* Models that a workload can run; the first is its default. */
struct findings_models {
    char **names;
    int count;
};

/* Earlier trials of an environment and a workload on this machine, with that model (NULL: the
 * workload runs none): how long they took, and the coefficient of variation of their values (NAN
 * where unknown). Indices into the model's arrays. */
struct findings_history {
    int env, workload;
    char *model;
    double trial_s, cv;
};

struct findings {
    struct model *model;
    bool *probed; /* by environment: its probe has ended */
    size_t probed_count;
    struct findings_models *models; /* by workload */
    size_t models_count;
    struct findings_history *history;
    size_t history_count, history_capacity;
};

struct findings *findings_new(void);
void findings_free(struct findings *findings);
/* Folds one line; a line that is no event is skipped. */
void findings_fold(struct findings *findings, const char *line);

bool findings_probed(const struct findings *findings, int env);
/* The models of a workload: count 0 if it runs none. */
struct findings_models findings_models(const struct findings *findings, int workload);
/* Mean duration in seconds of earlier trials; NAN before the first. */
double findings_trial_s(const struct findings *findings, int env, int workload, const char *model);
/* Coefficient of variation of the values of earlier trials; NAN where unknown. */
double findings_cv(const struct findings *findings, int env, int workload, const char *model);

#endif
