/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's heat, frequency and throttling at a moment, as short texts. */
#ifndef EDGETOP_UI_MACHINE_H
#define EDGETOP_UI_MACHINE_H

#include "src/model/model.h"

#include <stdbool.h>

/* Unknown is the empty text. */
struct machine {
    char temperature[24]; /* "61.2 °C" */
    char frequency[32];   /* "1500 MHz", "600–1500 MHz" */
    const char *throttle; /* "no throttle", "THROTTLED" */
    bool throttled;       /* now: the figures are worth less */
};

struct machine machine_at(const struct model *model, double t);

#endif
