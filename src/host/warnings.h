/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons why a measurement on this machine could mislead. */
#ifndef EDGETOP_HOST_WARNINGS_H
#define EDGETOP_HOST_WARNINGS_H

/* Hands each reason that there is now (governor, throttling bits, other load) to `say`, as (text,
 * what to do). `root` is "" except in tests. */
void host_warnings(const char *root, void (*say)(void *context, const char *text, const char *hint),
                   void *context);

#endif
