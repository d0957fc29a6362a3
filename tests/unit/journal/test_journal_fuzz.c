/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged journals: whatever a file holds, reading and folding it ends in a sound model. The seed
 * is fixed, so that a failure repeats. */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/journal/journal.h"
#include "src/model/model.h"
#include "tests/unit/synthetic.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROUNDS = 1000, DAMAGES = 12 };

struct bytes {
    char *data;
    size_t length;
};

static uint64_t random_state = 20260102;

/* Uniform below limit: SplitMix64, https://prng.di.unimi.it/splitmix64.c */
static size_t random_below(size_t limit)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return limit > 0 ? (size_t)((z ^ (z >> 31)) % limit) : 0;
}

/* Replaces `removed` bytes at `at` by the given ones. */
static void splice(struct bytes *bytes, size_t at, size_t removed, const char *data, size_t length)
{
    size_t rest = bytes->length - at - removed;
    struct bytes changed = {.length = at + length + rest};
    changed.data = util_alloc(changed.length + 1, 1);
    memcpy(changed.data, bytes->data, at);
    memcpy(changed.data + at, data, length);
    memcpy(changed.data + at + length, bytes->data + at + removed, rest);
    free(bytes->data);
    *bytes = changed;
}

static void append_event(void *context, const cJSON *event)
{
    struct bytes *bytes = context;
    UTIL_FREE char *line = cJSON_PrintUnformatted(event);
    splice(bytes, bytes->length, 0, line, strlen(line));
    splice(bytes, bytes->length, 0, "\n", 1);
}

/* ---- damage ---- */

static void flip_byte(struct bytes *bytes)
{
    bytes->data[random_below(bytes->length)] = (char)random_below(256);
}

static void cut_range(struct bytes *bytes)
{
    size_t at = random_below(bytes->length), length = random_below(200);
    splice(bytes, at, length < bytes->length - at ? length : bytes->length - at, "", 0);
}

static size_t line_start(const struct bytes *bytes, size_t at)
{
    const char *newline = at > 0 ? memrchr(bytes->data, '\n', at) : NULL;
    return newline ? (size_t)(newline - bytes->data) + 1 : 0;
}

/* A copy of some lines at another place: repeated numbers, time running backwards. */
static void repeat_lines(struct bytes *bytes)
{
    size_t from = line_start(bytes, random_below(bytes->length));
    size_t to = line_start(bytes, from + random_below(bytes->length - from));
    size_t length = to > from ? to - from : 0;
    UTIL_FREE char *copy = util_alloc(length + 1, 1);
    memcpy(copy, bytes->data + from, length);
    splice(bytes, line_start(bytes, random_below(bytes->length)), 0, copy, length);
}

/* The value behind a random key becomes an absurd one. */
static void replace_value(struct bytes *bytes)
{
    static const char *const values[] = {"-1",
                                         "0",
                                         "1e999",
                                         "-1e308",
                                         "4294967296",
                                         "2147483647",
                                         "null",
                                         "true",
                                         "[]",
                                         "{}",
                                         "[[[[1]]]]",
                                         "\"\"",
                                         "\"\\u001b\"",
                                         "NaN",
                                         "1024",
                                         "1",
                                         "0.5",
                                         "[1,2,3,4,5]",
                                         "\"\\ud800 \\u0000x\"",
                                         "1e-320",
                                         "\"native\""};
    const char *value = values[random_below(ARRAY_LENGTH(values))];
    size_t at = random_below(bytes->length);
    const char *colon = memchr(bytes->data + at, ':', bytes->length - at);
    if (!colon)
        return;
    size_t start = (size_t)(colon - bytes->data) + 1;
    bool array = bytes->data[start] == '[';
    size_t length = strcspn(bytes->data + start, array ? "]\n" : ",}\n");
    length += array && bytes->data[start + length] == ']';
    splice(bytes, start, length, value, strlen(value));
}

static void damage(struct bytes *bytes)
{
    static void (*const kinds[])(struct bytes *) = {flip_byte,     cut_range,     repeat_lines,
                                                    replace_value, replace_value, replace_value};
    size_t count = 1 + random_below(DAMAGES);
    for (size_t i = 0; i < count && bytes->length > 0; i++)
        kinds[random_below(ARRAY_LENGTH(kinds))](bytes);
}

/* ---- soundness ---- */

static void check_samples(const struct model *model, const struct model_samples *samples)
{
    for (size_t i = 1; i < samples->count; i++) {
        const struct model_sample *from = &samples->items[i - 1], *to = &samples->items[i];
        assert_true(from->t <= to->t);
        double pct = model_cpu_pct(from, to);
        assert_true(isnan(pct) || pct >= 0);
        for (int core = -1; core <= model->host.cores; core++) {
            pct = model_core_pct(model, from, to, core);
            assert_true(isnan(pct) || pct >= 0);
        }
    }
}

static void check_trial(const struct model *model, size_t index)
{
    const struct model_trial *trial = &model->trials[index];
    const struct model_trial *previous = index > 0 ? trial - 1 : NULL;
    assert_in_range(trial->env, 0, model->env_count - 1);
    assert_in_range(trial->workload, 0, model->workload_count - 1);
    assert_true(trial->number > (previous ? previous->number : 0));
    assert_true(trial->t >= (previous ? previous->t : 0));
    assert_true(!previous || previous->status != STATUS_RUNNING);
    assert_true(isnan(trial->end_t) == (trial->status == STATUS_RUNNING));
    assert_true(isnan(trial->end_t) || trial->end_t >= trial->t);
    assert_true(trial->infer_begin <= trial->infer_end && trial->infer_end <= model->infer_count);
    for (size_t i = trial->infer_begin; i < trial->infer_end; i++)
        assert_int_equal(model->infers[i].trial, index);
    assert_true(trial->metric_begin <= trial->metric_end);
    for (size_t i = trial->metric_begin; i < trial->metric_end; i++)
        assert_int_equal(model->metrics[i].trial, index);
    assert_true(model_taint_count_at(model, (int)index, INFINITY) <= model->taint_count);
    check_samples(model, &trial->samples);
}

static void check_model(const struct model *model)
{
    assert_in_range(model->host.cores, 0, 1024);
    for (size_t i = 0; i < model->trial_count; i++)
        check_trial(model, i);
    check_samples(model, &model->idle);
    for (size_t i = 0; i < model->infer_count; i++) {
        const struct model_infer *infer = &model->infers[i];
        assert_true(i == 0 || infer[-1].t <= infer->t);
        assert_true(infer->ms >= 0 && isfinite(infer->ms) && infer->n >= 1);
    }
    for (size_t i = 0; i < model->env_count; i++)
        assert_int_equal(model_find_env(model, model->envs[i].name), i);
    for (double t = -1; t < 30; t += 1.5) {
        const struct model_trial *trial = model_trial_at(model, t);
        assert_true(!trial || trial->t <= t);
        assert_true(model_infers_until(model, t) <= model->infer_count);
        const struct model_slow *slow = model_slow_at(model, t);
        assert_true(!slow || slow->t <= t);
    }
}

static size_t count_lines(const struct bytes *bytes)
{
    size_t lines = 0;
    for (size_t i = 0; i < bytes->length; i++)
        lines += bytes->data[i] == '\n';
    return lines;
}

static void ignore_event(void *context, const cJSON *event)
{
    (void)context;
    (void)event;
}

/* Events in a file read at once. */
static long count_events(const char *path)
{
    struct journal_reader *reader = journal_reader_open(path, NULL);
    long events = journal_reader_poll(reader, ignore_event, NULL);
    journal_reader_close(reader);
    return events;
}

/* Reads the journal in two pieces, folds it, checks the outcome. */
static void read_and_check(const struct bytes *bytes)
{
    UTIL_CLOSE int fd = memfd_create("journal", MFD_CLOEXEC);
    UTIL_FREE char *path = util_format("/proc/self/fd/%d", fd);
    struct journal_reader *reader = journal_reader_open(path, NULL);
    struct model *model = model_new();
    size_t cut = random_below(bytes->length + 1);
    assert_int_equal(file_write_all(fd, bytes->data, cut), 0);
    long events = journal_reader_poll(reader, model_handler, model);
    check_model(model);
    assert_int_equal(file_write_all(fd, bytes->data + cut, bytes->length - cut), 0);
    events += journal_reader_poll(reader, model_handler, model);
    check_model(model);
    assert_int_equal(events, count_events(path));
    assert_int_equal((size_t)events + journal_reader_bad_lines(reader), count_lines(bytes));
    assert_int_equal(journal_reader_partial(reader),
                     bytes->length > 0 && bytes->data[bytes->length - 1] != '\n');
    model_free(model);
    journal_reader_close(reader);
}

static struct bytes make_journal(void)
{
    char *envs[] = {"native", "docker"}, *workloads[] = {"traffic-light"};
    struct synthetic run = {.envs = envs,
                            .env_count = 2,
                            .workloads = workloads,
                            .workload_count = 1,
                            .trials = 2,
                            .inferences = 4,
                            .cores = 2,
                            .hz = 4,
                            .trouble = true};
    static const char others[] =
        "{\"t\":3,\"ev\":\"note\",\"level\":\"warning\",\"text\":\"warm\"}\n"
        "{\"t\":3,\"ev\":\"taint\",\"trial\":1,\"cause\":\"hot\",\"detail\":\"80 C\"}\n"
        "{\"t\":3,\"ev\":\"metric\",\"trial\":1,\"name\":\"m\",\"value\":1,\"unit\":\"s\","
        "\"params\":{\"b\":1,\"a\":[2]}}\n"
        "{\"t\":3,\"ev\":\"session\",\"n\":2,\"pid\":5}\n";
    struct bytes bytes = {0};
    bytes.data = util_alloc(1, 1);
    synthetic_run(&run, append_event, &bytes);
    splice(&bytes, line_start(&bytes, bytes.length / 2), 0, others, sizeof others - 1);
    return bytes;
}

static void damaged_journals_fold_to_sound_models(void **state)
{
    (void)state;
    struct bytes whole = make_journal();
    read_and_check(&whole);
    for (int i = 0; i < ROUNDS; i++) {
        struct bytes damaged = {.data = util_alloc(whole.length + 1, 1), .length = whole.length};
        memcpy(damaged.data, whole.data, whole.length);
        damage(&damaged);
        read_and_check(&damaged);
        free(damaged.data);
    }
    free(whole.data);
}

static void noise_is_no_journal(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        char noise[4096];
        for (size_t j = 0; j < sizeof noise; j++)
            noise[j] = (char)random_below(256);
        read_and_check(&(struct bytes){.data = noise, .length = sizeof noise});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_journals_fold_to_sound_models),
        cmocka_unit_test(noise_is_no_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
