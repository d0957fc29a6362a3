/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What about the machine could mislead a measurement. */
#ifndef EDGETOP_HOST_WARNINGS_H
#define EDGETOP_HOST_WARNINGS_H

/* Reasons why measurements on this machine could mislead right now (governor, throttling bits,
 * other load): each handed to `say` as (text, what to do). `root` is "" except in tests. */
void host_warnings(const char *root, void (*say)(void *context, const char *text, const char *hint),
                   void *context);

#endif
