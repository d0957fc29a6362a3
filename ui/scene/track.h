/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A counter of a trial's samples as a rate over time, and the time axis it is drawn on. */
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
    size_t count; /* samples known at the moment */
    enum track_counter counter;
    size_t core, cores;
    size_t at; /* where the last search ended */
};

struct track track_of(const struct model *model, const struct model_trial *trial,
                      enum track_counter counter, int core, double t);
/* Mean rate between two moments as a share of one core (1 = 100 %), or in bytes a second, of the
 * part that samples cover; NAN where they cover nothing of it. Asked in time order it takes
 * constant time. */
double track_rate(struct track *track, double from_t, double to_t);
/* The rate now: over the last `seconds` that are known. */
double track_recent(struct track *track, double seconds);

/* A sweep: it fills from the left, and when it is full its scale halves. */
struct time_axis {
    double start_t, span_s;
};
/* The axis of a trial as of t: wide enough for it and for every earlier trial of its workload, so
 * that trials are compared on equal axes. */
struct time_axis time_axis_of(const struct model *model, const struct model_trial *trial, double t);
/* Seconds between marks when `columns` cells are to carry labels like 00:10. */
double time_axis_step(const struct time_axis *axis, int columns);

#endif
