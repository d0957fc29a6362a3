/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters as rates over time. */
#include "ui/scene/track.h"

#include "src/base/util.h"

#include <math.h>

#define LABEL_COLUMNS 10 /* a time label with room around it */

struct track track_of(const struct model *model, const struct model_trial *trial,
                      enum track_counter counter, int core, double t)
{
    return (struct track){.samples = trial->samples.items,
                          .count = model_samples_until(&trial->samples, t),
                          .counter = counter,
                          .core = (size_t)core,
                          .cores = (size_t)model->host.cores};
}

static double track_value(const struct track *track, size_t i)
{
    const struct model_sample *sample = &track->samples[i];
    if (track->counter == TRACK_ENV)
        return sample->env_cpu_s;
    if (track->counter == TRACK_SENT)
        return sample->net_sent_bytes;
    if (track->counter == TRACK_RECEIVED)
        return sample->net_received_bytes;
    if (!sample->core_s || track->core >= track->cores)
        return NAN;
    return sample->core_s[track->counter == TRACK_CORE ? track->core : track->cores + track->core];
}

/* The counter at a moment between two samples; moves track->at there. */
static double track_counter_at(struct track *track, double t)
{
    while (track->at > 0 && track->samples[track->at].t > t)
        track->at--;
    while (track->at + 2 < track->count && track->samples[track->at + 1].t <= t)
        track->at++;
    size_t i = track->at;
    double before = track->samples[i].t, after = track->samples[i + 1].t;
    double share = after > before ? (t - before) / (after - before) : 0;
    double from = track_value(track, i), to = track_value(track, i + 1);
    return share >= 1 ? to : from + share * (to - from);
}

double track_rate(struct track *track, double from_t, double to_t)
{
    if (track->count < 2)
        return NAN;
    from_t = fmax(from_t, track->samples[0].t);
    to_t = fmin(to_t, track->samples[track->count - 1].t);
    if (!(to_t > from_t))
        return NAN;
    double from = track_counter_at(track, from_t);
    double rate = (track_counter_at(track, to_t) - from) / (to_t - from_t);
    return rate < 0 ? 0 : rate; /* NAN stays NAN */
}

double track_recent(struct track *track, double seconds)
{
    if (track->count < 2)
        return NAN;
    double last = track->samples[track->count - 1].t;
    return track_rate(track, last - seconds, last);
}

/* 2.5 s or 3.75 s, doubled until it is enough. A start-up may take less than that. */
static double time_axis_span(double seconds)
{
    double span = 2.5;
    while (span < seconds && span * 1.5 < seconds)
        span *= 2;
    return span < seconds ? span * 1.5 : span;
}

struct time_axis time_axis_of(const struct model *model, const struct model_trial *trial, double t)
{
    double longest = fmin(t, isnan(trial->end_t) ? INFINITY : trial->end_t) - trial->t;
    for (size_t i = 0, begun = model_trials_until(model, t); i < begun; i++) {
        const struct model_trial *other = &model->trials[i];
        if (other->workload == trial->workload && other->end_t <= t)
            longest = fmax(longest, other->end_t - other->t);
    }
    return (struct time_axis){.start_t = trial->t, .span_s = time_axis_span(longest)};
}

double time_axis_step(const struct time_axis *axis, int columns)
{
    static const double steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
    double least = axis->span_s * LABEL_COLUMNS / (columns > 0 ? columns : 1);
    for (size_t i = 0; i < ARRAY_LENGTH(steps); i++)
        if (steps[i] >= least)
            return steps[i];
    return 7200;
}
