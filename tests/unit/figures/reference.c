/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference values and comparisons with them. */
#include "tests/unit/figures/reference.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TOLERANCE 1e-9

int reference_read(void **state)
{
    UTIL_FREE char *text = file_read(EDGETOP_SOURCE_DIR "/tests/unit/figures/reference.json", NULL);
    *state = text ? cJSON_Parse(text) : NULL;
    return *state ? 0 : -1;
}

int reference_free(void **state)
{
    cJSON_Delete(*state);
    return 0;
}

const cJSON *reference_part(void **state, const char *part)
{
    const cJSON *found = cJSON_GetObjectItem(*state, part);
    assert_non_null(found);
    return found;
}

struct stats_sample reference_values(const cJSON *array)
{
    assert_true(cJSON_IsArray(array));
    struct stats_sample sample = {NULL, (size_t)cJSON_GetArraySize(array)};
    double *x = util_alloc(sample.n, sizeof *x), *end = x;
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        *end++ = item->valuedouble;
    }
    sample.x = x;
    return sample;
}

struct stats_sample reference_sample(void **state, const cJSON *object, const char *key)
{
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
    assert_non_null(name);
    return reference_values(cJSON_GetObjectItem(reference_part(state, "samples"), name));
}

void reference_free_sample(struct stats_sample *sample)
{
    free((void *)(uintptr_t)sample->x);
}

void assert_near(double value, double expected, const char *what)
{
    if (!(fabs(value - expected) <= TOLERANCE * fabs(expected)))
        fail_msg("%s: %.17g instead of %.17g", what, value, expected);
}

void assert_member(double value, const cJSON *object, const char *key)
{
    const cJSON *expected = cJSON_GetObjectItem(object, key);
    assert_true(cJSON_IsNumber(expected));
    assert_near(value, expected->valuedouble, key);
}

void assert_interval_member(struct stats_interval interval, const cJSON *object, const char *key)
{
    FREE_SAMPLE struct stats_sample ends = reference_values(cJSON_GetObjectItem(object, key));
    assert_int_equal(ends.n, 2);
    assert_near(interval.lo, ends.x[0], key);
    assert_near(interval.hi, ends.x[1], key);
}
