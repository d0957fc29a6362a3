/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What watching costs: the CPU time of the viewers of a run. Each has a file in a folder, named
 * after its pid. */
#ifndef EDGETOP_HOST_VIEWERS_H
#define EDGETOP_HOST_VIEWERS_H

struct viewers;
struct viewers *viewers_open(const char *folder);
/* CPU seconds of all viewers, those that have ended included: it never falls. */
double viewers_cpu_s(struct viewers *viewers);
void viewers_close(struct viewers *viewers);

#endif
