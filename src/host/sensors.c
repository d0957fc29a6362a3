/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the machine is: temperature, frequency, throttling and power. The sensors are found once; a
 * reading then takes a few small files or one call of the Raspberry Pi's firmware. */
#define _GNU_SOURCE
#include "src/host/sensors.h"

#include "src/base/file.h"
#include "src/base/util.h"
#include "src/host/cores.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct host_sensors {
    char *root;
    size_t cores;
    char *temperature, *undervoltage, *energy, *power; /* files; NULL = none */
    int vcio;                                          /* the firmware's mailbox, -1 = none */
    bool has_pmic;              /* the firmware may report the power of each rail */
    double energy_uj, energy_t; /* last reading */
};

/* ---- the Raspberry Pi's firmware ---- */

/* Property tags: github.com/raspberrypi/firmware/wiki/Mailbox-property-interface */
enum { TAG_GET_THROTTLED = 0x00030046, TAG_GET_CLOCK_MEASURED = 0x00030047, CLOCK_ARM = 3 };
enum { VCIO_WORDS = 2, VCIO_DONE = (int)0x80000000 };

/* Asks for one property: `words` hold the request, then the answer. */
static bool vcio_get(int fd, uint32_t tag, uint32_t words[VCIO_WORDS])
{
    uint32_t message[6 + VCIO_WORDS] = {sizeof message, 0, tag, VCIO_WORDS * sizeof *words, 0};
    memcpy(message + 5, words, VCIO_WORDS * sizeof *words);
    if (fd < 0 || ioctl(fd, _IOWR(100, 0, char *), message) < 0 ||
        message[1] != (uint32_t)VCIO_DONE)
        return false;
    memcpy(words, message + 5, VCIO_WORDS * sizeof *words);
    return true;
}

/* A command of vcgencmd goes through the mailbox too: see utils/vcgencmd of the Raspberry Pi. */
enum { TAG_GENCMD = 0x00030080, GENCMD_BYTES = 1024, GENCMD_WORDS = GENCMD_BYTES / 4 };

/* The firmware's answer to a command; false where it does not know the command. */
static bool vcio_command(int fd, const char *command, char answer[GENCMD_BYTES])
{
    uint32_t message[6 + GENCMD_WORDS + 1] = {sizeof message, 0, TAG_GENCMD, GENCMD_BYTES, 0, 0};
    memcpy(message + 6, command, strlen(command) + 1);
    if (fd < 0 || ioctl(fd, _IOWR(100, 0, char *), message) < 0 ||
        message[1] != (uint32_t)VCIO_DONE || message[5] != 0)
        return false;
    memcpy(answer, message + 6, GENCMD_BYTES);
    answer[GENCMD_BYTES - 1] = '\0';
    return true;
}

double host_sensors_pmic_power_w(const char *text)
{
    double power_w = 0;
    bool known = false;
    for (const char *line = text; line; line = strchr(line, '\n')) {
        char rail[32], pattern[64];
        double ampere, volt;
        line += *line == '\n';
        if (sscanf(line, " %31[A-Z0-9_] current(%*d)=%lfA", rail, &ampere) != 2)
            continue;
        size_t length = strlen(rail);
        if (length < 3 || strcmp(rail + length - 2, "_A") != 0)
            continue;
        snprintf(pattern, sizeof pattern, "%.*s_V volt(", (int)(length - 2), rail);
        const char *at = strstr(text, pattern);
        if (!at || sscanf(at + strlen(pattern), "%*d)=%lfV", &volt) != 1)
            continue;
        power_w += ampere * volt;
        known = true;
    }
    return known ? power_w : (double)NAN;
}

/* ---- finding ---- */

/* The file beside `name` (".../name" becomes ".../other"), where it can be read; else NULL. */
static char *beside(const char *name, const char *other)
{
    const char *slash = strrchr(name, '/');
    char *path = util_format("%.*s/%s", (int)(slash - name), name, other);
    if (!isnan(file_read_number(path)))
        return path;
    free(path);
    return NULL;
}

/* Looks for the best kind (`kinds`: best first) among the devices whose name file matches the
 * pattern. Where it is better than *rank, *found becomes the device's file `value`. */
static void find(const char *root, const char *pattern, const char *value, const char *const *kinds,
                 char **found, size_t *rank)
{
    UTIL_FREE char *full = util_format("%s/%s", root, pattern);
    glob_t names = {0};
    if (glob(full, 0, NULL, &names) != 0)
        names.gl_pathc = 0;
    for (size_t i = 0; i < names.gl_pathc; i++) {
        char kind[64];
        if (!file_read_line(names.gl_pathv[i], kind, sizeof kind))
            continue;
        for (size_t k = 0; k < *rank && kinds[k]; k++) {
            char *path = strcmp(kind, kinds[k]) == 0 ? beside(names.gl_pathv[i], value) : NULL;
            if (!path)
                continue;
            free(*found);
            *found = path;
            *rank = k;
        }
    }
    globfree(&names);
}

#define THERMAL_ZONES "sys/class/thermal/thermal_zone*/type"
#define HWMON_NAMES   "sys/class/hwmon/hwmon*/name"

static char *find_temperature(const char *root)
{
    static const char *const kinds[] = {"cpu-thermal", "cpu_thermal", "k10temp",     "coretemp",
                                        "zenpower",    "soc-thermal", "soc_thermal", "x86_pkg_temp",
                                        "acpitz",      NULL};
    char *found = NULL;
    size_t rank = SIZE_MAX;
    find(root, THERMAL_ZONES, "temp", kinds, &found, &rank);
    find(root, HWMON_NAMES, "temp1_input", kinds, &found, &rank);
    return found;
}

static char *find_hwmon(const char *root, const char *value, const char *const *kinds)
{
    char *found = NULL;
    size_t rank = SIZE_MAX;
    find(root, HWMON_NAMES, value, kinds, &found, &rank);
    return found;
}

struct host_sensors *host_sensors_open(const char *root)
{
    static const char *const supply[] = {"rpi_volt", NULL};
    static const char *const meters[] = {"ina219", "ina226", "ina260", NULL};
    struct host_sensors *sensors = util_alloc(1, sizeof *sensors);
    UTIL_FREE char *mailbox = util_format("%s/dev/vcio", root);
    UTIL_FREE char *package = util_format("%s/sys/class/powercap/intel-rapl:0/name", root);
    sensors->root = util_strdup(root);
    sensors->cores = host_cores_count(root);
    sensors->has_pmic = true;
    sensors->vcio = open(mailbox, O_RDWR | O_CLOEXEC);
    sensors->temperature = find_temperature(root);
    sensors->undervoltage = find_hwmon(root, "in0_lcrit_alarm", supply);
    sensors->power = find_hwmon(root, "power1_input", meters);
    sensors->energy = beside(package, "energy_uj");
    sensors->energy_uj = NAN;
    return sensors;
}

void host_sensors_close(struct host_sensors *sensors)
{
    if (!sensors)
        return;
    util_close(&sensors->vcio);
    free(sensors->temperature);
    free(sensors->undervoltage);
    free(sensors->energy);
    free(sensors->power);
    free(sensors->root);
    free(sensors);
}

/* ---- reading ---- */

static double read_value(const char *path)
{
    return path ? file_read_number(path) : (double)NAN;
}

double host_sensors_temperature_c(struct host_sensors *sensors)
{
    return read_value(sensors->temperature) / 1000;
}

size_t host_sensors_frequencies_mhz(struct host_sensors *sensors, double *mhz, size_t max)
{
    uint32_t clock[VCIO_WORDS] = {CLOCK_ARM};
    bool measured = vcio_get(sensors->vcio, TAG_GET_CLOCK_MEASURED, clock) && clock[1] > 0;
    size_t count = sensors->cores < max ? sensors->cores : max;
    for (size_t i = 0; i < count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/sys/devices/system/cpu/cpu%zu/cpufreq/scaling_cur_freq",
                 sensors->root, i);
        mhz[i] = measured ? clock[1] / 1e6 : file_read_number(path) / 1000;
    }
    return count;
}

double host_sensors_throttled(struct host_sensors *sensors)
{
    /* The request names the bits since boot to clear: none, other programs read them too. */
    uint32_t bits[VCIO_WORDS] = {0};
    if (vcio_get(sensors->vcio, TAG_GET_THROTTLED, bits))
        return bits[0];
    return read_value(sensors->undervoltage); /* 1: the bit "under-voltage now" */
}

/* Mean power since the last call from the processor's energy counter; NAN the first time and when
 * the counter has wrapped. */
static double energy_power_w(struct host_sensors *sensors)
{
    double energy_uj = read_value(sensors->energy), t = util_now_s();
    double power_w = (energy_uj - sensors->energy_uj) * 1e-6 / (t - sensors->energy_t);
    sensors->energy_uj = energy_uj;
    sensors->energy_t = t;
    return power_w >= 0 ? power_w : (double)NAN;
}

/* The Raspberry Pi 5's power management chip: the sum of its rails. */
static double pmic_power_w(struct host_sensors *sensors)
{
    char answer[GENCMD_BYTES];
    double power_w = NAN;
    if (sensors->has_pmic && vcio_command(sensors->vcio, "pmic_read_adc", answer))
        power_w = host_sensors_pmic_power_w(answer);
    sensors->has_pmic = !isnan(power_w); /* a firmware without it is asked once */
    return power_w;
}

double host_sensors_power_w(struct host_sensors *sensors)
{
    if (sensors->power)
        return read_value(sensors->power) * 1e-6;
    return sensors->energy ? energy_power_w(sensors) : pmic_power_w(sensors);
}
