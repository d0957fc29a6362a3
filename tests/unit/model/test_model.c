/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the model: the fold and the as-of queries. */
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/model/model.h"
#include "tests/unit/synthetic.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka 1.1.5 compares as float only. */
#define assert_near(a, b, epsilon) assert_true(fabs((a) - (b)) < (epsilon))

/* Folds JSON lines. */
static void fold(struct model *model, const char *lines)
{
    UTIL_FREE char *copy = util_strdup(lines);
    for (char *save, *line = strtok_r(copy, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        JSON_FREE cJSON *event = cJSON_Parse(line);
        assert_non_null(event);
        model_fold(model, event);
    }
}

static struct model *folded(const char *lines)
{
    struct model *model = model_new();
    fold(model, lines);
    return model;
}

static const char head[] =
    "{\"t\":0,\"ev\":\"run\",\"v\":1,\"name\":\"demo\",\"started\":\"2026-01-02T03:04:05Z\","
    "\"host\":{\"model\":\"Pi 4\",\"kernel\":\"6.1\",\"arch\":\"aarch64\",\"cores\":2,"
    "\"mem_bytes\":8e9,\"os\":\"Debian\",\"governor\":\"performance\",\"virt\":\"none\"},"
    "\"plan_sha256\":\"aa\",\"image_sha256\":\"bb\",\"plan\":{\"trials\":50,\"warmup\":1,"
    "\"inferences\":20,\"vcpus\":4,\"slots\":102,\"memory_bytes\":4e9,\"cooldown_s\":5,"
    "\"cooldown_within_c\":3,"
    "\"timeout_s\":300,\"hz\":10,\"order\":\"interleaved\",\"seed\":7,"
    "\"until_pct\":2,\"until_sd_pct\":20},"
    "\"workloads\":[{\"name\":\"cpu\",\"title\":\"CPU\",\"model\":\"small\",\"timing_only\":true,"
    "\"primary\":{\"name\":\"events\",\"unit\":\"1/s\",\"better\":\"higher\"}}],"
    "\"envs\":[\"native\",\"docker\"]}\n"
    "{\"t\":0.1,\"ev\":\"session\",\"n\":1,\"pid\":42,\"started\":\"x\",\"boot_id\":\"b\","
    "\"version\":\"0.1\"}\n";

static const char trial_1[] =
    "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"slot\":0,\"env\":\"native\",\"workload\":\"cpu\","
    "\"round\":1,\"warmup\":false}\n"
    "{\"t\":1,\"ev\":\"phase\",\"trial\":1,\"phase\":\"create\"}\n"
    "{\"t\":2,\"ev\":\"phase\",\"trial\":1,\"phase\":\"load\"}\n"
    "{\"t\":3,\"ev\":\"phase\",\"trial\":1,\"phase\":\"first\"}\n"
    "{\"t\":4,\"ev\":\"infer\",\"trial\":1,\"i\":0,\"ms\":900,\"label\":\"red\"}\n"
    "{\"t\":4,\"ev\":\"phase\",\"trial\":1,\"phase\":\"steady\"}\n"
    "{\"t\":5,\"ev\":\"infer\",\"trial\":1,\"i\":1,\"ms\":150.5,\"decode_ms\":5,\"run_ms\":145,"
    "\"label\":\"red\",\"n\":2}\n"
    "{\"t\":6,\"ev\":\"infer\",\"trial\":1,\"i\":2,\"ms\":151}\n"
    "{\"t\":6.5,\"ev\":\"phase\",\"trial\":1,\"phase\":\"stop\"}\n"
    "{\"t\":7,\"ev\":\"result\",\"trial\":1,\"status\":\"ok\",\"exit_code\":0,\"cpu_s\":9.5,"
    "\"mem_peak_bytes\":1000,\"net_sent_bytes\":300,\"net_received_bytes\":40}\n";

/* ---- events ---- */

static void an_empty_model_answers_every_query(void **state)
{
    (void)state;
    struct model *model = model_new();
    assert_null(model_trial_at(model, INFINITY));
    assert_null(model_slow_at(model, INFINITY));
    assert_int_equal(model_trials_until(model, INFINITY), 0);
    assert_int_equal(model_infers_until(model, INFINITY), 0);
    assert_int_equal(model_samples_until(&model->idle, INFINITY), 0);
    assert_int_equal(model_find_env(model, "native"), -1);
    assert_int_equal(model_find_env(model, NULL), -1);
    assert_true(isnan(model->end_t) && isnan(model->plan.hz) && isnan(model->host.mem_bytes));
    model_free(model);
    model_free(NULL);
}

static void run_tells_host_plan_and_names(void **state)
{
    (void)state;
    struct model *model = folded(head);
    assert_int_equal(model->version, 1);
    assert_string_equal(model->name, "demo");
    assert_string_equal(model->image_sha256, "bb");
    assert_string_equal(model->host.model, "Pi 4");
    assert_int_equal(model->host.cores, 2);
    assert_true(model->host.mem_bytes == 8e9);
    assert_int_equal(model->plan.trials, 50);
    assert_int_equal(model->plan.slots, 102);
    assert_string_equal(model->plan.order, "interleaved");
    assert_true(model->plan.seed == 7 && model->plan.cooldown_within_c == 3);
    assert_true(model->plan.until_pct == 2 && model->plan.until_sd_pct == 20);
    assert_int_equal(model_find_env(model, "native"), 0);
    assert_int_equal(model_find_env(model, "docker"), 1);
    const struct model_workload *workload = &model->workloads[model_find_workload(model, "cpu")];
    assert_string_equal(workload->primary_name, "events");
    assert_string_equal(workload->primary_unit, "1/s");
    assert_false(workload->lower_is_better);
    assert_true(workload->timing_only);
    assert_int_equal(model->sessions[0].pid, 42);
    assert_int_equal(model->unknown_events, 0);
    model_free(model);
}

static void a_journal_is_one_run(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, "{\"t\":1,\"ev\":\"run\",\"v\":1,\"name\":\"other\",\"host\":{\"cores\":64}}");
    assert_string_equal(model->name, "demo");
    assert_int_equal(model->host.cores, 2);
    assert_int_equal(model->unknown_events, 1);
    model_free(model);
}

#define BYTES_63 "123456789012345678901234567890123456789012345678901234567890123"

static void a_longer_name_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    struct model *model = folded("{\"ev\":\"run\",\"v\":1,\"name\":\"" BYTES_63 "é\","
                                 "\"workloads\":[{\"name\":\"" BYTES_63 "yz\"}],"
                                 "\"envs\":[\"" BYTES_63 "4\",\"" BYTES_63 "é\"]}\n");
    assert_int_equal(strlen(BYTES_63) + 1, TEXT_NAME_MAX_BYTES);
    assert_string_equal(model->name, BYTES_63);
    assert_string_equal(model->workloads[0].name, BYTES_63 "y");
    assert_string_equal(model->envs[0].name, BYTES_63 "4");
    assert_string_equal(model->envs[1].name, BYTES_63);
    /* Later events name the same environment and workload. */
    fold(model, "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"" BYTES_63
                "é\",\"workload\":\"" BYTES_63 "yz\"}\n");
    assert_int_equal(model->trials[0].env, 1);
    assert_int_equal(model->trials[0].workload, 0);
    assert_int_equal(model->env_count, 2);
    model_free(model);
}

static void host_and_envs_without_a_plan(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"ev\":\"run\",\"host\":{\"model\":\"PC\",\"cores\":8,\"governor\":\"x\"}}\n"
               "{\"ev\":\"env\",\"env\":\"docker\",\"ready\":false,\"reason\":\"no socket\","
               "\"hint\":\"start it\"}\n"
               "{\"ev\":\"env\",\"env\":\"native\",\"ready\":true,\"version\":\"1\"}\n"
               "{\"ev\":\"env\",\"env\":\"docker\",\"ready\":true,\"version\":\"20.10\"}\n");
    assert_int_equal(model->host.cores, 8);
    assert_string_equal(model->host.governor, "x");
    assert_int_equal(model->env_count, 2);
    assert_string_equal(model->envs[0].name, "docker");
    assert_true(model->envs[0].ready);
    assert_null(model->envs[0].reason);
    assert_string_equal(model->envs[0].version, "20.10");
    assert_string_equal(model->envs[0].label, "docker");
    model_free(model);
}

static void an_emulated_environment_says_so(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"ev\":\"env\",\"env\":\"kvm\",\"ready\":true,\"emulated\":true}\n");
    assert_true(model->envs[0].emulated);
    assert_string_equal(model->envs[0].name, "kvm");
    assert_string_equal(model->envs[0].label, "kvm, emulated (TCG)");
    model_free(model);
}

static void a_trial_holds_what_its_events_said(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, trial_1);
    assert_int_equal(model->trial_count, 1);
    const struct model_trial *trial = &model->trials[0];
    assert_int_equal(trial->number, 1);
    assert_int_equal(trial->session, 1);
    assert_int_equal(trial->round, 1);
    assert_true(trial->phase_t[PHASE_LOAD] == 2 && isnan(trial->phase_t[PHASE_BOOT]));
    assert_int_equal(trial->status, STATUS_OK);
    assert_int_equal(trial->exit_code, 0);
    assert_true(trial->end_t == 7 && trial->cpu_s == 9.5 && trial->mem_peak_bytes == 1000);
    assert_true(trial->net_sent_bytes == 300 && trial->net_received_bytes == 40);
    assert_int_equal(trial->infer_end - trial->infer_begin, 3);
    const struct model_infer *infers = &model->infers[trial->infer_begin];
    assert_false(infers[0].steady);
    assert_true(infers[1].steady && infers[1].ms == 150.5 && infers[1].n == 2);
    assert_true(infers[2].n == 1 && isnan(infers[2].run_ms));
    assert_ptr_equal(infers[0].label, infers[1].label);
    assert_null(infers[2].label);
    assert_true(model->last_t == 7);
    model_free(model);
}

static void as_of_queries_never_see_the_future(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, trial_1);
    const struct model_trial *trial = &model->trials[0];
    assert_null(model_trial_at(model, 0.99));
    assert_ptr_equal(model_trial_at(model, 1), trial);
    assert_int_equal(model_phase_at(trial, 0.5), PHASE_COUNT);
    assert_int_equal(model_phase_at(trial, 1.5), PHASE_CREATE);
    assert_int_equal(model_phase_at(trial, 4), PHASE_STEADY);
    assert_int_equal(model_infers_until(model, 4.999), 1);
    assert_int_equal(model_infers_until(model, 5), 2);
    assert_int_equal(model_status_at(trial, 6.999), STATUS_RUNNING);
    assert_int_equal(model_status_at(trial, INFINITY), STATUS_OK);
    assert_false(model_counted_at(trial, 6.999));
    assert_true(model_counted_at(trial, 7));
    model_free(model);
}

static void warm_ups_and_failures_are_not_counted(void **state)
{
    (void)state;
    struct model *model = folded(
        "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\",\"round\":0,"
        "\"warmup\":true}\n"
        "{\"t\":2,\"ev\":\"result\",\"trial\":1,\"status\":\"ok\"}\n"
        "{\"t\":3,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\"}\n"
        "{\"t\":4,\"ev\":\"result\",\"trial\":2,\"status\":\"timeout\",\"reason\":\"300 s\"}\n"
        "{\"t\":5,\"ev\":\"trial\",\"trial\":3,\"env\":\"a\",\"workload\":\"w\"}\n"
        "{\"t\":6,\"ev\":\"result\",\"trial\":3,\"status\":\"vanished\"}\n");
    assert_int_equal(model->trials[0].status, STATUS_OK);
    assert_int_equal(model->trials[1].status, STATUS_TIMEOUT);
    assert_string_equal(model->trials[1].reason, "300 s");
    assert_int_equal(model->trials[1].exit_code, -1);
    assert_int_equal(model->trials[2].status, STATUS_FAILED);
    for (int i = 0; i < 3; i++)
        assert_false(model_counted_at(&model->trials[i], INFINITY));
    model_free(model);
}

static void metrics_are_told_apart_by_sorted_parameters(void **state)
{
    (void)state;
    struct model *model = folded(
        "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
        "{\"t\":2,\"ev\":\"metric\",\"trial\":1,\"name\":\"speed\",\"value\":3,\"unit\":\"MB/s\","
        "\"params\":{\"threads\":2,\"block\":\"4k\"}}\n"
        "{\"t\":3,\"ev\":\"metric\",\"trial\":1,\"name\":\"speed\",\"value\":4,\"unit\":\"MB/s\","
        "\"params\":{\"block\":\"4k\",\"threads\":2}}\n"
        "{\"t\":3,\"ev\":\"metric\",\"trial\":1,\"name\":\"odd\",\"value\":4,\"params\":[1]}\n"
        "{\"t\":3,\"ev\":\"metric\",\"trial\":1,\"name\":\"no value\"}\n");
    assert_int_equal(model->metric_count, 3);
    assert_string_equal(model->metrics[0].params, "{\"block\":\"4k\",\"threads\":2}");
    assert_string_equal(model->metrics[0].params, model->metrics[1].params);
    assert_null(model->metrics[2].params);
    assert_null(model->metrics[2].unit);
    assert_int_equal(model->trials[0].metric_end, 3);
    assert_int_equal(model->unknown_events, 1);
    model_free(model);
}

static void taints_belong_to_their_trial_and_time(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":2,\"ev\":\"taint\",\"trial\":1,\"cause\":\"hot\",\"detail\":\"80 C\"}\n"
               "{\"t\":3,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":4,\"ev\":\"taint\",\"trial\":2,\"cause\":\"busy\"}\n"
               "{\"t\":5,\"ev\":\"taint\",\"trial\":1,\"cause\":\"busy\"}\n"
               "{\"t\":5,\"ev\":\"taint\",\"trial\":9,\"cause\":\"busy\"}\n");
    assert_int_equal(model->taint_count, 3);
    assert_int_equal(model_taint_count_at(model, 0, 1.9), 0);
    assert_int_equal(model_taint_count_at(model, 0, 2), 1);
    assert_int_equal(model_taint_count_at(model, 0, INFINITY), 2);
    assert_int_equal(model_taint_count_at(model, 1, INFINITY), 1);
    for (size_t i = 0; i < model->taint_count; i++)
        assert_true(model_taint_is_first(model, i)); /* the other busy is of another trial */
    model_free(model);
}

static void notes_and_slow_samples_are_kept_in_order(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"slow\",\"temp_c\":50.5,\"freq_mhz\":[600,1500,null]}\n"
               "{\"t\":2,\"ev\":\"slow\",\"throttled\":327680,\"power_w\":3.5}\n"
               "{\"t\":2,\"ev\":\"note\",\"level\":\"warning\",\"text\":\"hot\"}\n"
               "{\"t\":2,\"ev\":\"note\",\"level\":\"warning\"}\n"
               "{\"t\":3,\"ev\":\"note\",\"level\":\"warn\",\"text\":\"of old\"}\n");
    const struct model_slow *first = model_slow_at(model, 1.5);
    assert_true(first->temp_c == 50.5 && isnan(first->power_w) && isnan(first->env_mem_bytes));
    assert_int_equal(first->freq_count, 3);
    assert_true(first->freq_mhz[1] == 1500 && isnan(first->freq_mhz[2]));
    const struct model_slow *second = model_slow_at(model, 9);
    assert_true(second->throttled == 327680 && isnan(second->temp_c));
    assert_int_equal(second->freq_count, 0);
    assert_int_equal(model->note_count, 2);
    assert_string_equal(model->notes[0].level, "warning");
    assert_string_equal(model->notes[1].level, "warning");
    model_free(model);
}

/* ---- sessions and ends ---- */

static void a_new_session_cancels_the_open_trial_and_reopens_the_run(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"native\",\"workload\":\"cpu\"}\n"
                "{\"t\":2,\"ev\":\"end\",\"reason\":\"disk full\"}\n");
    assert_true(model->end_t == 2);
    assert_string_equal(model->end_reason, "disk full");
    fold(model, "{\"t\":3,\"ev\":\"session\",\"n\":2,\"pid\":43}\n"
                "{\"t\":4,\"ev\":\"trial\",\"trial\":2,\"env\":\"native\",\"workload\":\"cpu\"}\n");
    assert_true(isnan(model->end_t));
    assert_null(model->end_reason);
    fold(model, "{\"t\":9,\"ev\":\"session\",\"n\":3,\"pid\":44}\n");
    assert_int_equal(model->trials[1].session, 2);
    assert_int_equal(model->trials[1].status, STATUS_CANCELLED);
    assert_true(model->trials[1].end_t == 9);
    assert_non_null(model->trials[1].reason);
    assert_int_equal(model_status_at(&model->trials[1], 8), STATUS_RUNNING);
    assert_int_equal(model->session_count, 3);
    model_free(model);
}

static void only_one_trial_is_ever_open(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":2,\"ev\":\"trial\",\"trial\":2,\"env\":\"b\",\"workload\":\"w\"}\n"
               "{\"t\":3,\"ev\":\"infer\",\"trial\":1,\"i\":1,\"ms\":1}\n"
               "{\"t\":3,\"ev\":\"infer\",\"trial\":2,\"i\":1,\"ms\":1}\n");
    assert_int_equal(model->trials[0].status, STATUS_CANCELLED);
    assert_true(model->trials[0].end_t == 2);
    assert_int_equal(model->trials[1].status, STATUS_RUNNING);
    assert_int_equal(model->infer_count, 1);
    assert_int_equal(model->infers[0].trial, 1);
    model_free(model);
}

static void repeated_and_unknown_numbers_are_skipped(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, trial_1);
    fold(model, "{\"t\":8,\"ev\":\"trial\",\"trial\":1,\"env\":\"docker\",\"workload\":\"cpu\"}\n"
                "{\"t\":8,\"ev\":\"trial\",\"trial\":-3,\"env\":\"docker\",\"workload\":\"cpu\"}\n"
                "{\"t\":8,\"ev\":\"trial\",\"env\":\"docker\",\"workload\":\"cpu\"}\n"
                "{\"t\":8,\"ev\":\"result\",\"trial\":1,\"status\":\"failed\"}\n"
                "{\"t\":8,\"ev\":\"result\",\"trial\":5,\"status\":\"failed\"}\n"
                "{\"t\":8,\"ev\":\"sample\",\"trial\":5,\"core_s\":[1,2]}\n"
                "{\"t\":8,\"ev\":\"phase\",\"trial\":5,\"phase\":\"load\"}\n"
                "{\"t\":8,\"ev\":\"phase\",\"trial\":1,\"phase\":\"lunch\"}\n"
                "{\"t\":8,\"ev\":\"metric\",\"trial\":5,\"name\":\"x\",\"value\":1}\n"
                "{\"t\":8,\"ev\":\"surprise\"}\n{\"t\":8}\n{\"ev\":7}\n");
    assert_int_equal(model->unknown_events, 12);
    assert_int_equal(model->trial_count, 1);
    assert_int_equal(model->trials[0].status, STATUS_OK);
    assert_int_equal(model->idle.count, 0);
    model_free(model);
}

static void new_names_are_appended(void **state)
{
    (void)state;
    struct model *model = folded(head);
    fold(model, "{\"t\":1,\"ev\":\"trial\",\"trial\":7,\"env\":\"kvm\",\"workload\":\"new\"}\n"
                "{\"t\":1,\"ev\":\"trial\",\"trial\":8,\"workload\":\"new\"}\n");
    assert_int_equal(model->trial_count, 1);
    assert_string_equal(model->envs[model->trials[0].env].name, "kvm");
    assert_string_equal(model->workloads[model->trials[0].workload].name, "new");
    assert_null(model->workloads[1].primary_name);
    assert_true(model->workloads[1].lower_is_better);
    model_free(model);
}

/* ---- what came from outside ---- */

static void wrong_types_are_unknown(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":\"now\",\"ev\":\"run\",\"v\":\"1\",\"name\":5,\"host\":[1],\"plan\":\"x\","
               "\"workloads\":{\"a\":1},\"envs\":[1,null,{},\"native\"]}\n"
               "{\"t\":-5,\"ev\":\"session\",\"n\":\"x\",\"pid\":[]}\n"
               "{\"t\":1e300,\"ev\":\"trial\",\"trial\":1,\"slot\":\"x\",\"env\":\"native\","
               "\"workload\":\"w\",\"round\":-2,\"warmup\":1}\n"
               "{\"t\":1,\"ev\":\"sample\",\"trial\":1,\"core_s\":\"x\",\"env_cpu_s\":\"1\","
               "\"env_core_s\":7}\n"
               "{\"t\":1,\"ev\":\"infer\",\"trial\":1,\"ms\":\"5\"}\n"
               "{\"t\":1,\"ev\":\"infer\",\"trial\":1,\"ms\":1e999}\n"
               "{\"t\":1,\"ev\":\"infer\",\"trial\":1,\"ms\":-1}\n"
               "{\"t\":1,\"ev\":\"result\",\"trial\":1,\"status\":5}\n"
               "{\"t\":2,\"ev\":\"end\",\"reason\":{}}\n");
    assert_null(model->name);
    assert_int_equal(model->env_count, 1);
    assert_int_equal(model->sessions[0].n, 1);
    assert_int_equal(model->sessions[0].pid, 0);
    const struct model_trial *trial = &model->trials[0];
    assert_true(trial->t == 0 && trial->round == 0 && trial->slot == -1 && !trial->warmup);
    assert_int_equal(trial->samples.count, 1);
    assert_true(isnan(trial->samples.items[0].env_cpu_s));
    assert_null(trial->samples.items[0].core_s);
    assert_int_equal(model->infer_count, 0);
    assert_int_equal(trial->status, STATUS_CANCELLED);
    assert_null(model->end_reason);
    assert_true(model->last_t == 2);
    model_free(model);
}

static void absurd_core_counts_stay_unknown(void **state)
{
    (void)state;
    static const char *const counts[] = {"-4", "0", "1e9", "2000000", "\"4\"", "null"};
    for (size_t i = 0; i < ARRAY_LENGTH(counts); i++) {
        UTIL_FREE char *line = util_format("{\"ev\":\"run\",\"host\":{\"cores\":%s}}\n", counts[i]);
        struct model *model = folded(line);
        assert_int_equal(model->host.cores, 0);
        fold(model, "{\"t\":1,\"ev\":\"sample\",\"core_s\":[1,2,3]}\n"
                    "{\"t\":2,\"ev\":\"sample\",\"core_s\":[1.5,2,3,4,5],\"env_core_s\":[1]}\n");
        assert_int_equal(model->host.cores, 3);
        const struct model_sample *samples = model->idle.items;
        assert_true(model_core_pct(model, &samples[0], &samples[1], 0) == 50);
        assert_true(isnan(model_core_pct(model, &samples[0], &samples[1], 3)));
        assert_true(isnan(model_core_pct(model, &samples[0], &samples[1], -1)));
        assert_true(samples[1].core_s[3] == 1 && isnan(samples[1].core_s[4]));
        model_free(model);
    }
}

static void texts_never_steer_a_terminal(void **state)
{
    (void)state;
    struct model *model = folded(
        "{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\\u001b[2J\",\"workload\":\"w\\n\"}\n"
        "{\"t\":1,\"ev\":\"infer\",\"trial\":1,\"ms\":1,\"label\":\"\\u009b31m\"}\n"
        "{\"t\":1,\"ev\":\"metric\",\"trial\":1,\"name\":\"m\",\"value\":1,"
        "\"params\":{\"\\u009b\":\"\\u009b\"}}\n"
        "{\"t\":2,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\\u001b[2J\",\"workload\":\"w\\n\"}\n");
    assert_string_equal(model->envs[0].name, "a?[2J");
    assert_string_equal(model->workloads[0].name, "w?");
    assert_string_equal(model->infers[0].label, "??31m");
    assert_string_equal(model->metrics[0].params, "{\"??\":\"??\"}");
    assert_int_equal(model->env_count, 1);
    assert_int_equal(model->workload_count, 1);
    model_free(model);
}

static void lines_out_of_order_keep_the_arrays_in_order(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":5,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":5.2,\"ev\":\"sample\",\"trial\":1,\"env_cpu_s\":2}\n"
               "{\"t\":4.9,\"ev\":\"phase\",\"trial\":1,\"phase\":\"create\"}\n"
               "{\"t\":5.1,\"ev\":\"sample\",\"trial\":1,\"env_cpu_s\":1}\n"
               "{\"t\":7,\"ev\":\"infer\",\"trial\":1,\"ms\":1}\n"
               "{\"t\":6,\"ev\":\"infer\",\"trial\":1,\"ms\":1}\n"
               "{\"t\":3,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\"}\n");
    assert_true(model->trials[0].phase_t[PHASE_CREATE] == 5);
    assert_true(model->trials[0].samples.items[0].t == 5.2);
    assert_true(model->infers[1].t == 7);
    assert_true(model->trials[1].t == 5);
    assert_true(model->last_t == 7);
    model_free(model);
}

/* ---- samples ---- */

/* Samples of a trial at 10 Hz from `from_s` on; env_cpu_s is t itself. */
static void fold_samples(struct model *model, int trial, double from_s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double t = round((from_s + (double)i / 10) * 10) / 10;
        UTIL_FREE char *line = util_format("{\"t\":%.1f,\"ev\":\"sample\",\"trial\":%d,"
                                           "\"core_s\":[%.1f,1],\"env_cpu_s\":%.1f,"
                                           "\"env_core_s\":[%.1f,0]}",
                                           t, trial, t * 2, t, t / 2);
        JSON_FREE cJSON *event = cJSON_Parse(line);
        model_fold(model, event);
    }
}

static void rates_are_folds_of_counters(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n");
    fold_samples(model, 1, 2, 3);
    const struct model_sample *items = model->trials[0].samples.items;
    assert_near(model_cpu_pct(&items[0], &items[2]), 100, 1e-9);
    assert_near(model_core_pct(model, &items[0], &items[2], 0), 200, 1e-9);
    assert_near((items[2].core_s[2] - items[0].core_s[2]) / (items[2].t - items[0].t), 0.5, 1e-9);
    assert_true(model_core_pct(model, &items[0], &items[2], 1) == 0);
    assert_false(model->trials[0].core_estimated);
    assert_true(isnan(model_cpu_pct(&items[0], &items[0])));
    assert_true(isnan(model_cpu_pct(&items[2], &items[0])));
    fold(model, "{\"t\":9,\"ev\":\"sample\",\"trial\":1,\"env_cpu_s\":0}\n");
    items = model->trials[0].samples.items;
    assert_true(isnan(model_cpu_pct(&items[2], &items[3])));
    assert_true(isnan(model_core_pct(model, &items[2], &items[3], 0)));
    fold(model, "{\"t\":10,\"ev\":\"sample\",\"trial\":1,\"env_core_estimated\":true}\n");
    assert_true(model->trials[0].core_estimated);
    model_free(model);
}

static void what_is_unknown_of_the_network_is_no_zero(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":2,\"ev\":\"sample\",\"trial\":1}\n"
               "{\"t\":3,\"ev\":\"sample\",\"trial\":1,\"net_sent_bytes\":7,"
               "\"net_received_bytes\":0}\n");
    const struct model_sample *items = model->trials[0].samples.items;
    assert_true(isnan(items[0].net_sent_bytes) && isnan(items[0].net_received_bytes));
    assert_true(items[1].net_sent_bytes == 7 && items[1].net_received_bytes == 0);
    assert_true(isnan(model->trials[0].net_sent_bytes));
    model_free(model);
}

static void earlier_trials_keep_the_last_sample_of_each_second(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n");
    fold_samples(model, 1, 1, 35);
    fold(model, "{\"t\":5,\"ev\":\"trial\",\"trial\":2,\"env\":\"b\",\"workload\":\"w\"}\n");
    assert_int_equal(model->trials[0].samples.count, 35);
    fold(model, "{\"t\":6,\"ev\":\"trial\",\"trial\":3,\"env\":\"a\",\"workload\":\"w\"}\n");
    const struct model_samples *samples = &model->trials[0].samples;
    assert_int_equal(samples->count, 4);
    assert_true(samples->thinned);
    static const double kept_t[] = {1.9, 2.9, 3.9, 4.4};
    for (int i = 0; i < 4; i++) {
        assert_true(samples->items[i].t == kept_t[i]);
        assert_near(samples->items[i].core_s[0], 2 * kept_t[i], 1e-9);
        assert_near(samples->items[i].core_s[2], kept_t[i] / 2, 0.051);
    }
    assert_int_equal(model_samples_until(samples, 2.9), 2);
    /* A straggler of its second takes the place of the last one. */
    fold(model, "{\"t\":4.5,\"ev\":\"sample\",\"trial\":1,\"env_cpu_s\":9,\"core_s\":[9]}\n");
    samples = &model->trials[0].samples;
    assert_int_equal(samples->count, 4);
    assert_true(samples->items[3].t == 4.5 && samples->items[3].core_s[0] == 9);
    model_free(model);
}

/* So that CPU between phases stays exact. */
static void samples_next_to_a_phase_are_kept(void **state)
{
    (void)state;
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n"
               "{\"t\":2.35,\"ev\":\"phase\",\"trial\":1,\"phase\":\"load\"}\n");
    fold_samples(model, 1, 1, 25);
    fold(model, "{\"t\":5,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\"}\n");
    const struct model_samples *samples = &model->trials[0].samples;
    static const double kept_t[] = {1.9, 2.3, 2.4, 2.9, 3.4};
    assert_int_equal(samples->count, 5);
    for (int i = 0; i < 5; i++)
        assert_near(samples->items[i].t, kept_t[i], 1e-9);
    model_free(model);
}

static void samples_of_no_trial_are_kept_at_one_a_second(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_samples(model, 0, 10, 25);
    fold(model, "{\"t\":12.5,\"ev\":\"sample\",\"self_s\":0.5}\n");
    assert_int_equal(model->idle.count, 3);
    assert_true(model->idle.items[0].t == 10.9);
    assert_true(model->idle.items[2].t == 12.5 && model->idle.items[2].self_s == 0.5);
    model_free(model);
}

static void long_runs_stay_whole(void **state)
{
    (void)state;
    enum { SAMPLES = 360000 };
    struct model *model =
        folded("{\"t\":1,\"ev\":\"trial\",\"trial\":1,\"env\":\"a\",\"workload\":\"w\"}\n");
    fold_samples(model, 1, 1, SAMPLES);
    const struct model_samples *samples = &model->trials[0].samples;
    assert_int_equal(samples->count, SAMPLES);
    for (size_t i = 0; i < SAMPLES; i += 1000) {
        assert_near(samples->items[i].core_s[0], 2 * samples->items[i].t, 1e-6);
        assert_int_equal(model_samples_until(samples, samples->items[i].t), i + 1);
    }
    fold(model, "{\"t\":36001,\"ev\":\"trial\",\"trial\":2,\"env\":\"a\",\"workload\":\"w\"}\n");
    assert_int_equal(model->trials[0].samples.count, SAMPLES / 10);
    model_free(model);
}

/* ---- a whole run ---- */

static void a_whole_run_folds_without_loss(void **state)
{
    (void)state;
    char *envs[] = {"native", "docker", "kvm"}, *workloads[] = {"one", "two"};
    struct synthetic run = {.envs = envs,
                            .env_count = 3,
                            .workloads = workloads,
                            .workload_count = 2,
                            .trials = 4,
                            .warmup = 1,
                            .inferences = 5,
                            .cores = 4,
                            .hz = 10,
                            .seed = 3,
                            .open = true};
    struct model *model = model_new();
    synthetic_run(&run, model_handler, model);
    assert_int_equal(model->unknown_events, 0);
    assert_int_equal(model->trial_count, 30);
    assert_int_equal(model->plan.slots, 30);
    assert_int_equal(model->trials[29].status, STATUS_RUNNING);
    size_t counted = 0, full_rate = 0;
    for (size_t i = 0; i < 29; i++) {
        const struct model_trial *trial = &model->trials[i];
        assert_int_equal(trial->infer_end - trial->infer_begin, 6);
        assert_true(trial->samples.count > 0);
        counted += model_counted_at(trial, INFINITY);
    }
    for (size_t i = 0; i < 30; i++)
        full_rate += !model->trials[i].samples.thinned;
    assert_int_equal(counted, 23);
    assert_int_equal(full_rate, 3);
    assert_true(isnan(model->end_t));
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_model_answers_every_query),
        cmocka_unit_test(run_tells_host_plan_and_names),
        cmocka_unit_test(a_journal_is_one_run),
        cmocka_unit_test(a_longer_name_is_cut_at_a_whole_character),
        cmocka_unit_test(host_and_envs_without_a_plan),
        cmocka_unit_test(an_emulated_environment_says_so),
        cmocka_unit_test(a_trial_holds_what_its_events_said),
        cmocka_unit_test(as_of_queries_never_see_the_future),
        cmocka_unit_test(warm_ups_and_failures_are_not_counted),
        cmocka_unit_test(metrics_are_told_apart_by_sorted_parameters),
        cmocka_unit_test(taints_belong_to_their_trial_and_time),
        cmocka_unit_test(notes_and_slow_samples_are_kept_in_order),
        cmocka_unit_test(a_new_session_cancels_the_open_trial_and_reopens_the_run),
        cmocka_unit_test(only_one_trial_is_ever_open),
        cmocka_unit_test(repeated_and_unknown_numbers_are_skipped),
        cmocka_unit_test(new_names_are_appended),
        cmocka_unit_test(wrong_types_are_unknown),
        cmocka_unit_test(absurd_core_counts_stay_unknown),
        cmocka_unit_test(texts_never_steer_a_terminal),
        cmocka_unit_test(lines_out_of_order_keep_the_arrays_in_order),
        cmocka_unit_test(rates_are_folds_of_counters),
        cmocka_unit_test(what_is_unknown_of_the_network_is_no_zero),
        cmocka_unit_test(earlier_trials_keep_the_last_sample_of_each_second),
        cmocka_unit_test(samples_next_to_a_phase_are_kept),
        cmocka_unit_test(samples_of_no_trial_are_kept_at_one_a_second),
        cmocka_unit_test(long_runs_stay_whole),
        cmocka_unit_test(a_whole_run_folds_without_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
