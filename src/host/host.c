/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is, and what about it could mislead a measurement. */
#define _GNU_SOURCE
#include "src/host/host.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/throttle.h"
#include "src/base/util.h"
#include "src/host/stat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { CORES_MAX = 1024 };

#define GOVERNOR_FILE "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"

/* ---- small files under the root ---- */

/* First line of root/path, heap and printable; NULL where unreadable or empty. */
static char *read_text(const char *root, const char *path)
{
    char text[256];
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    if (!file_read_line(file, text, sizeof text) || text[0] == '\0')
        return NULL;
    text_make_printable(text);
    return util_strdup(text);
}

static bool exists(const char *root, const char *path)
{
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    return access(file, F_OK) == 0;
}

/* True where the first line of the file contains the word. */
static bool has_word(const char *root, const char *path, const char *word)
{
    UTIL_FREE char *text = read_text(root, path);
    return text && strstr(text, word);
}

/* The value of the first line "key<separators>value" of a file, without quotes; NULL where there is
 * none. */
static char *read_key(const char *root, const char *path, const char *key)
{
    UTIL_FREE char *file = util_format("%s/%s", root, path);
    UTIL_FREE char *text = file_read(file, NULL);
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n"))) {
        size_t length = strlen(key);
        if (strncmp(line, key, length) != 0 || !strchr(" \t:=", line[length]))
            continue;
        char *value = line + length + strspn(line + length, " \t:=");
        if (*value == '"' || *value == '\'') {
            char quote[] = {*value++, '\0'};
            value[strcspn(value, quote)] = '\0';
        }
        text_make_printable(value);
        return util_strdup(value);
    }
    return NULL;
}

/* ---- memory and cores ---- */

static double memory_bytes(const char *root, const char *key)
{
    UTIL_FREE char *value = read_key(root, "proc/meminfo", key);
    return value ? strtod(value, NULL) * 1024 : (double)NAN;
}

uint64_t host_memory_bytes(void)
{
    double bytes = memory_bytes("", "MemTotal");
    return isnan(bytes) ? 0 : (uint64_t)bytes;
}

uint64_t host_memory_available_bytes(void)
{
    double bytes = memory_bytes("", "MemAvailable");
    return isnan(bytes) ? 0 : (uint64_t)bytes;
}

/* Numbers of the online cores from a list such as "0-3,6"; returns how many there are. */
static size_t online_cpus(const char *root, int *cpus, size_t max)
{
    UTIL_FREE char *list = read_text(root, "sys/devices/system/cpu/online");
    size_t count = 0;
    for (char *at = list; at && *at;) {
        long first = strtol(at, &at, 10), last = *at == '-' ? strtol(at + 1, &at, 10) : first;
        for (long cpu = first; cpu <= last && cpu < CORES_MAX; cpu++, count++)
            if (count < max)
                cpus[count] = (int)cpu;
        at += *at == ',' ? 1 : strlen(at);
    }
    return count;
}

size_t host_online_cpus(int *cpus, size_t max)
{
    size_t count = online_cpus("", cpus, max);
    if (count > 0)
        return count;
    count = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t i = 0; i < count && i < max; i++)
        cpus[i] = (int)i;
    return count;
}

size_t host_cores(const char *root)
{
    int cpus[CORES_MAX];
    size_t count = online_cpus(root, cpus, CORES_MAX);
    return count ? (size_t)cpus[count - 1] + 1 : (size_t)sysconf(_SC_NPROCESSORS_CONF);
}

/* ---- description ---- */

/* A board names itself in the device tree, a PC in its firmware; what is left is the processor. */
static char *machine_model(const char *root)
{
    char *board = read_text(root, "proc/device-tree/model");
    if (board)
        return board;
    UTIL_FREE char *vendor = read_text(root, "sys/class/dmi/id/sys_vendor");
    UTIL_FREE char *product = read_text(root, "sys/class/dmi/id/product_name");
    UTIL_FREE char *processor = read_key(root, "proc/cpuinfo", "model name");
    if (vendor && product)
        return processor ? util_format("%s %s, %s", vendor, product, processor)
                         : util_format("%s %s", vendor, product);
    return util_strdup(processor);
}

static char *system_name(const char *root)
{
    UTIL_FREE char *name = read_key(root, "etc/os-release", "PRETTY_NAME");
    if (name && exists(root, "etc/rpi-issue")) /* 64-bit Raspberry Pi OS calls itself Debian */
        return util_format("Raspberry Pi OS, %s", name);
    return util_strdup(name);
}

/* "container", "virtual machine", "none", or NULL where nothing tells. */
static const char *virtualisation(const char *root)
{
    static const char *const containers[] = {".dockerenv", "run/.containerenv",
                                             "run/systemd/container"};
    for (size_t i = 0; i < ARRAY_LENGTH(containers); i++)
        if (exists(root, containers[i]))
            return "container";
    if (exists(root, "proc/device-tree/hypervisor") ||
        has_word(root, "proc/device-tree/compatible", "dummy-virt"))
        return "virtual machine";
    UTIL_FREE char *flags = read_key(root, "proc/cpuinfo", "flags");
    if (flags)
        return strstr(flags, " hypervisor") ? "virtual machine" : "none";
    return exists(root, "proc/device-tree/model") ? "none" : NULL;
}

cJSON *host_describe(const char *root)
{
    UTIL_FREE char *model = machine_model(root);
    UTIL_FREE char *kernel = read_text(root, "proc/sys/kernel/osrelease");
    UTIL_FREE char *os = system_name(root);
    UTIL_FREE char *governor = read_text(root, GOVERNOR_FILE);
    struct utsname names;
    cJSON *host = cJSON_CreateObject();
    json_add_text(host, "model", model);
    json_add_text(host, "kernel", kernel);
    json_add_text(host, "arch", uname(&names) == 0 ? names.machine : NULL);
    cJSON_AddNumberToObject(host, "cores", (double)host_cores(root));
    json_add_number(host, "mem_bytes", memory_bytes(root, "MemTotal"));
    json_add_text(host, "os", os);
    json_add_text(host, "governor", governor);
    json_add_text(host, "virt", virtualisation(root));
    return host;
}

char *host_boot_id(void)
{
    return read_text("", "proc/sys/kernel/random/boot_id");
}

/* ---- warnings ---- */

typedef void say_function(void *context, const char *text, const char *hint);

static void warn_governor(const char *root, say_function *say, void *context)
{
    UTIL_FREE char *governor = read_text(root, GOVERNOR_FILE);
    if (!governor || strcmp(governor, "performance") == 0)
        return;
    UTIL_FREE char *text =
        util_format("governor is %s: frequency will move during trials", governor);
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
    struct throttle throttle = throttle_decode(host_throttled(sensors));
    host_sensors_close(sensors);
    for (size_t i = 0; i < ARRAY_LENGTH(causes); i++)
        if (throttle.now & causes[i].of.now || throttle.since_boot & causes[i].of.since_boot)
            say(context, causes[i].text, causes[i].hint);
}

/* New kernels list the memory controller no longer in /proc/cgroups: version 2 is asked itself. */
static void warn_memory_cgroup(const char *root, say_function *say, void *context)
{
    if (!exists(root, "sys/fs/cgroup") ||
        exists(root, "sys/fs/cgroup/memory/memory.usage_in_bytes") ||
        has_word(root, "sys/fs/cgroup/cgroup.controllers", "memory"))
        return;
    const char *text = "the memory cgroup is off: memory is neither limited nor measured";
    bool pi = has_word(root, "proc/device-tree/model", "Raspberry Pi");
    if (!pi)
        say(context, text, "boot the kernel with cgroup_enable=memory");
    else if (exists(root, "boot/firmware/cmdline.txt"))
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

double host_busy_cores(double seconds)
{
    size_t cores = host_cores("");
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
    double busy = host_busy_cores(0.3);
    if (isnan(busy) || busy < 0.25)
        return;
    UTIL_FREE char *text = util_format(
        "other programs keep %.0f %% of a core busy: trials would share with them", 100 * busy);
    say(context, text, "stop them (top shows which)");
}

void host_warnings(const char *root, say_function *say, void *context)
{
    warn_governor(root, say, context);
    warn_throttled(root, say, context);
    warn_memory_cgroup(root, say, context);
    warn_busy(say, context);
}
