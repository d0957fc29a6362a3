/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them. */
#include "ui/draw/format.h"

#include "src/base/util.h"

#include <math.h>
#include <stdio.h>

int format_decimals(double largest)
{
    double size = fabs(largest);
    return size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

char *format_figure(char text[FORMAT_SIZE], double value, int decimals)
{
    text[0] = '\0';
    if (isfinite(value))
        snprintf(text, FORMAT_SIZE, "%.*f", decimals, value);
    return text;
}

char *format_clock(char text[FORMAT_SIZE], double seconds)
{
    text[0] = '\0';
    if (!isfinite(seconds) || fabs(seconds) > 1e7)
        return text;
    int s = (int)lround(fmax(seconds, 0));
    if (s < 3600)
        snprintf(text, FORMAT_SIZE, "%02d:%02d", s / 60, s % 60);
    else
        snprintf(text, FORMAT_SIZE, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    return text;
}

char *format_duration(char text[FORMAT_SIZE], double seconds)
{
    text[0] = '\0';
    if (!isfinite(seconds) || fabs(seconds) > 1e9)
        return text;
    int s = (int)lround(fmax(seconds, 0));
    if (s < 60)
        snprintf(text, FORMAT_SIZE, "%ds", s);
    else if (s < 3600)
        snprintf(text, FORMAT_SIZE, "%dm %02ds", s / 60, s % 60);
    else
        snprintf(text, FORMAT_SIZE, "%dh %02dm", s / 3600, s / 60 % 60);
    return text;
}

char *format_bytes(char text[FORMAT_SIZE], double bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    text[0] = '\0';
    if (!isfinite(bytes))
        return text;
    size_t unit = 0;
    while (fabs(bytes) >= 1024 && unit + 1 < ARRAY_LENGTH(units)) {
        bytes /= 1024;
        unit++;
    }
    snprintf(text, FORMAT_SIZE, "%.*f %s", unit > 0 && bytes < 10 ? 1 : 0, bytes, units[unit]);
    return text;
}
