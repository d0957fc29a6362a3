/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people. */
#include "src/report/number.h"

#include "src/base/util.h"
#include "src/report/section.h"

#include <string.h>

/* ---- units of time ---- */

/* A time is printed in the last unit of which there is at least `least_s`. */
static const struct time_unit {
    const char *name;
    double seconds, least_s;
} time_units[] = {{"ms", 1e-3, 0}, {"s", 1, 1}, {"min", 60, 120}, {"h", 3600, 7200}};

/* What a value is multiplied by before it is printed with that unit. */
struct scale {
    double factor;
    const char *unit;
};

static struct scale scale_of(double value, const char *unit)
{
    double unit_s = strcmp(unit, "ms") == 0 ? 1e-3 : strcmp(unit, "s") == 0 ? 1 : 0;
    if (unit_s <= 0)
        return (struct scale){1, unit};
    size_t i = ARRAY_LENGTH(time_units) - 1;
    while (i > 0 && fabs(value) * unit_s < time_units[i].least_s)
        i--;
    return (struct scale){unit_s / time_units[i].seconds, time_units[i].name};
}

/* ---- texts ---- */

static const char *space_before(const char *unit)
{
    return *unit ? " " : "";
}

static int decimals_of(double value)
{
    return value < 0 || value > 0 ? report_decimals(fabs(value)) : 0;
}

char *number_text(double value, const char *unit)
{
    if (isnan(value))
        return util_strdup("-");
    struct scale scale = scale_of(value, unit);
    double scaled = value * scale.factor;
    return util_format("%.*f%s%s", decimals_of(scaled), scaled, space_before(scale.unit),
                       scale.unit);
}

char *number_with_margin(double value, double margin, const char *unit)
{
    if (isnan(value) || !(margin > 0) || isinf(margin))
        return number_text(value, unit);
    struct scale scale = scale_of(value, unit);
    int decimals = report_decimals(margin * scale.factor);
    decimals = decimals > 0 ? decimals - 1 : 0; /* two digits of the margin */
    return util_format("%.*f ± %.*f%s%s", decimals, value * scale.factor, decimals,
                       margin * scale.factor, space_before(scale.unit), scale.unit);
}

/* A width of less, compared with the ratio, is rounding: all values are equal. */
#define ROUNDING 1e-12

/* One digit of the interval's width, within reason. */
static int ratio_decimals(double ratio, struct stats_interval interval)
{
    int least = ratio >= 100 ? 0 : ratio >= 10 ? 1 : 2;
    int decimals = report_decimals(interval.hi - interval.lo) - 2;
    return decimals < least ? least : decimals > 4 ? 4 : decimals;
}

char *number_ratio(double ratio, struct stats_interval interval)
{
    if (isnan(ratio))
        return util_strdup("-");
    double width = interval.hi - interval.lo;
    if (!isfinite(width) || width <= ROUNDING * fabs(ratio))
        interval = (struct stats_interval){NAN, NAN};
    int decimals = ratio_decimals(ratio, interval);
    if (isnan(interval.lo))
        return util_format("%.*f", decimals, ratio);
    return util_format("%.*f (%.*f..%.*f)", decimals, ratio, decimals, interval.lo, decimals,
                       interval.hi);
}

char *number_pct(double ratio)
{
    double pct = 100 * fabs(ratio - 1);
    if (pct < 0.005)
        return util_strdup("<0.01");
    return util_format("%.*f", pct >= 3 ? 0 : pct >= 1 ? 1 : 2, pct);
}
