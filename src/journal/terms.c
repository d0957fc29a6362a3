/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's terms: words that events carry. */
#include "src/journal/terms.h"

#include <stddef.h>
#include <string.h>

static const char *const phase_names[PHASE_COUNT] = {"create", "boot",   "load",
                                                     "first",  "steady", "stop"};
static const char *const status_names[] = {"running", "ok", "failed", "timeout", "cancelled"};

const char *phase_name(enum phase phase)
{
    return phase < PHASE_COUNT ? phase_names[phase] : "";
}

enum phase phase_from_name(const char *name)
{
    unsigned phase = 0;
    while (phase < PHASE_COUNT && (!name || strcmp(phase_names[phase], name) != 0))
        phase++;
    return (enum phase)phase;
}

const char *status_name(enum status status)
{
    return status_names[status];
}

enum status status_from_name(const char *name)
{
    for (unsigned status = STATUS_OK; status <= STATUS_CANCELLED; status++)
        if (strcmp(status_names[status], name) == 0)
            return (enum status)status;
    return STATUS_FAILED;
}

enum primary primary_from_name(const char *name)
{
    if (!name || strcmp(name, "inference") == 0)
        return PRIMARY_INFERENCE;
    return strcmp(name, "startup") == 0 ? PRIMARY_STARTUP : PRIMARY_METRIC;
}

bool end_is_complete(const char *reason)
{
    return reason && (strcmp(reason, END_DONE) == 0 || strcmp(reason, END_PRECISE_ENOUGH) == 0);
}
