/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments: built-in ones, and mistakes in the configuration file. */
#include "backends/environment/environment.h"

#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* Loads with this config.json (NULL = none). */
static int load_text(const char *text, struct environment **list, size_t *count,
                     struct error *error)
{
    char *folder = scratch_make();
    UTIL_FREE char *own = util_format("%s/edgetop", folder);
    UTIL_FREE char *path = util_format("%s/config.json", own);
    assert_int_equal(mkdir(own, 0755), 0);
    if (text)
        scratch_append(path, text);
    setenv("XDG_CONFIG_HOME", folder, 1);
    int result = environment_load(list, count, error);
    scratch_remove(folder);
    return result;
}

static const struct environment *find(const struct environment *list, size_t count,
                                      const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

static void test_built_in(void **state)
{
    (void)state;
    struct environment *list;
    size_t count;
    struct error error = {0};
    assert_int_equal(load_text(NULL, &list, &count, &error), 0);
    assert_string_equal(list[0].name, "native");
    assert_non_null(find(list, count, "docker"));
    assert_null(find(list, count, "docker")->runtime);
    environment_free(list, count);
}

static void test_configured(void **state)
{
    (void)state;
    struct environment *list;
    size_t count;
    struct error error = {0};
    assert_int_equal(
        load_text("{\"environments\":[{\"name\":\"gvisor\",\"backend\":\"docker\","
                  "\"runtime\":\"runsc\"},{\"name\":\"vm\",\"backend\":\"native\","
                  "\"machine\":\"pc\",\"uri\":\"qemu:///system\",\"cache\":\"none\"}]}",
                  &list, &count, &error),
        0);
    const struct environment *gvisor = find(list, count, "gvisor");
    assert_non_null(gvisor);
    assert_string_equal(gvisor->backend, "docker");
    assert_string_equal(gvisor->runtime, "runsc");
    assert_null(gvisor->machine);
    const struct environment *vm = find(list, count, "vm");
    assert_string_equal(vm->machine, "pc");
    assert_string_equal(vm->uri, "qemu:///system");
    assert_string_equal(vm->cache, "none");
    assert_null(vm->runtime);
    environment_free(list, count);
}

#define NAME_64 "1234567890123456789012345678901234567890123456789012345678901234"

static void test_longest_name(void **state)
{
    (void)state;
    struct environment *list;
    size_t count;
    struct error error = {0};
    assert_int_equal(load_text("{\"environments\":[{\"name\":\"" NAME_64
                               "\",\"backend\":\"docker\"}]}",
                               &list, &count, &error),
                     0);
    assert_non_null(find(list, count, NAME_64));
    environment_free(list, count);
}

static void test_mistakes(void **state)
{
    (void)state;
    const struct {
        const char *text, *line, *reason;
    } cases[] = {
        {"{\"environments\":\n", "line 2", "ends too early"},
        {"{\n\"environments\": 3}", "line 2", "must be a list"},
        {"{\n\"environments\": [{}]}", "line 2", "needs a \"name\""},
        {"{\"environments\": [\n{\"name\": \"a,b\"}]}", "line 2", "needs a \"name\""},
        {"{\"environments\": [\n{\"name\": \"" NAME_64 "5\", \"backend\": \"native\"}]}", "line 2",
         "at most 64 bytes, this one 65"},
        {"{\"environments\": [\n\n{\"name\": \"x\"}]}", "line 3", "x needs a \"backend\""},
        {"{\"environments\": [\n{\"name\": \"native\", \"backend\": \"native\"}]}", "line 2",
         "already an environment native"},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"dokcer\"}]}", "line 2",
         "unknown backend dokcer: did you mean docker?"},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"docker\", \"runtime\": 7}]}",
         "line 2", "\"runtime\" must be a text"},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"firecracker\", \"jailer\": 1}]}",
         "line 2", "\"jailer\" must be true or false"},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"firecracker\","
         "\"rate_limiter\": 5}]}",
         "line 2", "\"rate_limiter\" must be an object"},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"firecracker\","
         "\"rate_limiter\": {\"ops\": {}}}]}",
         "line 2", "needs \"size\""},
        {"{\"environments\": [\n{\"name\": \"x\", \"backend\": \"firecracker\","
         "\"cache\": \"none\"}]}",
         "line 2", "Unsafe or Writeback"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct environment *list;
        size_t count;
        struct error error = {0};
        assert_int_equal(load_text(cases[i].text, &list, &count, &error), -1);
        assert_int_equal(error.code, EXIT_USAGE);
        if (!strstr(error.text, cases[i].line) || !strstr(error.text, cases[i].reason))
            fail_msg("\"%s\", \"%s\" not in: %s", cases[i].line, cases[i].reason, error.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_configured),
        cmocka_unit_test(test_longest_name),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
