/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the machine is: temperature, frequency, throttling, power. Unreadable is NAN. */
#ifndef EDGETOP_HOST_SENSORS_H
#define EDGETOP_HOST_SENSORS_H

#include <stddef.h>

struct host_sensors; /* the sensors found on this machine, opened once */
struct host_sensors *host_sensors_open(const char *root);
void host_sensors_close(struct host_sensors *sensors);
double host_sensors_temperature_c(struct host_sensors *sensors);
/* MHz of each core (the measured ARM clock where the firmware reports it, else scaling_cur_freq);
 * returns how many were written. */
size_t host_sensors_frequencies_mhz(struct host_sensors *sensors, double *mhz, size_t max);
/* Raw bits of the Pi's get_throttled; NAN elsewhere. */
double host_sensors_throttled(struct host_sensors *sensors);
/* Mean since the last call, or the present power: the sensor decides which. */
double host_sensors_power_w(struct host_sensors *sensors);
/* The sum of the rails that `vcgencmd pmic_read_adc` lists with their current and voltage; NAN
 * where it lists none. */
double host_sensors_pmic_power_w(const char *text);

#endif
