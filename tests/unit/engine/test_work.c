/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of what workloads run: files of the operator that are not there. */
#include "src/base/util.h"
#include "src/engine/work.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_model_file_with_a_digest_is_missing(void **state)
{
    (void)state;
    char *folder = scratch_make();
    char *command[] = {"/bin/true", NULL}, *planned = "w";
    struct workload workload = {.name = "w", .command = command};
    struct engine engine = {.workloads = &workload, .workload_count = 1};
    struct error error = {0};
    engine.request.plan.workloads = (struct names){.items = &planned, .count = 1};
    engine.request.plan.model = util_format("%s/model.json", folder);
    engine.image.models = "/models";
    scratch_append(engine.request.plan.model,
                   "{\"file\": \"model.onnx\", \"sha256\": {\"model.onnx\": \"00\"}}");
    assert_int_equal(engine_make_works(&engine, &error), -1);
    UTIL_FREE char *expected =
        util_format("cannot read %s/model.onnx: No such file or directory", folder);
    assert_string_equal(error.text, expected);
    assert_int_equal(error.code, EXIT_USAGE);
    engine_free_works(&engine);
    free(engine.request.plan.model);
    scratch_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_model_file_with_a_digest_is_missing)};
    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
