/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons why a measurement on this machine could mislead. */
#define _GNU_SOURCE
#include "src/host/warnings.h"

#include "src/base/throttle.h"
#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/host/host.h"
#include "src/host/root_file.h"
#include "src/host/sensors.h"
#include "src/host/stat.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void say_function(void *context, const char *text, const char *hint);

static void warn_governor(const char *root, say_function *say, void *context)
{
    UTIL_FREE char *governor = host_governor(root);
    if (!governor || strcmp(governor, "performance") == 0)
        return;
    UTIL_FREE char *text =
        util_format("the governor is %s: the frequency will change during trials", governor);
    say(context, text,
        "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

static void warn_throttled(const char *root, say_function *say, void *context)
{
    enum { SLOWER = THROTTLE_CAPPED | THROTTLE_SLOWED | THROTTLE_SOFT_LIMIT };
    static const struct {
        struct throttle of;
        const char *text, *hint;
    } causes[] = {
        {{THROTTLE_UNDER_VOLTAGE, 0},
         "the supply voltage is too low now",
         "use a stronger power supply and a short cable"},
        {{SLOWER, 0},
         "the firmware slows the cores down now",
         "let the board cool, or cool it better"},
        {{0, THROTTLE_UNDER_VOLTAGE},
         "the supply voltage was too low since boot",
         "use a stronger power supply and a short cable"},
        {{0, SLOWER}, "the firmware slowed the cores down since boot", "cool the board better"},
    };
    struct host_sensors *sensors = host_sensors_open(root);
    struct throttle throttle = throttle_decode(host_sensors_throttled(sensors));
    host_sensors_close(sensors);
    for (size_t i = 0; i < ARRAY_LENGTH(causes); i++)
        if (throttle.now & causes[i].of.now || throttle.since_boot & causes[i].of.since_boot)
            say(context, causes[i].text, causes[i].hint);
}

/* New kernels no longer list the memory controller in /proc/cgroups, so version 2's own list
 * counts. */
static void warn_memory_cgroup(const char *root, say_function *say, void *context)
{
    if (!root_file_exists(root, "sys/fs/cgroup") ||
        root_file_exists(root, "sys/fs/cgroup/memory/memory.usage_in_bytes") ||
        root_file_has_word(root, "sys/fs/cgroup/cgroup.controllers", "memory"))
        return;
    const char *text = "the memory cgroup is off: memory can be neither limited nor measured";
    bool pi = root_file_has_word(root, "proc/device-tree/model", "Raspberry Pi");
    if (!pi)
        say(context, text, "boot the kernel with cgroup_enable=memory");
    else if (root_file_exists(root, "boot/firmware/cmdline.txt"))
        say(context, text,
            "append cgroup_enable=memory to the line in /boot/firmware/cmdline.txt, then reboot");
    else
        say(context, text,
            "append cgroup_enable=memory to the line in /boot/cmdline.txt, then reboot");
}

/* Busy seconds of all cores together. */
static double busy_s(struct host_stat *stat, double *core_s, size_t cores)
{
    double sum_s = 0;
    host_stat_read(stat, core_s, cores);
    for (size_t i = 0; i < cores; i++)
        sum_s += isnan(core_s[i]) ? 0 : core_s[i];
    return sum_s;
}

/* Mean number of cores that were busy during the next seconds; NAN where unknown. */
static double busy_cores(double seconds)
{
    size_t cores = host_cores_count("");
    struct host_stat *stat = host_stat_open();
    if (!stat)
        return NAN;
    double *core_s = util_alloc(cores, sizeof *core_s);
    double begun_s = util_now_s(), before_s = busy_s(stat, core_s, cores);
    usleep((useconds_t)(seconds * 1e6));
    double busy = (busy_s(stat, core_s, cores) - before_s) / (util_now_s() - begun_s);
    free(core_s);
    host_stat_close(stat);
    return busy;
}

static void warn_busy(say_function *say, void *context)
{
    size_t online = host_cores_online(NULL, 0);
    double busy = busy_cores(0.3);
    if (isnan(busy) || busy < 0.25)
        return;
    UTIL_FREE char *text = util_format(
        "other programs keep %.1f of %zu cores busy: trials would share the cores with them",
        fmin(busy, (double)online), online);
    say(context, text, "stop them (top shows which)");
}

void host_warnings(const char *root, say_function *say, void *context)
{
    warn_governor(root, say, context);
    warn_throttled(root, say, context);
    warn_memory_cgroup(root, say, context);
    warn_busy(say, context);
}
