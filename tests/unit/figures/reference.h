/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests against reference.json, which reference.py made. */
#ifndef EDGETOP_TESTS_REFERENCE_H
#define EDGETOP_TESTS_REFERENCE_H

#include "src/figures/stats.h"

#include <cjson/cJSON.h>

/* cmocka's group setup and teardown: state is the file. */
int reference_read(void **state);
int reference_free(void **state);

/* A part of the file that must be there; a member of an object as values (free .x), or a sample by
 * the name that the member holds. */
const cJSON *reference_part(void **state, const char *part);
struct stats_sample reference_values(const cJSON *array);
struct stats_sample reference_sample(void **state, const cJSON *object, const char *key);
void reference_free_sample(struct stats_sample *sample);
#define FREE_SAMPLE __attribute__((cleanup(reference_free_sample)))

/* Fail unless equal to 1e-9. */
void assert_near(double value, double expected, const char *what);
void assert_member(double value, const cJSON *object, const char *key);
void assert_interval_member(struct stats_interval interval, const cJSON *object, const char *key);

#endif
