/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hand-made events for tests of what a model says. */
#ifndef EDGETOP_FOLD_H
#define EDGETOP_FOLD_H

#include "src/model/model.h"

/* Folds one event, given as JSON with ' in place of ". */
void fold_event(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A run of `trials` counted trials in environments a and b of workload "w" (inference, ms), session
 * 1 begun. */
struct model *fold_run(int trials, int warmup, const char *order);

/* A trial of 10 s from t on that ends with the status: create at t, load at t + 1, first at t + 2,
 * steady at t + 3, two steady inferences of `ms`, stop at t + 9, result at t + 10. */
struct fold_trial {
    int number, round;
    const char *env;
    double t, ms;
    const char *status; /* NULL = still running at the end */
};
void fold_trial(struct model *model, struct fold_trial trial);
/* The same with steady inferences of these times, evenly from t + 3 to t + 9, each of a batch of
 * inputs. */
void fold_inferences(struct model *model, struct fold_trial trial, int batch, const double *ms,
                     size_t n);

#endif
