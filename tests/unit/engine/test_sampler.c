/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the sampler: its schedule, what it writes into a journal, and what watching costs.
 */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/throttle.h"
#include "src/base/util.h"
#include "src/engine/sampler.h"
#include "src/host/cores.h"
#include "src/host/viewers.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- schedule ---- */

static void check_tick(double last_s, double period_s, double now_s, double expected_s)
{
    assert_true(fabs(sampler_next_tick_s(last_s, period_s, now_s) - expected_s) < 1e-9);
}

static void test_schedule(void **state)
{
    (void)state;
    check_tick(10, 0.1, 10, 10.1);
    check_tick(10, 0.1, 10.0004, 10.1);   /* delays do not add up */
    check_tick(10, 0.1, 10.34, 10.4);     /* 10.1, 10.2 and 10.3 were missed: skipped */
    check_tick(10, 1, 3610.5, 3611);      /* suspended for an hour */
    check_tick(10, 0.1, 9.9999999, 10.1); /* woken a little early */
}

/* ---- a running sampler ---- */

struct fixture {
    char *folder, *path, *viewers;
    struct journal *journal;
    struct journal_reader *reader;
    struct sampler *sampler;
    cJSON *last;   /* the latest event of the kind that is waited for */
    double last_t; /* of any sample */
};

static int setup(void **state)
{
    struct fixture *fixture = util_alloc(1, sizeof *fixture);
    fixture->folder = scratch_make();
    fixture->path = util_format("%s/journal.ndjson", fixture->folder);
    fixture->viewers = util_format("%s/viewers", fixture->folder);
    file_make_dirs(fixture->viewers);
    fixture->journal = journal_open(fixture->path, 0, NULL);
    fixture->reader = journal_reader_open(fixture->path, NULL);
    fixture->sampler = sampler_start(fixture->journal, 50, fixture->viewers, "/");
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    sampler_stop(fixture->sampler);
    journal_close(fixture->journal, NULL);
    journal_reader_close(fixture->reader);
    cJSON_Delete(fixture->last);
    scratch_remove(fixture->folder);
    free(fixture->path);
    free(fixture->viewers);
    free(fixture);
    return 0;
}

struct search {
    struct fixture *fixture;
    const char *event, *key; /* wanted: this event with this key, or */
    const char *absent;      /* without this one */
    bool found;
};

static void search_event(void *context, const cJSON *event)
{
    struct search *search = context;
    if (strcmp(json_string(event, "ev"), search->event) != 0)
        return;
    search->fixture->last_t = json_number(event, "t");
    search->found = (!search->key || cJSON_HasObjectItem(event, search->key)) &&
                    (!search->absent || !cJSON_HasObjectItem(event, search->absent));
    cJSON_Delete(search->fixture->last);
    search->fixture->last = cJSON_Duplicate(event, true);
}

/* The latest event of a kind, once it has the key (and lacks `absent`). */
static const cJSON *wait_for(struct fixture *fixture, const char *event, const char *key,
                             const char *absent)
{
    struct search search = {fixture, event, key, absent, false};
    while (!search.found) {
        assert_true(journal_reader_poll(fixture->reader, search_event, &search) >= 0);
        usleep(1000);
    }
    return fixture->last;
}

static void test_samples_of_the_host(void **state)
{
    struct fixture *fixture = *state;
    const cJSON *sample = wait_for(fixture, "sample", "core_s", NULL);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(sample, "core_s")),
                     host_cores_count(""));
    assert_true(json_number(sample, "self_s") > 0);
    assert_false(cJSON_HasObjectItem(sample, "trial"));
    assert_false(cJSON_HasObjectItem(sample, "env_cpu_s"));
    assert_false(cJSON_HasObjectItem(sample, "env_core_s"));
    double t = fixture->last_t;
    wait_for(fixture, "sample", "core_s", NULL);
    assert_true(fixture->last_t > t);
}

/* What this machine's sensors show is in the event, and nothing else. */
static void test_slow_readings(void **state)
{
    struct fixture *fixture = *state;
    const cJSON *slow = wait_for(fixture, "slow", NULL, NULL);
    double temp_c = sampler_temperature_c(fixture->sampler);
    assert_int_equal(cJSON_HasObjectItem(slow, "temp_c"), !isnan(temp_c));
    assert_false(cJSON_HasObjectItem(slow, "env_mem_bytes"));
    sampler_throttled_since(fixture->sampler);
    /* What was since boot is reported once. */
    unsigned now = throttle_decode(json_number(slow, "throttled")).now;
    assert_int_equal(sampler_throttled_since(fixture->sampler) & ~now, 0);
}

static void test_samples_of_a_trial(void **state)
{
    struct fixture *fixture = *state;
    pid_t child = fork();
    if (child == 0)
        for (;;)
            getppid();
    sampler_attach(fixture->sampler, 7, 0, NULL);
    const cJSON *sample = wait_for(fixture, "sample", "trial", NULL);
    assert_int_equal(json_int(sample, "trial", 0), 7);
    assert_false(cJSON_HasObjectItem(sample, "env_cpu_s"));
    sampler_attach(fixture->sampler, 7, child, NULL);
    sample = wait_for(fixture, "sample", "env_cpu_s", NULL);
    double first_s = json_number(sample, "env_cpu_s");
    struct usage final;
    do {
        sampler_final(fixture->sampler, &final);
        assert_null(final.core_s);
    } while (!(final.cpu_s > first_s + 0.02));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    sampler_detach(fixture->sampler);
    wait_for(fixture, "sample", "core_s", "trial");
    assert_false(cJSON_HasObjectItem(fixture->last, "env_cpu_s"));
}

/* This machine's own card stands for the trial's: what it sends it receives. */
static void test_samples_of_a_card(void **state)
{
    struct fixture *fixture = *state;
    double sent_bytes, received_bytes;
    wait_for(fixture, "sample", "core_s", "net_sent_bytes");
    sampler_watch_card(fixture->sampler, "edgetop-none");
    sampler_passed(fixture->sampler, &sent_bytes, &received_bytes);
    assert_true(isnan(sent_bytes) && isnan(received_bytes));
    sampler_watch_card(fixture->sampler, "lo");
    const cJSON *sample = wait_for(fixture, "sample", "net_sent_bytes", NULL);
    sampler_passed(fixture->sampler, &sent_bytes, &received_bytes);
    assert_true(sent_bytes >= json_number(sample, "net_sent_bytes"));
    assert_true(received_bytes >= json_number(sample, "net_received_bytes"));
    sampler_detach(fixture->sampler);
    wait_for(fixture, "sample", "core_s", "net_received_bytes");
}

/* ---- viewers ---- */

/* A process called `name` that has used some CPU time and now waits to be killed. */
static pid_t start_viewer(const char *name)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NAME, name);
        while (clock() < CLOCKS_PER_SEC / 20)
            ;
        _exit(write(ready[1], "", 1) == 1 ? pause() : 1);
    }
    char byte;
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void end_viewer(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void register_viewer(const char *folder, pid_t pid)
{
    UTIL_FREE char *path = util_format("%s/%d", folder, (int)pid);
    scratch_append(path, "");
}

static void test_viewers(void **state)
{
    (void)state;
    char *folder = scratch_make();
    struct viewers *viewers = viewers_open(folder);
    assert_true(viewers_cpu_s(viewers) == 0);
    pid_t viewer = start_viewer("edgetop"), other = start_viewer("other");
    register_viewer(folder, other);
    assert_true(viewers_cpu_s(viewers) == 0); /* a number that now belongs to something else */
    register_viewer(folder, viewer);
    double used_s = viewers_cpu_s(viewers);
    assert_true(used_s >= 0.03);
    end_viewer(viewer); /* its file stays */
    assert_true(viewers_cpu_s(viewers) == used_s);
    pid_t second = start_viewer("edgetop");
    register_viewer(folder, second);
    assert_true(viewers_cpu_s(viewers) > used_s);
    end_viewer(second);
    end_viewer(other);
    viewers_close(viewers);
    scratch_remove(folder);
}

static void test_viewers_without_a_folder(void **state)
{
    (void)state;
    struct viewers *viewers = viewers_open("/nonexistent");
    assert_true(viewers_cpu_s(viewers) == 0);
    viewers_close(viewers);
}

static void test_viewers_in_samples(void **state)
{
    struct fixture *fixture = *state;
    pid_t viewer = start_viewer("edgetop");
    register_viewer(fixture->viewers, viewer);
    double used_s = 0;
    while (!(used_s >= 0.03))
        used_s = json_number(wait_for(fixture, "sample", "viewers_s", NULL), "viewers_s");
    end_viewer(viewer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schedule),
        cmocka_unit_test_setup_teardown(test_samples_of_the_host, setup, teardown),
        cmocka_unit_test_setup_teardown(test_slow_readings, setup, teardown),
        cmocka_unit_test_setup_teardown(test_samples_of_a_trial, setup, teardown),
        cmocka_unit_test_setup_teardown(test_samples_of_a_card, setup, teardown),
        cmocka_unit_test_setup_teardown(test_viewers_in_samples, setup, teardown),
        cmocka_unit_test(test_viewers),
        cmocka_unit_test(test_viewers_without_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
