/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long something may take, and what makes it give up earlier. */
#ifndef EDGETOP_BASE_DEADLINE_H
#define EDGETOP_BASE_DEADLINE_H

/* Until when a verb may take, and the descriptor that becomes readable when it should give up.
 * Every verb that can wait polls both. */
struct deadline {
    double at_s;   /* util_now_s() clock; INFINITY = none */
    int cancel_fd; /* -1 = none */
};

/* The one so many seconds from now that nobody cancels. */
struct deadline deadline_in(double seconds);
/* Milliseconds up to the deadline, for poll(2). */
int deadline_left_ms(struct deadline deadline);

#endif
