/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What get_throttled says: the bits by which a Raspberry Pi's firmware reports that it slows the
 * board down
 * (https://www.raspberrypi.com/documentation/computers/os.html#get_throttled). Journals carry them
 * as they are: the member "throttled" of `slow` events. */
#ifndef EDGETOP_BASE_THROTTLE_H
#define EDGETOP_BASE_THROTTLE_H

enum throttle_cause {
    THROTTLE_UNDER_VOLTAGE = 0x1, /* the supply is below 4.63 V */
    THROTTLE_CAPPED = 0x2,        /* the frequency of the cores is limited */
    THROTTLE_SLOWED = 0x4,        /* the firmware slows the cores down */
    THROTTLE_SOFT_LIMIT = 0x8     /* the soft temperature limit is active */
};

/* Sets of causes. */
struct throttle {
    unsigned now, since_boot;
};

/* Nothing where the bits are unknown (NAN) or no such number. */
struct throttle throttle_decode(double bits);

#endif
