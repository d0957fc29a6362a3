/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine: what it is (once) and how it is (temperature, frequency, throttling, power).
 * Unreadable is NAN or NULL. */
#ifndef EDGETOP_HOST_HOST_H
#define EDGETOP_HOST_HOST_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

/* The `host` object of the `run` event: model, kernel, arch, cores, mem_bytes, os, governor, virt.
 * `root` is "" except in tests. */
cJSON *host_describe(const char *root);
/* boot_id of this boot, heap. */
char *host_boot_id(void);
/* Online cores: their numbers into cpus (at most max); returns how many there are. */
size_t host_online_cpus(int *cpus, size_t max);
/* Cores are numbered 0 .. host_cores - 1; those between that are offline have no figures. */
size_t host_cores(const char *root);
uint64_t host_memory_bytes(void);
uint64_t host_memory_available_bytes(void);

struct host_sensors; /* the sensors found on this machine, opened once */
struct host_sensors *host_sensors_open(const char *root);
void host_sensors_close(struct host_sensors *sensors);
double host_temperature_c(struct host_sensors *sensors);
/* MHz of each core (measured ARM clock where the firmware tells it, else scaling_cur_freq); returns
 * how many were written. */
size_t host_frequencies_mhz(struct host_sensors *sensors, double *mhz, size_t max);
/* Raw bits of the Pi's get_throttled; NAN elsewhere. */
double host_throttled(struct host_sensors *sensors);
/* Mean since the last call, or at this moment, as the sensor has it. */
double host_power_w(struct host_sensors *sensors);
/* The sum of the rails that `vcgencmd pmic_read_adc` lists with their current and voltage; NAN
 * where it lists none. */
double host_pmic_power_w(const char *text);
/* Adds what is known of the above to a `slow` event. */
void host_sensors_add(struct host_sensors *sensors, cJSON *event);

/* Mean number of cores that were busy during the next seconds; NAN where unknown. */
double host_busy_cores(double seconds);

/* Reasons why measurements on this machine could mislead right now (governor, throttling bits,
 * other load): each handed to `say` as (text, what to do). */
void host_warnings(const char *root, void (*say)(void *context, const char *text, const char *hint),
                   void *context);

#endif
