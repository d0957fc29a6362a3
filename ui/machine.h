/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's temperature, frequency and throttling at a moment, as short texts. */
#ifndef EDGETOP_UI_MACHINE_H
#define EDGETOP_UI_MACHINE_H

#include "src/model/model.h"

#include <stdbool.h>

/* An unknown value is the empty text. */
struct machine {
    char temperature[24]; /* "61.2 °C" */
    char frequency[32];   /* "1500 MHz", "600–1500 MHz" */
    const char *throttle; /* "no throttle", "THROTTLED" */
    bool throttled;       /* now: figures of this moment are doubtful */
};

struct machine machine_at(const struct model *model, double t);

#endif
