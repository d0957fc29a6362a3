/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: options, their errors, the order of trials, plan files. */
#include "src/plan/plan.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/plan/server.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    struct plan *plan = util_alloc(1, sizeof *plan);
    plan_init(plan);
    *state = plan;
    return 0;
}

static int tear_down(void **state)
{
    plan_free(*state);
    free(*state);
    return 0;
}

static void set(struct plan *plan, const char *option, const char *value)
{
    struct error error = {0};
    if (plan_set(plan, option, value, &error))
        fail_msg("%s", error.text);
}

static void assert_refused(struct plan *plan, const char *option, const char *value,
                           const char *expected)
{
    struct error error = {0};
    assert_int_equal(plan_set(plan, option, value, &error), -1);
    assert_int_equal(error.code, EXIT_USAGE);
    assert_non_null(strstr(error.text, expected));
}

static void test_defaults(void **state)
{
    const struct plan *plan = *state;
    int cores = (int)host_cores_online(NULL, 0);
    assert_int_equal(plan->trials, 10);
    assert_int_equal(plan->warmup, 1);
    assert_int_equal(plan->inferences, 20);
    assert_int_equal(plan->vcpus, cores < 4 ? cores : 4);
    assert_int_equal(plan->order, ORDER_INTERLEAVED);
    assert_string_equal(plan->envs.items[0], "native");
    assert_true(plan->seed >= 1);
    assert_true(isnan(plan->cooldown_within_c));
    assert_true(plan->memory_bytes <= UINT64_C(4) << 30);
}

static void test_numbers(void **state)
{
    struct plan *plan = *state;
    set(plan, "trials", "100000");
    assert_int_equal(plan->trials, 100000);
    set(plan, "warmup", "0");
    assert_int_equal(plan->warmup, 0);
    set(plan, "timeout", "2.5");
    assert_true(plan->timeout_s == 2.5);
    assert_refused(plan, "trials", "0", "trials 0: must be a whole number, 1 to 100000");
    assert_refused(plan, "trials", "-1", "trials -1: must be");
    assert_refused(plan, "trials", "1000000000", "1 to 100000");
    assert_refused(plan, "trials", "99999999999999999999", "1 to 100000");
    assert_refused(plan, "trials", "ten", "trials ten: must be");
    assert_refused(plan, "trials", "", "must be");
    assert_refused(plan, "trials", "1.5", "whole number");
    assert_refused(plan, "trials", "5 ", "must be");
    assert_refused(plan, "timeout", "nan", "must be 1 to 86400");
    assert_refused(plan, "hz", "51", "must be 1 to 50");
    assert_int_equal(plan->trials, 100000); /* a refused value changes nothing */
}

static void test_memory(void **state)
{
    struct plan *plan = *state;
    const struct {
        const char *text;
        double mib;
    } good[] = {{"512M", 512}, {"4G", 4096}, {"4GiB", 4096}, {"1.5g", 1536}, {"134217728", 128}};
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        set(plan, "memory", good[i].text);
        assert_true((double)plan->memory_bytes == good[i].mib * 0x1p20);
    }
    const char *const bad[] = {"", "0", "-1", "63M", "4X", "G", "4GB", "1e30", "nan", "inf"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
        assert_refused(plan, "memory", bad[i], "must be a size");
}

static void test_cooldown(void **state)
{
    struct plan *plan = *state;
    set(plan, "cooldown", "3C");
    assert_true(plan->cooldown_within_c == 3 && plan->cooldown_s == 60);
    set(plan, "cooldown", "0");
    assert_true(isnan(plan->cooldown_within_c) && plan->cooldown_s == 0);
    assert_refused(plan, "cooldown", "-1", "must be seconds");
    assert_refused(plan, "cooldown", "0C", "must be seconds");
    assert_refused(plan, "cooldown", "3F", "must be seconds");
    assert_refused(plan, "cooldown", "C", "must be seconds");
}

static void test_until(void **state)
{
    struct plan *plan = *state;
    assert_true(isnan(plan->until_pct) && isnan(plan->until_sd_pct));
    set(plan, "until", "2%");
    set(plan, "until-sd", "20");
    assert_true(plan->until_pct == 2 && plan->until_sd_pct == 20);
    set(plan, "until", "0.5%");
    assert_true(plan->until_pct == 0.5);
    set(plan, "until", "none");
    assert_true(isnan(plan->until_pct) && plan->until_sd_pct == 20);
    const char *const bad[] = {"", "%", "0%", "0.05", "51%", "-2", "nan", "2%%", "2 %", "p < 0.05"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
        assert_refused(plan, "until", bad[i], "must be a percentage, 0.1% to 50%, or none");
}

/* A flag has no value on the command line, and is true or false in a file. */
static void test_flag(void **state)
{
    struct plan *plan = *state;
    size_t flags = 0;
    for (size_t i = 0; plan_option(i); i++)
        flags += plan_option_is_flag(i);
    assert_int_equal(flags, 1);
    assert_false(plan->allow_emulation);
    set(plan, "allow-emulation", "true");
    assert_true(plan->allow_emulation);
    set(plan, "allow-emulation", "false");
    assert_false(plan->allow_emulation);
    assert_refused(plan, "allow-emulation", "yes", "true or false");
}

static void test_server(void **state)
{
    static const struct {
        const char *text, *user, *name, *port;
    } good[] = {{"pi.local", "root", "pi.local", "22"},
                {"lab@192.0.2.7", "lab", "192.0.2.7", "22"},
                {"lab@pi:2222", "lab", "pi", "2222"}};
    static const char *const bad[] = {"@pi",      "lab@",          "pi:",           "pi:0",
                                      "pi:70000", "pi:22x",        "-oProxy@pi",    "a b@pi",
                                      "lab@pi;x", "lab@-oProxy=x", "lab@pi\nUser x"};
    struct plan *plan = *state;
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        struct server server;
        set(plan, "server", good[i].text);
        assert_int_equal(server_parse(&server, plan->server, NULL), 0);
        assert_string_equal(server.user, good[i].user);
        assert_string_equal(server.name, good[i].name);
        assert_string_equal(server.port, good[i].port);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
        assert_refused(plan, "server", bad[i], "must be HOST, USER@HOST or USER@HOST:PORT");
}

static void test_server_address(void **state)
{
    (void)state;
    struct server server;
    struct error error;
    assert_int_equal(server_parse(&server, "192.0.2.7", NULL), 0);
    assert_int_equal(server_resolve(&server, NULL), 0);
    assert_string_equal(server.address, "192.0.2.7");
    assert_int_equal(server_parse(&server, "127.0.0.1", NULL), 0);
    assert_int_equal(server_resolve(&server, &error), -1);
    assert_non_null(strstr(error.text, "each environment's own address"));
}

static void test_names(void **state)
{
    struct plan *plan = *state;
    set(plan, "env", "native,docker");
    assert_int_equal(plan->envs.count, 2);
    assert_string_equal(plan->envs.items[1], "docker");
    assert_refused(plan, "env", "native,native", "native stands there twice");
    assert_refused(plan, "env", "native,", "commas");
    assert_refused(plan, "env", "", "commas");
    assert_refused(plan, "name", "../up", "must be 1 to 64");
    assert_refused(plan, "name", "", "must be 1 to 64");
    assert_refused(plan, "name", "a b", "must be 1 to 64");
    assert_refused(plan, "name", ".hidden", "must be 1 to 64");
    assert_refused(plan, "order", "random", "interleaved or blocks");
    assert_refused(plan, "trails", "3", "did you mean trials");
    assert_int_equal(plan->envs.count, 2);
}

/* Three environments, two workloads, five rounds, two warm-ups. */
static void make_big(struct plan *plan, const char *seed)
{
    set(plan, "env", "a,b,c");
    set(plan, "workload", "x,y");
    set(plan, "trials", "5");
    set(plan, "warmup", "2");
    set(plan, "seed", seed);
    plan_expand(plan);
}

static void test_each_round_has_each_environment_once(void **state)
{
    struct plan *plan = *state;
    make_big(plan, "7");
    assert_int_equal(plan->slot_count, 3 * 2 * 7);
    for (size_t i = 0; i < plan->slot_count; i += 3) { /* one workload in one round */
        unsigned seen = 0;
        for (size_t j = i; j < i + 3; j++) {
            assert_int_equal(plan->slots[j].workload, plan->slots[i].workload);
            assert_int_equal(plan->slots[j].round, plan->slots[i].round);
            seen |= 1u << plan->slots[j].env;
        }
        assert_int_equal(seen, 7);
    }
}

static void test_warmups_come_first(void **state)
{
    struct plan *plan = *state;
    make_big(plan, "7");
    for (size_t i = 0; i < plan->slot_count; i++) {
        assert_int_equal(plan->slots[i].warmup, i < 12);
        assert_int_equal(plan->slots[i].round, i < 12 ? 0 : (int)(i - 12) / 6 + 1);
    }
}

static bool same_order(const struct plan *a, const struct plan *b)
{
    for (size_t i = 0; i < a->slot_count; i++)
        if (a->slots[i].env != b->slots[i].env)
            return false;
    return a->slot_count == b->slot_count;
}

static void test_seed_decides_the_order(void **state)
{
    struct plan *plan = *state, same, other;
    plan_init(&same);
    plan_init(&other);
    make_big(plan, "7");
    make_big(&same, "7");
    make_big(&other, "8");
    assert_true(same_order(plan, &same));
    assert_false(same_order(plan, &other));
    plan_free(&same);
    plan_free(&other);
}

/* Every order of three environments comes up about equally often. */
static void test_order_is_uniform(void **state)
{
    struct plan *plan = *state;
    int count[3][3] = {0};
    set(plan, "env", "a,b,c");
    set(plan, "trials", "6000");
    set(plan, "warmup", "0");
    set(plan, "seed", "1");
    plan_expand(plan);
    for (size_t i = 0; i < plan->slot_count; i++)
        count[i % 3][plan->slots[i].env]++;
    for (int place = 0; place < 3; place++)
        for (int env = 0; env < 3; env++)
            assert_in_range(count[place][env], 1800, 2200); /* 2000 +- 5.5 sd */
}

static void test_blocks(void **state)
{
    struct plan *plan = *state;
    set(plan, "order", "blocks");
    make_big(plan, "7");
    assert_int_equal(plan->slot_count, 3 * 2 * 7);
    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct plan_slot *slot = &plan->slots[i];
        assert_int_equal(slot->env, i / 14);
        assert_int_equal(slot->workload, i / 7 % 2);
        assert_int_equal(slot->warmup, i % 7 < 2);
        assert_int_equal(slot->round, i % 7 < 2 ? 0 : (int)(i % 7) - 1);
    }
}

static void test_json_there_and_back(void **state)
{
    struct plan *plan = *state, copy;
    struct error error = {0};
    set(plan, "cooldown", "3C");
    set(plan, "memory", "512M");
    set(plan, "model", "small");
    set(plan, "allow-emulation", "true");
    set(plan, "until", "2.5%");
    make_big(plan, "4294967295");
    plan_init(&copy);
    JSON_FREE cJSON *json = plan_to_json(plan);
    assert_int_equal(plan_from_json(&copy, json, &error), 0);
    JSON_FREE cJSON *again = plan_to_json(&copy);
    assert_true(cJSON_Compare(json, again, true));
    assert_int_equal(copy.slot_count, plan->slot_count);
    assert_true(copy.allow_emulation);
    assert_true(copy.until_pct == 2.5 && isnan(copy.until_sd_pct));
    plan_free(&copy);
}

static void test_slot_of_unknown_environment(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    JSON_FREE cJSON *json =
        cJSON_Parse("{\"slots\":[{\"env\":\"x\",\"workload\":\"traffic-light\",\"round\":1}]}");
    assert_int_equal(plan_from_json(plan, json, &error), -1);
    assert_non_null(strstr(error.text, "slot 1"));
}

/* ---- plan files ---- */

static int read_text(struct plan *plan, const char *text, struct error *error)
{
    char *folder = scratch_make();
    UTIL_FREE char *path = util_format("%s/plan.json", folder);
    scratch_append(path, text);
    int result = plan_read(plan, path, error);
    scratch_remove(folder);
    return result;
}

static void test_plan_file(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    assert_int_equal(read_text(plan,
                               "{\"env\": [\"native\", \"docker\"], \"workload\": \"x,y\",\n"
                               " \"trials\": 3, \"memory\": \"1G\", \"slots\": [], "
                               "\"digests\": {}}",
                               &error),
                     0);
    assert_int_equal(plan->trials, 3);
    assert_int_equal(plan->envs.count, 2);
    assert_int_equal(plan->workloads.count, 2);
    assert_int_equal(plan->memory_bytes, 1 << 30);
}

static void test_plan_file_errors(void **state)
{
    const struct {
        const char *text, *line, *reason;
    } cases[] = {
        {"", "line 1", "ends too early"},
        {"{\n\"trials\": 3,\n", "line 3", "ends too early"},
        {"{\n\"trials\": 3\n\"warmup\": 1}", "line 3", "no valid JSON from \"\"warmup\""},
        {"[1]", "line 1", "one JSON object"},
        {"{\n\"seed\": 1,\n\"trials\": 0}", "line 3", "trials 0: must be"},
        {"{\n\n\"trails\": 3}", "line 3", "did you mean trials"},
        {"{\"env\": {}}", "line 1", "must be a number"},
        {"{\"env\": [1]}", "line 1", "commas"},
        {"{\"trials\": true}", "line 1", "trials true: must be a whole number"},
        {"{\"allow-emulation\": 1}", "line 1", "must be true or false"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct error error = {0};
        assert_int_equal(read_text(*state, cases[i].text, &error), -1);
        assert_non_null(strstr(error.text, cases[i].line));
        assert_non_null(strstr(error.text, cases[i].reason));
    }
}

/* ---- checks against what exists ---- */

static char *env_names[] = {"native", "docker"};
static const struct names envs = {env_names, ARRAY_LENGTH(env_names)};
static struct workload_model models[] = {{.name = "inception-v3"}, {.name = "small"}};
static struct workload_option options[] = {{.name = "size", .value = "5G"},
                                           {.name = "seconds", .value = "3"}};
static struct workload workloads[] = {
    {.name = "traffic-light", .models = models, .model_count = 2},
    {.name = "cpu"},
    {.name = "fileio", .options = options, .option_count = 2, .scratch = "size"},
};

static int check(struct plan *plan, struct error *error)
{
    return plan_check(plan, &envs, workloads, ARRAY_LENGTH(workloads), error);
}

static void assert_check_refused(struct plan *plan, const char *option, const char *value,
                                 const char *expected)
{
    struct error error = {0};
    set(plan, option, value);
    assert_int_equal(check(plan, &error), -1);
    assert_int_equal(error.code, EXIT_USAGE);
    if (!strstr(error.text, expected))
        fail_msg("\"%s\" is not in \"%s\"", expected, error.text);
}

static void test_check_names(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    assert_int_equal(check(plan, &error), 0);
    assert_check_refused(plan, "env", "dokcer",
                         "unknown environment \"dokcer\": did you mean "
                         "docker?");
    assert_check_refused(plan, "env", "qqqqqqqqqqqq", "there are native, docker");
    set(plan, "env", "docker");
    assert_check_refused(plan, "workload", "trafic-light", "did you mean traffic-light?");
}

static void test_check_until(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    set(plan, "until", "2%");
    assert_int_equal(check(plan, &error), 0);
    assert_check_refused(plan, "order", "blocks",
                         "until: needs rounds, but the order blocks has none");
    set(plan, "until", "none");
    assert_int_equal(check(plan, &error), 0);
    assert_check_refused(plan, "until-sd", "20%", "until-sd: needs rounds");
}

static void test_check_models(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    set(plan, "model", "small");
    assert_int_equal(check(plan, &error), 0);
    assert_false(plan_has_model_file(plan));
    assert_check_refused(plan, "model", "smal", "did you mean small?");
    assert_check_refused(plan, "model", "/no/such.onnx", "/no/such.onnx: No such file");
    assert_check_refused(plan, "workload", "traffic-light,cpu", "a file is for one workload");
    set(plan, "model", "small");
    assert_check_refused(plan, "workload", "cpu", "there are no models for cpu");
    set(plan, "workload", "cpu,traffic-light");
    assert_int_equal(check(plan, &error), 0);
    assert_check_refused(plan, "model", "smal", "unknown model \"smal\": did you mean small?");
}

static void test_check_makes_paths_absolute(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    char *folder = scratch_make();
    UTIL_FREE char *path = util_format("%s/my.onnx", folder);
    UTIL_FREE char *roundabout = util_format("/tmp/..%s", path);
    scratch_append(path, "");
    set(plan, "model", roundabout);
    set(plan, "input", "/tmp/.");
    assert_int_equal(check(plan, &error), 0);
    assert_string_equal(plan->model, path);
    assert_string_equal(plan->input, "/tmp");
    assert_true(plan_has_model_file(plan));
    scratch_remove(folder);
}

static void test_all_workloads(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    set(plan, "workload", "all");
    assert_int_equal(check(plan, &error), 0);
    assert_int_equal(plan->workloads.count, ARRAY_LENGTH(workloads));
    assert_string_equal(plan->workloads.items[2], "fileio");
    assert_check_refused(plan, "workload", "all,cpu", "unknown workload \"all\"");
}

static void test_settings(void **state)
{
    struct plan *plan = *state;
    struct error error = {0};
    set(plan, "set", "fileio.seconds=7,fileio.size=64M");
    assert_int_equal(check(plan, &error), 0);
    UTIL_FREE const char **values = plan_settings(plan, &workloads[2]);
    assert_string_equal(values[0], "64M");
    assert_string_equal(values[1], "7");
    JSON_FREE cJSON *json = plan_to_json(plan);
    struct plan again;
    plan_init(&again);
    assert_int_equal(plan_from_json(&again, json, &error), 0);
    UTIL_FREE const char **same = plan_settings(&again, &workloads[2]);
    assert_string_equal(same[0], "64M");
    plan_free(&again);
    set(plan, "set", "fileio.seconds=8"); /* another --set leaves the rest as it is */
    UTIL_FREE const char **later = plan_settings(plan, &workloads[2]);
    assert_string_equal(later[0], "64M");
    assert_string_equal(later[1], "8");
    assert_int_equal(plan->settings.count, 2);

    assert_check_refused(plan, "set", "fileio.size=much", "must be a size such as 512M");
    assert_check_refused(plan, "set", "fileio", "must be WORKLOAD.OPTION=VALUE");
    assert_check_refused(plan, "set", "fileio.size=", "must be WORKLOAD.OPTION=VALUE");
    assert_check_refused(plan, "set", "disk.size=1M", "no such workload");
    assert_check_refused(plan, "set", "cpu.size=1M", "cpu has no options");
    assert_check_refused(plan, "set", "fileio.sise=1M", "did you mean size?");
}

static void test_check_machine(void **state)
{
    struct plan *plan = *state;
    assert_check_refused(plan, "vcpus", "1024", "vcpus 1024: this machine has");
    set(plan, "vcpus", "1");
    assert_check_refused(plan, "memory", "1000000G", "this machine has");
    assert_check_refused(plan, "memory", "1T", "memory 1048576 MiB: this machine has");
    assert_check_refused(plan, "memory", "2000TiB", "this machine has");
    set(plan, "memory", "64M");
    assert_check_refused(plan, "input", "/no/such/folder", "No such file");
}

static void test_check_count(void **state)
{
    struct plan *plan = *state;
    set(plan, "env", "native,docker");
    set(plan, "trials", "100000");
    assert_check_refused(plan, "warmup", "1", "makes 200002 trials");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cooldown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_until, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_flag, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_server, set_up, tear_down),
        cmocka_unit_test(test_server_address),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_round_has_each_environment_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_warmups_come_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_seed_decides_the_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_is_uniform, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json_there_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slot_of_unknown_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plan_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plan_file_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_models, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_makes_paths_absolute, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_workloads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_machine, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_check_until, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
