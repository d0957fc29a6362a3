/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A counter in a trial's samples as a rate over time, and the time axis of its plot. */
#ifndef EDGETOP_UI_SCENE_TRACK_H
#define EDGETOP_UI_SCENE_TRACK_H

#include "src/model/model.h"

#include <stdbool.h>

enum track_counter {
    TRACK_ENV,      /* all of the environment */
    TRACK_CORE,     /* one core, the host's busy time */
    TRACK_ENV_CORE, /* one core, the environment's share */
    TRACK_SENT,     /* bytes over the environment's network card */
    TRACK_RECEIVED,
};

struct track {
    const struct model_sample *samples;
    size_t count; /* samples that are known at the moment */
    enum track_counter counter;
    size_t core, cores;
    size_t at; /* where the last search ended */
};

struct track track_of(const struct model *model, const struct model_trial *trial,
                      enum track_counter counter, int core, double t);
/* The mean rate between two moments, as a share of one core (1 = 100 %) or in bytes per second. It
 * covers the part for which there are samples; NAN if there are none. Calls in time order take
 * constant time. */
double track_rate(struct track *track, double from_t, double to_t);
/* The rate now: over the last `seconds` of the samples. */
double track_recent(struct track *track, double seconds);

/* The time axis of a plot that fills from the left; when it is full, its scale halves. */
struct time_axis {
    double start_t, span_s;
};
/* The axis of a trial at t: wide enough for it and for every earlier trial of its workload, so that
 * their plots can be compared. */
struct time_axis time_axis_of(const struct model *model, const struct model_trial *trial, double t);
/* Seconds between marks on an axis of `columns` cells with labels like 00:10. */
double time_axis_step(const struct time_axis *axis, int columns);

#endif
