/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters drawn as rates: interpolation, what samples do not cover, and the time axis. */
#include "src/base/util.h"
#include "ui/scene/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* A core busy for half of each second, the environment for a quarter of it. */
static const double core_s[][2] = {{0, 0}, {0.5, 0.25}, {1, 0.5}, {1.5, 0.75}};
static struct model_sample samples[] = {
    {.t = 10, .env_cpu_s = NAN, .core_s = core_s[0], .net_sent_bytes = NAN},
    {.t = 11,
     .env_cpu_s = 0.25,
     .core_s = core_s[1],
     .net_sent_bytes = 100,
     .net_received_bytes = 1},
    {.t = 12,
     .env_cpu_s = 0.5,
     .core_s = core_s[2],
     .net_sent_bytes = 300,
     .net_received_bytes = 2},
    {.t = 13,
     .env_cpu_s = 0.75,
     .core_s = core_s[3],
     .net_sent_bytes = 300,
     .net_received_bytes = 5}};
static struct model_trial trials[] = {{.t = 10, .end_t = 14}, {.t = 20, .end_t = NAN}};
static struct model model = {.host.cores = 1, .trials = trials, .trial_count = 2};

static int prepare(void **state)
{
    (void)state;
    trials[0].samples = (struct model_samples){.items = samples, .count = ARRAY_LENGTH(samples)};
    return 0;
}

static void rate_is_the_mean_between_two_moments(void **state)
{
    (void)state;
    struct track busy = track_of(&model, &trials[0], TRACK_CORE, 0, 100);
    assert_float_equal(track_rate(&busy, 10, 13), 0.5, 1e-6);
    assert_float_equal(track_rate(&busy, 10.25, 10.5), 0.5, 1e-6);
    assert_float_equal(track_rate(&busy, 12.9, 99), 0.5, 1e-6);
    struct track env = track_of(&model, &trials[0], TRACK_ENV_CORE, 0, 100);
    assert_float_equal(track_recent(&env, 1), 0.25, 1e-6);
}

static void unknown_stays_unknown(void **state)
{
    (void)state;
    struct track env = track_of(&model, &trials[0], TRACK_ENV, 0, 100);
    assert_true(isnan(track_rate(&env, 10, 11)));
    assert_float_equal(track_rate(&env, 11, 12), 0.25, 1e-6);
    assert_true(isnan(track_rate(&env, 13, 14)));
    assert_true(isnan(track_rate(&env, 1, 10)));
    struct track none = track_of(&model, &trials[1], TRACK_ENV, 0, 100);
    assert_true(isnan(track_rate(&none, 20, 21)));
}

static void networks_are_bytes_a_second(void **state)
{
    (void)state;
    struct track sent = track_of(&model, &trials[0], TRACK_SENT, 0, 100);
    assert_true(isnan(track_rate(&sent, 10, 11)));
    assert_float_equal(track_rate(&sent, 11, 12), 200, 1e-6);
    assert_float_equal(track_recent(&sent, 0.5), 0, 1e-6);
    struct track received = track_of(&model, &trials[0], TRACK_RECEIVED, 0, 100);
    assert_float_equal(track_recent(&received, 0.5), 3, 1e-6);
}

static void the_future_is_not_looked_at(void **state)
{
    (void)state;
    struct track busy = track_of(&model, &trials[0], TRACK_CORE, 0, 11.5);
    assert_int_equal(busy.count, 2);
    assert_true(isnan(track_rate(&busy, 11, 12)));
    assert_float_equal(track_rate(&busy, 10, 12), 0.5, 1e-6);
}

static void axis_grows_with_the_longest_trial(void **state)
{
    (void)state;
    assert_float_equal(time_axis_of(&model, &trials[0], 10.25).span_s, 2.5, 0);
    assert_float_equal(time_axis_of(&model, &trials[0], 13.5).span_s, 3.75, 0);
    assert_float_equal(time_axis_of(&model, &trials[0], 14).span_s, 5, 0);
    assert_float_equal(time_axis_of(&model, &trials[1], 34).span_s, 15, 0);
    assert_float_equal(time_axis_of(&model, &trials[1], 36).span_s, 20, 0);
    assert_float_equal(time_axis_of(&model, &trials[1], 60).span_s, 40, 0);
    assert_float_equal(time_axis_of(&model, &trials[1], 60).start_t, 20, 0);
    struct time_axis axis = {0, 40};
    assert_float_equal(time_axis_step(&axis, 40), 10, 0);
    assert_float_equal(time_axis_step(&axis, 400), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_is_the_mean_between_two_moments),
        cmocka_unit_test(unknown_stays_unknown),
        cmocka_unit_test(networks_are_bytes_a_second),
        cmocka_unit_test(the_future_is_not_looked_at),
        cmocka_unit_test(axis_grows_with_the_longest_trial),
    };
    return cmocka_run_group_tests(tests, prepare, NULL);
}
