/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests of workloads: those that we ship, and mistakes in others. */
#include "src/plan/manifest.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static const char good[] =
    "{\n\"name\": \"mine\",\n\"title\": \"Mine\",\n\"summary\": \"what it does\",\n"
    "\"command\": [\"/bin/mine\", \"{vcpus}\"],\n"
    "\"primary\": {\"name\": \"events\", \"unit\": \"1/s\",\n \"better\": \"higher\"},\n"
    "\"models\": [{\"name\": \"a\", \"title\": \"A\", \"timing_only\": true},\n"
    " {\"name\": \"b\", \"title\": \"B\"}]\n}\n";

/* Reads a folder that holds the workload "mine" with this manifest, and a folder without any. */
static int load_text(const char *text, struct workload **list, size_t *count, struct error *error)
{
    char *folder = scratch_make();
    UTIL_FREE char *mine = util_format("%s/mine", folder), *other = util_format("%s/zz", folder);
    UTIL_FREE char *path = util_format("%s/manifest.json", mine);
    assert_int_equal(mkdir(mine, 0755), 0);
    assert_int_equal(mkdir(other, 0755), 0);
    scratch_append(path, text);
    int result = manifest_load_folder(folder, true, list, count, error);
    scratch_remove(folder);
    return result;
}

static void test_good_manifest(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    assert_int_equal(load_text(good, &list, &count, &error), 0);
    assert_int_equal(count, 1);
    assert_string_equal(list->name, "mine");
    assert_string_equal(list->command[1], "{vcpus}");
    assert_null(list->command[2]);
    assert_false(list->lower_is_better);
    assert_int_equal(list->model_count, 2);
    assert_true(list->models[0].timing_only);
    assert_string_equal(workload_model(list, NULL)->name, "a");
    assert_string_equal(workload_model(list, "b")->title, "B");
    assert_string_equal(workload_model(list, "c")->name, "a");
    workload_free(list, count);
}

/* The good manifest with one thing replaced. */
static char *spoil(const char *what, const char *by)
{
    const char *at = strstr(good, what);
    assert_non_null(at);
    return util_format("%.*s%s%s", (int)(at - good), good, by, at + strlen(what));
}

static void test_mistakes(void **state)
{
    (void)state;
    const struct {
        const char *what, *by, *line, *reason;
    } cases[] = {
        {"\"title\": \"Mine\",\n", "", "manifest.json: ", "\"title\" is missing"},
        {"\"mine\"", "\"yours\"", "line 2", "the name of the folder, mine"},
        {"\"what it does\"", "7", "line 4", "\"summary\" must be a text"},
        {"[\"/bin/mine\", \"{vcpus}\"]", "\"/bin/mine\"", "line 5", "list of texts"},
        {"\"{vcpus}\"", "4", "line 5", "list of texts"},
        {"\"higher\"", "\"more\"", "line 7", "\"lower\" or \"higher\""},
        {"\"unit\"", "\"units\"", "manifest.json: ", "\"unit\" is missing"},
        {"{\"name\": \"a\", \"title\": \"A\", \"timing_only\": true}", "3",
         "manifest.json: ", "\"name\" is missing"},
        {"\"models\": [", "\"models\": 3, \"x\": [", "line 8", "\"models\" must be a list"},
        {"\"B\"}]", "\"B\"}", "line", "no valid JSON"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct workload *list;
        size_t count;
        struct error error = {0};
        UTIL_FREE char *text = spoil(cases[i].what, cases[i].by);
        assert_int_equal(load_text(text, &list, &count, &error), -1);
        assert_int_equal(error.code, EXIT_USAGE);
        if (!strstr(error.text, cases[i].line) || !strstr(error.text, cases[i].reason))
            fail_msg("\"%s\", \"%s\" not in: %s", cases[i].line, cases[i].reason, error.text);
    }
}

/* The good manifest with members of its own, before the last brace. */
static char *extend(const char *members)
{
    return util_format("%.*s,\n%s}\n", (int)(sizeof good - 1 - strlen("\n}\n")), good, members);
}

static const char extras[] =
    "\"sweep\": \"threads\",\n"
    "\"network\": true, \"progress\": {\"metric\": \"sent\", \"times\": 1.5},\n"
    "\"options\": [{\"name\": \"size\", \"value\": \"64M\", \"text\": \"of it\"}],\n"
    "\"scratch\": \"size\",\n"
    "\"files\": [\"manifest.json\", \"/etc/passwd\"],\n"
    "\"metrics\": [{\"pattern\": \"^speed: ([0-9.]+) (MB|kB)\", \"name\": \"events\", \"unit\": "
    "\"1/s\"}]";

struct finds {
    int count;
    double last;
};

static void count_finds(void *context, const struct workload_pattern *pattern, double value)
{
    struct finds *finds = context;
    assert_string_equal(pattern->name, "events");
    finds->count++;
    finds->last = value;
}

static void test_extras(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    UTIL_FREE char *text = extend(extras);
    if (load_text(text, &list, &count, &error))
        fail_msg("%s", error.text);
    assert_string_equal(list->sweep, "threads");
    assert_string_equal(list->progress_metric, "sent");
    assert_true(list->progress_times == 1.5);
    assert_string_equal(list->scratch, "size");
    assert_int_equal(workload_option(list, "size"), 0);
    assert_int_equal(workload_option(list, "sizes"), -1);
    assert_string_equal(list->options[0].value, "64M");
    assert_int_equal(list->file_count, 2);
    assert_non_null(strstr(list->files[0], "/mine/manifest.json"));
    assert_string_equal(list->files[1], "/etc/passwd");
    assert_non_null(strstr(list->manifest, "/mine/manifest.json"));
    workload_free(list, count);
}

static void test_patterns(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    UTIL_FREE char *text = extend(extras);
    assert_int_equal(load_text(text, &list, &count, &error), 0);
    const struct {
        const char *line;
        int finds;
        double value;
    } cases[] = {{"speed: 12.5 MB", 1, 12.5}, {"speed: 7 kB/s", 1, 7}, {"speed: 12.5", 0, 0},
                 {"speed: 1.2.3 MB", 0, 0},   {" speed: 1 MB", 0, 0},  {"", 0, 0}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct finds finds = {0};
        workload_match(list, cases[i].line, count_finds, &finds);
        assert_int_equal(finds.count, cases[i].finds);
        assert_true(finds.last == cases[i].value);
    }
    workload_free(list, count);
}

static void test_mistakes_in_extras(void **state)
{
    (void)state;
    static const struct {
        const char *members, *reason;
    } cases[] = {
        {"\"sweep\": 3", "\"sweep\" must be the name of a parameter"},
        {"\"options\": {}", "\"options\" must be a list"},
        {"\"options\": [{\"name\": \"size\", \"text\": \"x\"}]", "\"value\" is missing"},
        {"\"options\": [{\"name\": \"Size\", \"value\": \"1\", \"text\": \"x\"}]", "small letters"},
        {"\"scratch\": \"size\"", "\"scratch\" must be the name of an option"},
        {"\"network\": 1", "\"network\" must be true or false"},
        {"\"host\": [\"/bin/true\"]", "\"host\" needs \"network\": true"},
        {"\"network\": true, \"host\": []", "\"host\" must be a list of texts"},
        {"\"network\": true, \"host\": [\"{sever}\"]", "{sever} in the command is neither"},
        {"\"network\": true, \"progress\": 2", "\"progress\" must be {\"metric\", \"times\"}"},
        {"\"network\": true, \"progress\": {\"times\": 2}", "\"metric\" is missing"},
        {"\"network\": true, \"progress\": {\"metric\": 7, \"times\": 2}",
         "\"metric\" must be a text"},
        {"\"network\": true, \"progress\": {\"metric\": \"b\"}",
         "\"times\" must be a number above 0"},
        {"\"network\": true, \"progress\": {\"metric\": \"b\", \"times\": 0}", "\"times\" must be"},
        {"\"network\": true, \"progress\": {\"metric\": \"b\", \"times\": 1e999}",
         "\"times\" must be"},
        {"\"progress\": {\"metric\": \"b\", \"times\": 2}", "\"progress\" needs \"network\": true"},
        {"\"files\": [\"no-such-file\"]", "No such file"},
        {"\"files\": [\"manifest.json\", \"../mine/manifest.json\"]",
         "two files have the name manifest.json"},
        {"\"metrics\": [{\"pattern\": \"a(b\", \"name\": \"n\", \"unit\": \"u\"}]",
         "not a regular expression"},
        {"\"metrics\": [{\"pattern\": \"ab\", \"name\": \"n\", \"unit\": \"u\"}]", "no group"},
        {"\"metrics\": [{\"pattern\": \"(a)\", \"name\": \"n\"}]", "\"unit\" is missing"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct workload *list;
        size_t count;
        struct error error = {0};
        UTIL_FREE char *text = extend(cases[i].members);
        assert_int_equal(load_text(text, &list, &count, &error), -1);
        if (!strstr(error.text, cases[i].reason) || !strstr(error.text, "manifest.json"))
            fail_msg("\"%s\" not in: %s", cases[i].reason, error.text);
    }
}

static void test_unknown_placeholder(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    UTIL_FREE char *text = spoil("{vcpus}", "{cpus}");
    assert_int_equal(load_text(text, &list, &count, &error), -1);
    assert_non_null(strstr(error.text, "{cpus} in the command is neither an option"));
}

/* A workload of the operator's own stands among ours; one with a name of ours is refused. */
static void test_own(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    char *folder = scratch_make();
    UTIL_FREE char *workloads = util_format("%s/edgetop/workloads", folder);
    UTIL_FREE char *mine = util_format("%s/mine", workloads);
    UTIL_FREE char *path = util_format("%s/manifest.json", mine);
    assert_int_equal(file_make_dirs(mine), 0);
    scratch_append(path, good);
    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_int_equal(manifest_load(&list, &count, &error), 0);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found |= strcmp(list[i].name, "mine") == 0 && list[i].manifest;
    assert_true(found);
    workload_free(list, count);

    UTIL_FREE char *taken = util_format("%s/cpu", workloads);
    UTIL_FREE char *taken_path = util_format("%s/manifest.json", taken);
    UTIL_FREE char *text = spoil("\"mine\"", "\"cpu\"");
    assert_int_equal(file_make_dirs(taken), 0);
    scratch_append(taken_path, text);
    assert_int_equal(manifest_load(&list, &count, &error), -1);
    assert_non_null(strstr(error.text, "choose a different one"));
    unsetenv("XDG_CONFIG_HOME");
    scratch_remove(folder);
}

/* What Live shows of a transfer is in the journal. */
static void test_progress_in_journals(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    UTIL_FREE char *text = extend(extras);
    assert_int_equal(load_text(text, &list, &count, &error), 0);
    JSON_FREE cJSON *json = workload_to_json(list, NULL, NULL);
    const cJSON *progress = cJSON_GetObjectItemCaseSensitive(json, "progress");
    assert_string_equal(json_string(progress, "metric"), "sent");
    assert_true(json_number(progress, "times") == 1.5);
    workload_free(list, count);
    assert_int_equal(load_text(good, &list, &count, &error), 0);
    JSON_FREE cJSON *without = workload_to_json(list, NULL, NULL);
    assert_false(cJSON_HasObjectItem(without, "progress"));
    workload_free(list, count);
}

static void test_no_folder(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    assert_int_equal(manifest_load_folder("/no/such/folder", false, &list, &count, &error), -1);
    assert_non_null(strstr(error.text, "/no/such/folder"));
}

static void test_ours(void **state)
{
    (void)state;
    struct workload *list;
    size_t count;
    struct error error = {0};
    if (manifest_load(&list, &count, &error))
        fail_msg("%s", error.text);
    assert_true(count >= 2);
    for (size_t i = 0; i < count; i++) {
        assert_true(list[i].command[0][0] == '/');
        assert_true(i == 0 || strcmp(list[i - 1].name, list[i].name) < 0);
    }
    workload_free(list, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_manifest),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_extras),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_mistakes_in_extras),
        cmocka_unit_test(test_unknown_placeholder),
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_progress_in_journals),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
