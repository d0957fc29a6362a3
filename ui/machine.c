/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's temperature, frequency and throttling at a moment. */
#include "ui/machine.h"

#include <math.h>
#include <stdio.h>

/* Bits of the Pi's get_throttled: 0-3 now, 16-19 since start
 * (https://www.raspberrypi.com/documentation/computers/os.html#get_throttled). */
enum {
    NOW_UNDER_VOLTAGE = 0x1,
    NOW_CAPPED = 0x2,
    NOW_THROTTLED = 0x4,
    NOW_SOFT_LIMIT = 0x8,
    NOW = 0xf,
    SINCE_START = 0xf0000
};

static const char *machine_throttle(unsigned bits)
{
    if (bits & NOW_UNDER_VOLTAGE)
        return "UNDER-VOLTAGE";
    if (bits & NOW_THROTTLED)
        return "THROTTLED";
    if (bits & (NOW_CAPPED | NOW_SOFT_LIMIT))
        return "FREQUENCY CAPPED";
    return bits & SINCE_START ? "was throttled" : "no throttle";
}

static void machine_frequency(const struct model_slow *slow, char *text, size_t size)
{
    double slowest = NAN, fastest = NAN;
    for (int i = 0; i < slow->freq_count; i++) {
        slowest = fmin(slowest, slow->freq_mhz[i]);
        fastest = fmax(fastest, slow->freq_mhz[i]);
    }
    if (fastest > slowest)
        snprintf(text, size, "%.0f–%.0f MHz", slowest, fastest);
    else if (!isnan(fastest))
        snprintf(text, size, "%.0f MHz", fastest);
}

struct machine machine_at(const struct model *model, double t)
{
    struct machine machine = {.throttle = ""};
    const struct model_slow *slow = model_slow_at(model, t);
    if (!slow)
        return machine;
    machine_frequency(slow, machine.frequency, sizeof machine.frequency);
    if (!isnan(slow->temp_c))
        snprintf(machine.temperature, sizeof machine.temperature, "%.1f °C", slow->temp_c);
    if (!isnan(slow->throttled)) {
        machine.throttle = machine_throttle((unsigned)slow->throttled);
        machine.throttled = ((unsigned)slow->throttled & NOW) != 0;
    }
    return machine;
}
