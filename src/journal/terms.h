/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's terms: words that events carry, for those who write them and those who fold them.
 */
#ifndef EDGETOP_JOURNAL_TERMS_H
#define EDGETOP_JOURNAL_TERMS_H

#include <stdbool.h>

enum phase {
    PHASE_CREATE,
    PHASE_BOOT,
    PHASE_LOAD,
    PHASE_FIRST,
    PHASE_STEADY,
    PHASE_STOP,
    PHASE_COUNT
};
enum status { STATUS_RUNNING, STATUS_OK, STATUS_FAILED, STATUS_TIMEOUT, STATUS_CANCELLED };

const char *phase_name(enum phase phase);
/* PHASE_COUNT where the name is unknown. */
enum phase phase_from_name(const char *name);
const char *status_name(enum status status);
/* How a trial ended; a status that this version does not know is no success. */
enum status status_from_name(const char *name);

/* What a workload's primary metric is folded from, known by its name. */
enum primary {
    PRIMARY_INFERENCE, /* "inference", and where no name is known: steady inferences */
    PRIMARY_STARTUP,   /* "startup": the phases create and boot */
    PRIMARY_METRIC     /* any other: `metric` events of that name */
};
/* The name may be NULL. */
enum primary primary_from_name(const char *name);

/* The reasons of a run's end with which it has what it was started for: every slot has its result;
 * every interval is as narrow as `--until` asks for. */
#define END_DONE           "done"
#define END_PRECISE_ENOUGH "precise enough"
/* True for these two; false for any other reason, and for NULL. */
bool end_is_complete(const char *reason);

#endif
