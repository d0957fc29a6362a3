/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the small helpers. */
#include "src/base/error.h"
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void error_is_one_line(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(error_set(&error, EXIT_USAGE, "bad\n%s", "x\033"), -1);
    assert_string_equal(error.text, "bad?x?");
    assert_int_equal(error.code, EXIT_USAGE);
    assert_int_equal(error_set(NULL, EXIT_USAGE, "nobody listens"), -1);
}

static void unknown_numbers_stay_unknown(void **state)
{
    (void)state;
    JSON_FREE cJSON *json = cJSON_Parse("{\"a\":1.5,\"b\":\"x\"}");
    assert_true(json_number(json, "a") == 1.5);
    assert_true(isnan(json_number(json, "b")));
    assert_true(isnan(json_number(json, "c")));
    assert_true(isnan(file_read_number("/nonexistent")));
    json_add_number(json, "d", (double)NAN);
    assert_null(cJSON_GetObjectItem(json, "d"));
}

static void read_file_reads_past_its_first_buffer(void **state)
{
    (void)state;
    size_t length = 0;
    char path[] = "/tmp/edgetop-test-XXXXXX";
    UTIL_CLOSE int fd = mkstemp(path);
    assert_true(fd >= 0);
    UTIL_FREE char *data = util_alloc(200000, 1);
    memset(data, 'x', 200000);
    assert_int_equal(file_write_all(fd, data, 200000), 0);
    UTIL_FREE char *text = file_read(path, &length);
    remove(path);
    assert_non_null(text);
    assert_int_equal(length, 200000);
    assert_memory_equal(text, data, 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_is_one_line),
        cmocka_unit_test(unknown_numbers_stay_unknown),
        cmocka_unit_test(read_file_reads_past_its_first_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
