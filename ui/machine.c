/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine's temperature, frequency and throttling at a moment. */
#include "ui/machine.h"

#include "src/base/throttle.h"

#include <math.h>
#include <stdio.h>

static const char *machine_throttle(struct throttle throttle)
{
    if (throttle.now & THROTTLE_UNDER_VOLTAGE)
        return "UNDER-VOLTAGE";
    if (throttle.now & THROTTLE_SLOWED)
        return "THROTTLED";
    if (throttle.now & (THROTTLE_CAPPED | THROTTLE_SOFT_LIMIT))
        return "FREQUENCY CAPPED";
    return throttle.since_boot ? "was throttled" : "no throttle";
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
        struct throttle throttle = throttle_decode(slow->throttled);
        machine.throttle = machine_throttle(throttle);
        machine.throttled = throttle.now != 0;
    }
    return machine;
}
