/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the events: each has exactly the members that its reader and the documents know. */
#include "src/journal/events.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Frees the event. */
static void check_line(cJSON *event, const char *expected)
{
    UTIL_FREE char *line = cJSON_PrintUnformatted(event);
    cJSON_Delete(event);
    assert_string_equal(line, expected);
}

static cJSON *array_of(const char *name)
{
    cJSON *array = cJSON_CreateArray();
    cJSON_AddItemToArray(array, cJSON_CreateString(name));
    return array;
}

/* ---- the run ---- */

static void run_says_everything(void **state)
{
    (void)state;
    const struct event_plan plan = {10, 1, 20, 4, 22, 0x1p20, 2, 1.5, 300, 10, 2, 20, "blocks", 7};
    const struct event_run run = {.name = "study",
                                  .started = "2026-11-23T10:15:00Z",
                                  .host = cJSON_CreateObject(),
                                  .plan_sha256 = "aa",
                                  .image_sha256 = "bb",
                                  .plan = &plan,
                                  .workloads = cJSON_CreateArray(),
                                  .envs = array_of("native")};
    check_line(events_run(0.25, &run),
               "{\"t\":0.25,\"ev\":\"run\",\"v\":1,\"name\":\"study\","
               "\"started\":\"2026-11-23T10:15:00Z\",\"host\":{},\"plan_sha256\":\"aa\","
               "\"image_sha256\":\"bb\",\"plan\":{\"trials\":10,\"warmup\":1,\"inferences\":20,"
               "\"vcpus\":4,\"slots\":22,\"memory_bytes\":1048576,\"cooldown_s\":2,"
               "\"cooldown_within_c\":1.5,\"timeout_s\":300,\"hz\":10,\"order\":\"blocks\","
               "\"seed\":7,\"until_pct\":2,\"until_sd_pct\":20},"
               "\"workloads\":[],\"envs\":[\"native\"]}");
}

static void run_without_a_plan(void **state)
{
    (void)state;
    const struct event_run run = {.host = cJSON_CreateObject(),
                                  .workloads = cJSON_CreateArray(),
                                  .envs = cJSON_CreateArray()};
    check_line(events_run(0, &run),
               "{\"t\":0,\"ev\":\"run\",\"v\":1,\"host\":{},\"workloads\":[],\"envs\":[]}");
}

static void a_plan_without_degrees_and_precision(void **state)
{
    (void)state;
    static const char *const keys[] = {"cooldown_within_c", "until_pct", "until_sd_pct"};
    const struct event_plan plan = {
        .cooldown_within_c = NAN, .until_pct = NAN, .until_sd_pct = NAN, .order = "blocks"};
    const struct event_run run = {.plan = &plan};
    JSON_FREE cJSON *event = events_run(0, &run);
    for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
        assert_false(cJSON_HasObjectItem(cJSON_GetObjectItem(event, "plan"), keys[i]));
}

static void session(void **state)
{
    (void)state;
    const struct event_session full = {2, 4711, "2026-11-23T10:15:00Z", "1-2-3", "0.1.0"};
    check_line(events_session(1, &full),
               "{\"t\":1,\"ev\":\"session\",\"n\":2,\"pid\":4711,"
               "\"started\":\"2026-11-23T10:15:00Z\",\"boot_id\":\"1-2-3\","
               "\"version\":\"0.1.0\"}");
    const struct event_session unknown = {.n = 1, .pid = 1};
    check_line(events_session(1, &unknown), "{\"t\":1,\"ev\":\"session\",\"n\":1,\"pid\":1}");
}

static void env(void **state)
{
    (void)state;
    const struct event_env full = {"kvm", true, true, "9.1", "q35", "a disk", "no limit", "do it"};
    check_line(events_env(1, &full),
               "{\"t\":1,\"ev\":\"env\",\"env\":\"kvm\",\"ready\":true,\"emulated\":true,"
               "\"version\":\"9.1\",\"settings\":\"q35\",\"scratch\":\"a disk\","
               "\"reason\":\"no limit\",\"hint\":\"do it\"}");
    const struct event_env unknown = {.env = "kvm", .version = "", .settings = ""};
    check_line(events_env(1, &unknown), "{\"t\":1,\"ev\":\"env\",\"env\":\"kvm\",\"ready\":false}");
}

static void note(void **state)
{
    (void)state;
    check_line(events_note(1, 0, LEVEL_INFO, "a"),
               "{\"t\":1,\"ev\":\"note\",\"level\":\"info\",\"text\":\"a\"}");
    check_line(events_note(1, 3, LEVEL_WARNING, "b"),
               "{\"t\":1,\"ev\":\"note\",\"trial\":3,\"level\":\"warning\",\"text\":\"b\"}");
    check_line(events_note(1, 0, LEVEL_ERROR, "c"),
               "{\"t\":1,\"ev\":\"note\",\"level\":\"error\",\"text\":\"c\"}");
}

static void levels_of_older_versions(void **state)
{
    (void)state;
    assert_string_equal(events_level_word("warn"), "warning");
    assert_string_equal(events_level_word("warning"), "warning");
    assert_string_equal(events_level_word("error"), "error");
    assert_null(events_level_word(NULL));
}

static void end(void **state)
{
    (void)state;
    check_line(events_end(9, "done"), "{\"t\":9,\"ev\":\"end\",\"reason\":\"done\"}");
}

static void history(void **state)
{
    (void)state;
    const struct event_history full = {"kvm", "cpu", "small", 12.5, 0.056};
    check_line(events_history(1, &full), "{\"t\":1,\"ev\":\"history\",\"env\":\"kvm\","
                                         "\"workload\":\"cpu\",\"model\":\"small\","
                                         "\"trial_s\":12.5,\"cv\":0.056}");
    const struct event_history without_model = {"kvm", "cpu", "", 12.5, NAN};
    check_line(events_history(1, &without_model), "{\"t\":1,\"ev\":\"history\",\"env\":\"kvm\","
                                                  "\"workload\":\"cpu\",\"trial_s\":12.5}");
}

/* ---- one trial ---- */

static void trial_and_phase(void **state)
{
    (void)state;
    const struct event_trial trial = {5, 0, "kvm", "cpu", 0, true};
    check_line(events_trial(1, &trial), "{\"t\":1,\"ev\":\"trial\",\"trial\":5,\"slot\":0,"
                                        "\"env\":\"kvm\",\"workload\":\"cpu\",\"round\":0,"
                                        "\"warmup\":true}");
    check_line(events_phase(2, 5, "boot"),
               "{\"t\":2,\"ev\":\"phase\",\"trial\":5,\"phase\":\"boot\"}");
}

static void infer(void **state)
{
    (void)state;
    const struct event_infer full = {5, 1, 20.5, 2, 18, 4, "red"};
    check_line(events_infer(1, &full), "{\"t\":1,\"ev\":\"infer\",\"trial\":5,\"i\":1,\"ms\":20.5,"
                                       "\"decode_ms\":2,\"run_ms\":18,\"n\":4,"
                                       "\"label\":\"red\"}");
    const struct event_infer least = {5, NAN, 20.5, NAN, INFINITY, NAN, NULL};
    check_line(events_infer(1, &least), "{\"t\":1,\"ev\":\"infer\",\"trial\":5,\"ms\":20.5}");
    const struct event_infer silent = {5, NAN, 20.5, NAN, NAN, NAN, ""};
    check_line(events_infer(1, &silent),
               "{\"t\":1,\"ev\":\"infer\",\"trial\":5,\"ms\":20.5,\"label\":\"\"}");
}

static void metric(void **state)
{
    (void)state;
    JSON_FREE cJSON *params = cJSON_Parse("{\"threads\":2}"), *text = cJSON_CreateString("x");
    const struct event_metric full = {5, "rate", "MB/s", "read", 100, 2.5, params};
    check_line(events_metric(1, &full), "{\"t\":1,\"ev\":\"metric\",\"trial\":5,\"name\":\"rate\","
                                        "\"unit\":\"MB/s\",\"disk\":\"read\",\"value\":100,"
                                        "\"took_s\":2.5,\"params\":{\"threads\":2}}");
    assert_true(cJSON_HasObjectItem(params, "threads"));
    const struct event_metric least = {.trial = 5, .name = "n", .took_s = NAN, .params = text};
    check_line(events_metric(1, &least),
               "{\"t\":1,\"ev\":\"metric\",\"trial\":5,\"name\":\"n\",\"value\":0}");
}

static void box(void **state)
{
    (void)state;
    const struct event_box full = {5, "car", 0.5, 0.1, 0.2, 0.3, 0.4};
    check_line(events_box(1, &full), "{\"t\":1,\"ev\":\"box\",\"trial\":5,\"label\":\"car\","
                                     "\"confidence\":0.5,\"x\":0.1,\"y\":0.2,\"w\":0.3,"
                                     "\"h\":0.4}");
}

static void cold(void **state)
{
    (void)state;
    check_line(events_cold(1, 5, 4096, 0.25),
               "{\"t\":1,\"ev\":\"cold\",\"trial\":5,\"left_bytes\":4096,\"took_s\":0.25}");
    check_line(events_cold(1, 5, NAN, 0.25),
               "{\"t\":1,\"ev\":\"cold\",\"trial\":5,\"took_s\":0.25}");
}

static void result(void **state)
{
    (void)state;
    const struct event_result full = {5, "failed", "why", 3, 1.5, 4096, 10, 20};
    check_line(events_result(1, &full),
               "{\"t\":1,\"ev\":\"result\",\"trial\":5,\"status\":\"failed\",\"reason\":\"why\","
               "\"exit_code\":3,\"cpu_s\":1.5,\"mem_peak_bytes\":4096,\"net_sent_bytes\":10,"
               "\"net_received_bytes\":20}");
    const struct event_result unknown = {5, "ok", NULL, -1, NAN, NAN, NAN, NAN};
    check_line(events_result(1, &unknown),
               "{\"t\":1,\"ev\":\"result\",\"trial\":5,\"status\":\"ok\"}");
}

static void taint(void **state)
{
    (void)state;
    check_line(events_taint(1, 5, "busy", "30 %"), "{\"t\":1,\"ev\":\"taint\",\"trial\":5,"
                                                   "\"cause\":\"busy\",\"detail\":\"30 %\"}");
}

/* ---- readings ---- */

static void sample(void **state)
{
    (void)state;
    const double host[] = {1.5, NAN}, inside[] = {0.5, 0.25};
    const struct event_sample full = {5, host, 2, 3, inside, true, 1, 2, 3, 4, 5, 6, 0.5, 0.25};
    check_line(events_sample(1, &full),
               "{\"t\":1,\"ev\":\"sample\",\"trial\":5,\"core_s\":[1.5,null],\"env_cpu_s\":3,"
               "\"env_core_s\":[0.5,0.25],\"env_core_estimated\":true,\"env_read_bytes\":1,"
               "\"env_write_bytes\":2,\"net_sent_bytes\":3,\"net_received_bytes\":4,"
               "\"disk_read_bytes\":5,\"disk_write_bytes\":6,\"self_s\":0.5,"
               "\"viewers_s\":0.25}");
    const struct event_sample host_alone = {0,   host, 2,   NAN, NULL, false, NAN,
                                            NAN, NAN,  NAN, NAN, NAN,  NAN,   NAN};
    check_line(events_sample(1, &host_alone), "{\"t\":1,\"ev\":\"sample\",\"core_s\":[1.5,null]}");
}

static void slow(void **state)
{
    (void)state;
    const double mhz[] = {1500, NAN};
    const struct event_slow full = {45.1234, mhz, 2, 5, 3.0004, 4096};
    check_line(events_slow(1, &full),
               "{\"t\":1,\"ev\":\"slow\",\"temp_c\":45.123,\"freq_mhz\":[1500,null],"
               "\"throttled\":5,\"power_w\":3,\"env_mem_bytes\":4096}");
    const struct event_slow unknown = {NAN, mhz, 0, NAN, NAN, NAN};
    check_line(events_slow(1, &unknown), "{\"t\":1,\"ev\":\"slow\"}");
}

static void times_are_whole_microseconds(void **state)
{
    (void)state;
    check_line(events_end(0.1234567891234, "done"),
               "{\"t\":0.123457,\"ev\":\"end\",\"reason\":\"done\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_says_everything),
        cmocka_unit_test(run_without_a_plan),
        cmocka_unit_test(a_plan_without_degrees_and_precision),
        cmocka_unit_test(session),
        cmocka_unit_test(env),
        cmocka_unit_test(note),
        cmocka_unit_test(levels_of_older_versions),
        cmocka_unit_test(end),
        cmocka_unit_test(history),
        cmocka_unit_test(trial_and_phase),
        cmocka_unit_test(infer),
        cmocka_unit_test(metric),
        cmocka_unit_test(box),
        cmocka_unit_test(cold),
        cmocka_unit_test(result),
        cmocka_unit_test(taint),
        cmocka_unit_test(sample),
        cmocka_unit_test(slow),
        cmocka_unit_test(times_are_whole_microseconds),
    };
    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
