/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of resuming a run: what the machine cannot read. */
#include "src/base/json.h"
#include "src/base/util.h"
#include "src/engine/resume.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_plan(const char *folder)
{
    struct plan plan;
    plan_init(&plan);
    plan_expand(&plan);
    JSON_FREE cJSON *json = plan_to_json(&plan);
    UTIL_FREE char *text = cJSON_PrintUnformatted(json);
    UTIL_FREE char *path = util_format("%s/plan.json", folder);
    scratch_append(path, text);
    plan_free(&plan);
}

/* What was read before the failure is not the whole run: slots would run twice. */
static void test_journal_that_cannot_be_read(void **state)
{
    (void)state;
    char *folder = scratch_make();
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", folder);
    struct engine engine = {.request = {.resume = folder}};
    struct error error = {0};
    write_plan(folder);
    assert_int_equal(symlink("/proc/self/mem", journal), 0); /* its first byte gives EIO */
    plan_init(&engine.request.plan);
    assert_int_equal(engine_resume_read(&engine, &error), -1);
    assert_non_null(strstr(error.text, "cannot read the journal "));
    assert_non_null(strstr(error.text, "Input/output error"));
    assert_int_equal(error.code, EXIT_MACHINE);
    plan_free(&engine.request.plan);
    cJSON_Delete(engine.digests_then);
    free(engine.folder);
    free(engine.pending);
    scratch_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_journal_that_cannot_be_read)};
    return cmocka_run_group_tests_name("resume", tests, NULL, NULL);
}
