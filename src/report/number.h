/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people: "30.1 s", "1.23 ms", "1830 events/s", with three digits and no exponent. */
#ifndef EDGETOP_REPORT_NUMBER_H
#define EDGETOP_REPORT_NUMBER_H

#include "src/figures/stats.h"

/* Each is on the heap; "-" for an unknown number (NAN). Times, whose unit is "ms" or "s", are
 * printed in ms, s, min or h; every other unit stays. */
char *number_text(double value, const char *unit);
/* "155.9 ± 2.3 ms": digits that suit the margin; without it where that is NAN. */
char *number_with_margin(double value, double margin, const char *unit);
/* "0.97 (0.82..1.16)", without the interval where it is unknown, without end, or of equal
 * values, which do not say how far the ratio may be off. */
char *number_ratio(double ratio, struct stats_interval interval);
/* How far a ratio is from 1, without sign, in %: "8", "0.30", "<0.01". */
char *number_pct(double ratio);

#endif
