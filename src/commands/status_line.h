/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of `edgetop run` that shows how far the run is. */
#ifndef EDGETOP_COMMANDS_STATUS_LINE_H
#define EDGETOP_COMMANDS_STATUS_LINE_H

#include "src/model/model.h"

struct status_progress {
    size_t settled, slots; /* slots with a result, all */
    bool cancelling;
};

/* The line, at most `width` columns wide (free it): a bar, the trial's place in the schedule with
 * its environment and phase, the time left, and each environment's mean so far with its 95 %
 * interval. What does not fit is left out, the last first. "" before the first trial. */
char *status_line(const struct model *model, struct status_progress progress, int width);

#endif
