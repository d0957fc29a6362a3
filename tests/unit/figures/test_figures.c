/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of figures: small runs whose numbers are known by hand. */
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "tests/unit/fold.h"
#include "tests/unit/synthetic.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* cmocka 1.1.5 compares as float only. */
#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

enum { ENV_A, ENV_B };

/* ---- one trial ---- */

static void a_trial_is_worth_the_mean_of_its_steady_inferences(void **state)
{
    (void)state;
    struct model *model = fold_run(5, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, NULL});
    assert_near(figures_trial_value(model, &model->trials[0], MEASURE_TRIAL), 100);
    assert_near(figures_trial_value(model, &model->trials[0], MEASURE_FIRST), 300);
    /* Two inferences of 103 ms share a line: (99 + 101 + 2 * 103) / 4. */
    fold_event(model, "{'t':18,'ev':'infer','trial':1,'i':4,'ms':103,'n':2}");
    assert_near(figures_trial_value(model, &model->trials[0], MEASURE_TRIAL), 101.5);
    model_free(model);
}

static void phases_last_until_the_next_that_was_reported(void **state)
{
    (void)state;
    struct model *model = fold_run(5, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    const struct model_trial *trial = &model->trials[0];
    assert_near(figures_trial_value(model, trial, MEASURE_CREATE), 1);
    assert_true(isnan(figures_trial_value(model, trial, MEASURE_BOOT)));
    assert_near(figures_trial_value(model, trial, MEASURE_LOAD), 1);
    assert_near(figures_trial_value(model, trial, MEASURE_EXECUTION), 8);
    fold_event(model, "{'t':30,'ev':'trial','trial':2,'env':'a','workload':'w'}");
    fold_event(model, "{'t':30,'ev':'phase','trial':2,'phase':'create'}");
    fold_event(model, "{'t':30.5,'ev':'phase','trial':2,'phase':'boot'}");
    trial = &model->trials[1];
    assert_near(figures_trial_value(model, trial, MEASURE_CREATE), 0.5);
    for (enum measure measure = 0; measure < MEASURE_COUNT; measure++)
        if (measure != MEASURE_CREATE)
            assert_true(isnan(figures_trial_value(model, trial, measure)));
    model_free(model);
}

static void other_workloads_are_worth_their_metric(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'disk','primary':"
                      "{'name':'write','unit':'MiB/s','better':'higher'}}]}");
    fold_event(model, "{'t':1,'ev':'trial','trial':1,'env':'a','workload':'disk'}");
    static const char metric[] = "{'t':2,'ev':'metric','trial':1,'name':'%s','value':%d,"
                                 "'unit':'MiB/s','params':{'block_bytes':%d}}";
    fold_event(model, metric, "write", 10, 4096);
    fold_event(model, metric, "write", 30, 8192);
    fold_event(model, metric, "read", 7, 4096);
    fold_event(model, metric, "read", 9, 4096);
    fold_event(model, "{'t':3,'ev':'result','trial':1,'status':'ok'}");
    assert_near(figures_trial_value(model, &model->trials[0], MEASURE_TRIAL), 20);
    assert_string_equal(measure_unit(&model->workloads[0], MEASURE_TRIAL), "MiB/s");
    size_t count;
    UTIL_FREE size_t *kinds = figures_metrics(model, 0, &count);
    assert_int_equal(count, 3);
    static const double expected[] = {10, 30, 8};
    for (size_t i = 0; i < count; i++) {
        struct figures_series series =
            figures_metric_series(model, ENV_A, 0, kinds[i], ASPECT_VALUE, INFINITY, false);
        assert_int_equal(series.n, 1);
        assert_near(series.values[0], expected[i]);
        figures_series_free(&series);
    }
    model_free(model);
}

static void start_up_is_folded_from_phases(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'startup','primary':"
                      "{'name':'startup','unit':'ms','better':'lower'}}]}");
    fold_event(model, "{'t':1,'ev':'trial','trial':1,'env':'a','workload':'startup'}");
    fold_event(model, "{'t':1.25,'ev':'phase','trial':1,'phase':'create'}");
    fold_event(model, "{'t':1.5,'ev':'phase','trial':1,'phase':'boot'}");
    const struct model_trial *trial = &model->trials[0];
    assert_true(isnan(figures_trial_value(model, trial, MEASURE_TRIAL)));
    fold_event(model, "{'t':3.75,'ev':'phase','trial':1,'phase':'load'}");
    assert_near(figures_trial_value(model, trial, MEASURE_TRIAL), 2500);
    assert_near(figures_trial_value(model, trial, MEASURE_STARTUP), 2500);
    assert_string_equal(measure_unit(&model->workloads[0], MEASURE_STARTUP), "ms");
    fold_event(model, "{'t':4,'ev':'result','trial':1,'status':'ok'}");
    struct figures_series series = figures_series(model, ENV_A, 0, MEASURE_TRIAL, INFINITY, false);
    assert_int_equal(series.n, 1);
    assert_near(series.values[0], 2500);
    figures_series_free(&series);
    model_free(model);
}

/* ---- series ---- */

/* Environment a: warm-up, 100 (tainted), failed, 104, cancelled, timeout, 109, one running. */
static struct model *mixed_run(void)
{
    struct model *model = fold_run(7, 1, "interleaved");
    fold_trial(model, (struct fold_trial){1, 0, "a", 10, 500, "ok"});
    fold_trial(model, (struct fold_trial){2, 1, "a", 20, 100, "ok"});
    fold_event(model, "{'t':30,'ev':'taint','trial':2,'cause':'hot'}");
    fold_event(model, "{'t':30,'ev':'taint','trial':2,'cause':'busy'}");
    fold_trial(model, (struct fold_trial){3, 2, "a", 30, 600, "failed"});
    fold_trial(model, (struct fold_trial){4, 3, "a", 40, 104, "ok"});
    fold_trial(model, (struct fold_trial){5, 4, "a", 50, 700, "cancelled"});
    fold_trial(model, (struct fold_trial){6, 5, "a", 60, 800, "timeout"});
    fold_trial(model, (struct fold_trial){7, 6, "a", 70, 109, "ok"});
    fold_trial(model, (struct fold_trial){8, 7, "a", 80, 111, NULL});
    return model;
}

static void assert_series(const struct model *model, double t, bool untainted_only,
                          const double *expected, size_t n)
{
    struct figures_series series =
        figures_series(model, ENV_A, 0, MEASURE_TRIAL, t, untainted_only);
    assert_int_equal(series.n, n);
    for (size_t i = 0; i < n; i++) {
        assert_near(series.values[i], expected[i]);
        assert_near(figures_trial_value(model, &model->trials[series.trials[i]], MEASURE_TRIAL),
                    expected[i]);
    }
    figures_series_free(&series);
}

static void a_series_has_the_counted_trials_by_then(void **state)
{
    (void)state;
    struct model *model = mixed_run();
    static const double all[] = {100, 104, 109};
    assert_series(model, INFINITY, false, all, 3);
    assert_series(model, INFINITY, true, all + 1, 2);
    assert_series(model, 79.9, false, all, 2);
    assert_series(model, 29.9, false, all, 0);
    struct figures_series other = figures_series(model, ENV_B, 0, MEASURE_TRIAL, INFINITY, false);
    assert_int_equal(other.n, 0);
    figures_series_free(&other);
    model_free(model);
}

static void counts_put_every_trial_in_one_place(void **state)
{
    (void)state;
    struct model *model = mixed_run();
    struct figures_counts counts = figures_counts(model, ENV_A, 0, INFINITY);
    assert_int_equal(counts.counted, 3);
    assert_int_equal(counts.warmup, 1);
    assert_int_equal(counts.failed, 2);
    assert_int_equal(counts.cancelled, 1);
    assert_int_equal(counts.tainted, 1);
    assert_int_equal(counts.running, 1);
    counts = figures_counts(model, ENV_A, 0, 25);
    assert_int_equal(counts.warmup, 1);
    assert_int_equal(counts.running, 1);
    assert_int_equal(counts.counted + counts.failed + counts.cancelled + counts.tainted, 0);
    model_free(model);
}

static void sd_of_the_first_and_of_blocks(void **state)
{
    (void)state;
    double values[] = {1, 3, 2, 6};
    struct figures_series series = {.values = values, .n = 4};
    assert_near(figures_sd(&series, 0, 2), sqrt(2));
    assert_near(figures_sd(&series, 0, 3), 1);
    assert_near(figures_sd(&series, 2, 2), sqrt(8));
    assert_true(isnan(figures_sd(&series, 0, 1)));
    assert_true(isnan(figures_sd(&series, 2, 3)));
    assert_true(isnan(figures_sd(&series, 5, 0)));
}

static void variation_is_a_share_of_the_mean(void **state)
{
    (void)state;
    double values[] = {8, 9, 10, 11, 12}, below[] = {-8, -9, -10, -11, -12};
    assert_near(figures_cv(&(struct figures_series){.values = values, .n = 5}), sqrt(2.5) / 10);
    assert_true(isnan(figures_cv(&(struct figures_series){.values = values, .n = 4})));
    assert_true(isnan(figures_cv(&(struct figures_series){.values = below, .n = 5})));
}

static void running_sd_rows_are_fifths_of_the_plan(void **state)
{
    (void)state;
    static const int expected[][2] = {{0, 1}, {1, 1}, {5, 1}, {6, 2}, {10, 2}, {11, 3}, {50, 10}};
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        struct model model = {.plan.trials = expected[i][0]};
        assert_int_equal(figures_running_sd_step(&model), expected[i][1]);
    }
}

static void outliers_lie_beyond_the_whiskers(void **state)
{
    (void)state;
    struct stats_summary summary = {.q25 = 10, .q75 = 12};
    assert_false(figures_is_outlier(&summary, 15));
    assert_true(figures_is_outlier(&summary, 15.01));
    assert_false(figures_is_outlier(&summary, 7));
    assert_true(figures_is_outlier(&summary, 6.99));
}

/* ---- CPU ---- */

/* CPU of the trial below: 1.1 cores from load (2 s) on, 3 from steady (4 s) to stop (8 s). */
static double used_cpu_s(double t)
{
    double slow_s = fmin(fmax(t - 2, 0), 2), fast_s = fmin(fmax(t - 4, 0), 4);
    return 1.1 * slow_s + 3 * fast_s;
}

static struct model *cpu_run(void)
{
    struct model *model = fold_run(2, 0, "interleaved");
    fold_event(model, "{'t':1,'ev':'trial','trial':1,'env':'a','workload':'w','round':1}");
    fold_event(model, "{'t':1,'ev':'phase','trial':1,'phase':'create'}");
    fold_event(model, "{'t':2,'ev':'phase','trial':1,'phase':'load'}");
    fold_event(model, "{'t':4,'ev':'phase','trial':1,'phase':'steady'}");
    for (int i = 1; i <= 6; i++)
        fold_event(model, "{'t':%g,'ev':'infer','trial':1,'i':%d,'ms':600}", 4 + 0.6 * i, i);
    for (int i = 10; i <= 85; i++)
        fold_event(model, "{'t':%.1f,'ev':'sample','trial':1,'env_cpu_s':%.9f}", i / 10.0,
                   used_cpu_s(i / 10.0));
    fold_event(model, "{'t':8,'ev':'phase','trial':1,'phase':'stop'}");
    fold_event(model, "{'t':8.5,'ev':'result','trial':1,'status':'ok','cpu_s':14.2}");
    return model;
}

/* 1 s means end at 3.9, 4.9, ... 7.9 s: 110, 281 (a tenth at 1.1 cores), 300, 300, 300 %. The mean
 * over the last second passes 200 % at 4.47 s, between two samples. */
static void assert_cpu(const struct model *model)
{
    struct figures_cpu cpu = figures_cpu(model, &model->trials[0], INFINITY);
    assert_near(cpu.cpu_s, 14.2);
    assert_near(cpu.cpu_s_per_inference, 12.0 / 6);
    assert_near(cpu.mean_pct, 100 * 14.2 / 6);
    assert_near(cpu.mean_over100_pct, (110 + 281 + 300 + 300 + 300) / 5.0);
    assert_near(cpu.t200_s, 4.5 - 2);
    assert_near(cpu.t200_from_create_s, 4.5 - 1);
}

static void cpu_runs_from_load_to_the_end_of_steady(void **state)
{
    (void)state;
    struct model *model = cpu_run();
    assert_cpu(model);
    model_free(model);
}

static void thinned_samples_tell_the_same(void **state)
{
    (void)state;
    struct model *model = cpu_run();
    size_t before = model->trials[0].samples.count;
    fold_event(model, "{'t':9,'ev':'trial','trial':2,'env':'a','workload':'w','round':2}");
    assert_true(model->trials[0].samples.count < before / 3);
    assert_cpu(model);
    model_free(model);
}

static void a_second_counts_once_it_is_over(void **state)
{
    (void)state;
    struct model *model = cpu_run();
    const struct model_trial *trial = &model->trials[0];
    struct figures_cpu early = figures_cpu(model, trial, 3);
    assert_near(early.cpu_s, 1.1);
    assert_near(early.mean_pct, 110);
    assert_true(isnan(early.mean_over100_pct) && isnan(early.cpu_s_per_inference));
    model_free(model);
}

/* A trial from t on, sampled every 90 ms, so that a second does not begin with a sample. Its load
 * begins at load_t; from then on its use of CPU grows by 0.8 cores a second, for 5 s: the mean over
 * the last second passes 200 % 3 s after load. */
static void fold_ramp(struct model *model, int number, double t, double load_t, double stop_t)
{
    fold_event(model, "{'t':%.4f,'ev':'trial','trial':%d,'env':'a','workload':'w','round':%d}", t,
               number, number);
    fold_event(model, "{'t':%.4f,'ev':'phase','trial':%d,'phase':'load'}", load_t, number);
    for (int i = 0; i <= 90; i++) {
        double s = fmax(t + 0.09 * i - load_t, 0);
        fold_event(model, "{'t':%.4f,'ev':'sample','trial':%d,'env_cpu_s':%.6f}", t + 0.09 * i,
                   number, 0.4 * fmin(s, 5) * fmin(s, 5) + 4 * fmax(s - 5, 0));
    }
    fold_event(model, "{'t':%.4f,'ev':'phase','trial':%d,'phase':'stop'}", stop_t, number);
    fold_event(model, "{'t':%.4f,'ev':'result','trial':%d,'status':'ok'}", t + 9, number);
}

/* Wherever load lies between samples, and samples between seconds of run time. */
static void two_cores_are_seen_within_one_sample(void **state)
{
    (void)state;
    enum { TRIALS = 20 };
    struct model *model = fold_run(TRIALS, 0, "interleaved");
    for (int i = 0; i < TRIALS; i++) {
        double t = 20.053 * i;
        fold_ramp(model, i + 1, t, t + 1.0025 + 0.0045 * i, t + 8);
    }
    for (int i = 0; i < TRIALS; i++) {
        const struct model_trial *trial = &model->trials[i];
        double t200_s = figures_cpu(model, trial, INFINITY).t200_s;
        assert_int_equal(trial->samples.thinned, i + 1 < TRIALS);
        assert_true(t200_s >= 3 && t200_s <= 3 + 0.1);
    }
    model_free(model);
}

static void the_moment_of_two_cores_is_the_same_in_thinned_samples(void **state)
{
    (void)state;
    struct model *model = fold_run(2, 0, "interleaved");
    fold_ramp(model, 1, 10.53, 11.56, 18);
    double before_t = figures_reached_200_pct_t(&model->trials[0], INFINITY);
    fold_ramp(model, 2, 30, 31, 38);
    const struct model_trial *trial = &model->trials[0];
    assert_true(trial->samples.thinned);
    assert_near(before_t, 14.58); /* the first sample after 11.56 + 3 */
    assert_near(figures_reached_200_pct_t(trial, INFINITY), before_t);
    /* It is not known before it has happened. */
    assert_near(figures_reached_200_pct_t(trial, before_t), before_t);
    assert_true(isnan(figures_reached_200_pct_t(trial, before_t - 0.001)));
    model_free(model);
}

static void two_cores_count_from_load_to_the_end_of_steady(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 0, "interleaved");
    fold_ramp(model, 1, 10, 11, 13.9);
    assert_true(isnan(figures_reached_200_pct_t(&model->trials[0], INFINITY)));
    fold_event(model, "{'t':20,'ev':'trial','trial':2,'env':'b','workload':'w','round':1}");
    fold_event(model, "{'t':21.05,'ev':'phase','trial':2,'phase':'load'}");
    for (int i = 0; i <= 30; i++) /* 3 cores from the beginning on */
        fold_event(model, "{'t':%.1f,'ev':'sample','trial':2,'env_cpu_s':%.1f}", 20 + i / 10.0,
                   0.3 * i);
    assert_near(figures_reached_200_pct_t(&model->trials[1], INFINITY), 22.1);
    /* A sample without the counter changes nothing. */
    fold_event(model, "{'t':30,'ev':'trial','trial':3,'env':'b','workload':'w','round':2}");
    fold_event(model, "{'t':30,'ev':'phase','trial':3,'phase':'load'}");
    for (int i = 0; i <= 11; i++) {
        fold_event(model, "{'t':%.1f,'ev':'sample','trial':3,'env_cpu_s':%.1f}", 30 + i / 10.0,
                   0.3 * i);
        fold_event(model, "{'t':%.2f,'ev':'sample','trial':3}", 30.05 + i / 10.0);
    }
    assert_near(figures_reached_200_pct_t(&model->trials[2], INFINITY), 31);
    model_free(model);
}

static void cpu_of_few_or_no_samples(void **state)
{
    (void)state;
    struct model *model = fold_run(2, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    struct figures_cpu cpu = figures_cpu(model, &model->trials[0], INFINITY);
    assert_true(isnan(cpu.cpu_s) && isnan(cpu.cpu_s_per_inference) && isnan(cpu.mean_pct));
    assert_true(isnan(cpu.mean_over100_pct) && isnan(cpu.t200_s) && isnan(cpu.t200_from_create_s));
    struct figures_cpu_means means = figures_cpu_means(model, ENV_A, 0, INFINITY, false);
    assert_int_equal(means.trials, 0);
    assert_true(isnan(means.mean.mean_pct));
    /* Without a counter at hand, a sample says nothing. */
    fold_event(model, "{'t':13,'ev':'sample','trial':1,'core_s':[1,1]}");
    assert_true(isnan(figures_cpu(model, &model->trials[0], INFINITY).cpu_s));
    model_free(model);
}

static void cpu_means_are_over_the_trials_that_have_them(void **state)
{
    (void)state;
    struct model *model = cpu_run();
    fold_trial(model, (struct fold_trial){2, 2, "a", 10, 100, "ok"});
    struct figures_cpu_means means = figures_cpu_means(model, ENV_A, 0, INFINITY, false);
    assert_int_equal(means.trials, 1);
    assert_int_equal(means.t200_trials, 1);
    assert_near(means.mean.cpu_s, 14.2);
    model_free(model);
}

/* ---- comparisons ---- */

static const double a_ms[] = {100, 104, 99, 107, 101, 103};
static const double b_ms[] = {111, 113, 112, 115, 118, 110};

/* Six rounds of a, then b; those of b are `shift` rounds later. */
static struct model *compared_run(const char *order, int shift)
{
    struct model *model = fold_run(6, 0, order);
    for (int i = 0; i < 6; i++) {
        fold_trial(model, (struct fold_trial){2 * i + 1, i + 1, "a", 10 + 20 * i, a_ms[i], "ok"});
        fold_trial(model,
                   (struct fold_trial){2 * i + 2, i + 1 + shift, "b", 20 + 20 * i, b_ms[i], "ok"});
    }
    return model;
}

static struct figures_comparison compared(const struct model *model, double t)
{
    struct figures_pair pairs[4];
    assert_int_equal(figures_compare(model, 0, t, pairs, ARRAY_LENGTH(pairs)), 1);
    assert_int_equal(pairs[0].a, ENV_A);
    assert_int_equal(pairs[0].b, ENV_B);
    return pairs[0].result;
}

static void rounds_are_compared_in_pairs(void **state)
{
    (void)state;
    struct model *model = compared_run("interleaved", 0);
    struct figures_comparison result = compared(model, INFINITY);
    assert_true(result.paired && !result.interim);
    assert_int_equal(result.pairs, 6);
    assert_near(result.difference, (11 + 9 + 13 + 8 + 17 + 7) / 6.0);
    assert_near(result.mean_p, 2.0 / 64); /* all differences positive: 2 of 2^6 sign patterns */
    assert_near(result.mean_p_holm, result.mean_p);
    assert_near((result.interval.lo + result.interval.hi) / 2, result.difference);
    assert_true(result.spread_p > 0 && result.spread_p <= 1);
    result = compared(model, 100);
    assert_true(result.interim);
    assert_int_equal(result.pairs, 4);
    model_free(model);
}

static void only_the_same_round_is_a_pair(void **state)
{
    (void)state;
    struct model *model = compared_run("interleaved", 2);
    struct figures_comparison result = compared(model, INFINITY);
    assert_int_equal(result.pairs, 4);
    assert_near(result.difference, (111 - 99 + 113 - 107 + 112 - 101 + 115 - 103) / 4.0);
    model_free(model);
}

static void sessions_do_not_pair(void **state)
{
    (void)state;
    struct model *model = fold_run(2, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    fold_event(model, "{'t':20,'ev':'session','n':2}");
    fold_trial(model, (struct fold_trial){2, 1, "b", 30, 110, "ok"});
    struct figures_comparison result = compared(model, INFINITY);
    assert_int_equal(result.pairs, 0);
    assert_true(isnan(result.difference) && isnan(result.mean_p) && isnan(result.spread_p));
    model_free(model);
}

static void blocks_are_compared_unpaired(void **state)
{
    (void)state;
    struct model *model = compared_run("blocks", 0);
    const struct stats_sample groups[] = {{a_ms, 6}, {b_ms, 6}};
    struct stats_difference welch = stats_welch(groups[0], groups[1], 0.95);
    struct figures_comparison result = compared(model, INFINITY);
    assert_false(result.paired);
    assert_int_equal(result.pairs, 0);
    assert_int_equal(result.n_a, 6);
    assert_near(result.difference, welch.mean);
    assert_near(result.interval.lo, welch.interval.lo);
    /* Time may have made the difference as well as the environment, so there is no p. */
    assert_true(isnan(result.mean_p_holm) && isnan(result.spread_p_holm));
    assert_int_equal(result.mean_verdict, VERDICT_CONFOUNDED);
    assert_int_equal(result.spread_verdict, VERDICT_CONFOUNDED);
    model_free(model);
}

static void tainted_trials_can_be_left_out(void **state)
{
    (void)state;
    struct model *model = compared_run("interleaved", 0);
    fold_event(model, "{'t':200,'ev':'taint','trial':10,'cause':'hot'}"); /* b in round 5 */
    struct figures_pair pair;
    assert_int_equal(figures_compare_untainted(model, 0, INFINITY, &pair, 1), 1);
    assert_int_equal(pair.result.pairs, 5);
    assert_near(pair.result.difference, (11 + 9 + 13 + 8 + 7) / 5.0);
    assert_false(pair.result.interim); /* the planned trials are there */
    model_free(model);
}

static void many_pairs_are_adjusted(void **state)
{
    (void)state;
    struct model *model = compared_run("interleaved", 0);
    for (int i = 0; i < 6; i++)
        fold_trial(model,
                   (struct fold_trial){13 + i, i + 1, "c", 200 + 10 * i, a_ms[i] + i % 2, "ok"});
    struct figures_pair pairs[3];
    assert_int_equal(figures_compare(model, 0, INFINITY, pairs, 3), 3);
    double p[3], holm[3];
    for (int i = 0; i < 3; i++)
        p[i] = pairs[i].result.mean_p;
    stats_holm(p, holm, 3);
    for (int i = 0; i < 3; i++)
        assert_near(pairs[i].result.mean_p_holm, holm[i]);
    assert_near(holm[0], 3 * 2.0 / 64);
    assert_int_equal(figures_compare(model, 0, INFINITY, pairs, 2), 2);
    model_free(model);
}

/* ---- drift and time ---- */

static void drift_is_seen_over_time_and_temperature(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    static const double temp_c[] = {60, 50, 55, 40};
    for (int i = 0; i < 4; i++) {
        fold_trial(model, (struct fold_trial){i + 1, i + 1, "a", 10 + 20 * i, 100 + i, "ok"});
        for (int j = -1; j <= 1; j += 2)
            fold_event(model, "{'t':%d,'ev':'slow','trial':%d,'temp_c':%g}", 15 + 20 * i + j, i + 1,
                       temp_c[i] + j);
        fold_event(model, "{'t':%d,'ev':'slow','temp_c':99}", 25 + 20 * i);
    }
    struct figures_series series = figures_series(model, ENV_A, 0, MEASURE_TRIAL, INFINITY, false);
    struct figures_drift drift = figures_drift(&series);
    assert_near(drift.rho, 1);
    assert_near(drift.lag1, 0.25); /* of 1, 2, 3, 4 */
    assert_near(figures_temperature_drift(model, &series).statistic, -0.8);
    figures_series_free(&series);
    model_free(model);
}

static struct figures_series series_of(const double *values, size_t n)
{
    static int trials[64];
    return (struct figures_series){.values = (double *)values, .trials = trials, .n = n};
}

static void a_drift_of_few_trials_has_no_p(void **state)
{
    (void)state;
    static const double rising[] = {1, 2, 3, 4, 5};
    struct figures_series four = series_of(rising, 4), five = series_of(rising, 5);
    assert_true(isnan(figures_drift(&four).p));
    assert_near(figures_drift(&five).p, 2.0 / 120);
}

/* Ends of blocks of two: only the second one in a row that shows a drift confirms it. */
static void a_drift_is_told_once_it_is_confirmed(void **state)
{
    (void)state;
    static const double rising[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    static const bool confirmed[] = {false, false, false, false, false, false,
                                     false, false, true,  true,  true};
    for (size_t n = 0; n <= ARRAY_LENGTH(rising); n++) {
        struct figures_series series = series_of(rising, n);
        assert_int_equal(figures_drift_is_confirmed(&series, 2, 1), confirmed[n]);
    }
    struct figures_series all = series_of(rising, 10);
    assert_false(figures_drift_is_confirmed(&all, 6, 1)); /* one end of a block */
}

/* Runs of ten trials without a drift, watched after every trial. */
static void chance_is_seldom_called_a_drift(void **state)
{
    (void)state;
    enum { RUNS = 400, TRIALS = 10 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    int warned = 0;
    for (int run = 0; run < RUNS; run++) {
        double values[TRIALS];
        bool any = false;
        for (size_t n = 1; n <= TRIALS; n++) {
            values[n - 1] = gsl_ran_gaussian(rng, 1);
            struct figures_series series = series_of(values, n);
            any |= figures_drift_is_confirmed(&series, 2, 1);
        }
        warned += any;
    }
    gsl_rng_free(rng);
    assert_in_range(warned, 1, RUNS / 20);
}

static void time_left_is_that_of_the_trials_so_far(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 1, "interleaved");
    assert_true(isnan(figures_time_left_s(model, INFINITY)));
    fold_trial(model, (struct fold_trial){1, 0, "a", 0, 100, "ok"});
    assert_true(isnan(figures_time_left_s(model, 9)));
    /* 7 of 8 slots left, 10 s each. */
    assert_near(figures_time_left_s(model, 10), 70);
    fold_trial(model, (struct fold_trial){2, 0, "b", 12, 100, "ok"});
    /* a: 3 of 10 s; b: 3 of 12 s, the pause before it included. */
    assert_near(figures_time_left_s(model, INFINITY), 66);
    fold_trial(model, (struct fold_trial){3, 1, "a", 22, 100, NULL});
    assert_near(figures_time_left_s(model, 26), 62);
    fold_event(model, "{'t':40,'ev':'end','reason':'cancelled'}");
    assert_true(figures_time_left_s(model, 40) == 0);
    model_free(model);
}

static void a_retried_slot_is_one_slot(void **state)
{
    (void)state;
    struct model *model = fold_run(2, 0, "interleaved");
    fold_event(model, "{'t':0,'ev':'trial','trial':1,'slot':0,'env':'a','workload':'w','round':1}");
    fold_event(model, "{'t':10,'ev':'result','trial':1,'status':'failed'}");
    fold_event(model, "{'t':11,'ev':'session','n':2}");
    fold_event(model,
               "{'t':11,'ev':'trial','trial':2,'slot':0,'env':'a','workload':'w','round':1}");
    fold_event(model, "{'t':21,'ev':'result','trial':2,'status':'ok'}");
    assert_near(figures_time_left_s(model, INFINITY), 30); /* 1 of a, 2 of b */
    /* A number that no slot can have is no place in memory. */
    fold_event(model, "{'t':21,'ev':'trial','trial':3,'slot':2147483647,'env':'a','workload':'w'}");
    fold_event(model, "{'t':31,'ev':'result','trial':3,'status':'ok'}");
    assert_near(figures_time_left_s(model, INFINITY), 20);
    model_free(model);
}

/* ---- whole runs ---- */

static void nothing_is_known_of_an_empty_model(void **state)
{
    (void)state;
    struct model *model = model_new();
    struct figures_series series = figures_series(model, 0, 0, MEASURE_TRIAL, INFINITY, false);
    assert_int_equal(series.n, 0);
    assert_true(isnan(figures_drift(&series).rho));
    figures_series_free(&series);
    assert_int_equal(figures_compare(model, 0, INFINITY, NULL, 0), 0);
    assert_true(isnan(figures_time_left_s(model, INFINITY)));
    model_free(model);
}

/* At any moment of a run, what is counted agrees with the series. */
static void a_made_up_run_is_consistent_at_every_moment(void **state)
{
    (void)state;
    char *envs[] = {"native", "docker"}, *workloads[] = {"traffic-light"};
    struct synthetic options = {.envs = envs,
                                .env_count = 2,
                                .workloads = workloads,
                                .workload_count = 1,
                                .trials = 8,
                                .warmup = 1,
                                .inferences = 5,
                                .cores = 4,
                                .hz = 10,
                                .seed = 3,
                                .trouble = true};
    struct model *model = model_new();
    synthetic_run(&options, model_handler, model);
    double left_s = INFINITY;
    for (double t = 0; t < model->last_t + 5; t += 2.5) {
        struct figures_counts counts = figures_counts(model, 1, 0, t);
        struct figures_series all = figures_series(model, 1, 0, MEASURE_TRIAL, t, false);
        struct figures_series clean = figures_series(model, 1, 0, MEASURE_TRIAL, t, true);
        assert_int_equal(all.n, counts.counted);
        assert_int_equal(clean.n, counts.counted - counts.tainted);
        figures_series_free(&all);
        figures_series_free(&clean);
        left_s = figures_time_left_s(model, t);
        assert_true(isnan(left_s) || left_s >= 0);
    }
    assert_true(left_s == 0);
    model_free(model);
}

/* A run of a workload with a sweep: two trials in a, one in b, blocks of 4 and 16 KiB. */
static struct model *swept_run(void)
{
    static const char metric[] = "{'t':%d,'ev':'metric','trial':%d,'name':'%s','value':%d,"
                                 "'unit':'MB/s','params':{'block_bytes':%d,'mode':'rnd'}}";
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'disk','sweep':'block_bytes','primary':"
                      "{'name':'all','unit':'MB/s','better':'higher'},"
                      "'options':{'size':'1G','seconds':'3'}}],'envs':['a','b']}");
    for (int trial = 1; trial <= 3; trial++) {
        int t = 10 * trial;
        fold_event(model, "{'t':%d,'ev':'trial','trial':%d,'env':'%s','workload':'disk','round':1}",
                   t, trial, trial == 3 ? "b" : "a");
        fold_event(model, metric, t + 1, trial, "write", 100 * trial, 16384);
        fold_event(model, metric, t + 2, trial, "write", 10 * trial, 4096);
        fold_event(model, metric, t + 3, trial, "read", trial, 4096);
        fold_event(model, "{'t':%d,'ev':'metric','trial':%d,'name':'all','value':%d,'params':{}}",
                   t + 4, trial, 1000 * trial);
        fold_event(model,
                   "{'t':%d,'ev':'metric','trial':%d,'name':'all','value':1,"
                   "'params':{'block_bytes':4096}}",
                   t + 4, trial);
        fold_event(model, "{'t':%d,'ev':'result','trial':%d,'status':'ok'}", t + 5, trial);
    }
    return model;
}

static void a_sweep_has_its_points_in_order(void **state)
{
    (void)state;
    struct model *model = swept_run();
    size_t count;
    struct figures_sweep *sweeps = figures_sweeps(model, 0, &count);
    assert_int_equal(count, 3);
    assert_string_equal(sweeps[0].title, "write, MB/s, mode \"rnd\"");
    assert_int_equal(sweeps[0].count, 2);
    assert_near(sweeps[0].at[0], 4096);
    assert_near(sweeps[0].at[1], 16384);
    assert_near(figures_metric_mean(model, ENV_A, 0, sweeps[0].kinds[0], INFINITY), 15);
    assert_near(figures_metric_mean(model, ENV_A, 0, sweeps[0].kinds[0], 15), 10);
    assert_near(figures_metric_mean(model, ENV_B, 0, sweeps[0].kinds[1], INFINITY), 300);
    assert_true(isnan(figures_metric_mean(model, ENV_B, 0, sweeps[0].kinds[1], 29)));
    assert_string_equal(sweeps[2].title, "all");
    figures_sweeps_free(sweeps, count);
    assert_string_equal(model->workloads[0].settings, "size 1G, seconds 3");
    model_free(model);
}

static void a_metric_without_parameters_stands_for_the_trial(void **state)
{
    (void)state;
    struct model *model = swept_run();
    assert_near(figures_trial_value(model, &model->trials[1], MEASURE_TRIAL), 2000);
    model_free(model);
}

static void check_transfer(const struct model *model, double t, double sent_bytes,
                           double whole_bytes)
{
    struct figures_transfer transfer = figures_transfer(model, &model->trials[0], t);
    assert_true(isnan(sent_bytes) ? isnan(transfer.sent_bytes) : transfer.sent_bytes == sent_bytes);
    assert_true(isnan(whole_bytes) ? isnan(transfer.whole_bytes)
                                   : transfer.whole_bytes == whole_bytes);
}

/* Steady from 13 on; 150 bytes passed the card before, 5 more in the same second. */
static struct model *sending_run(const char *progress)
{
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'scp',%s'primary':{'name':'time'}}]}",
               progress);
    fold_event(model, "{'t':10,'ev':'trial','trial':1,'env':'a','workload':'scp'}");
    fold_event(model, "{'t':11,'ev':'sample','trial':1}");
    fold_event(model, "{'t':12.9,'ev':'sample','trial':1,'net_sent_bytes':150}");
    fold_event(model, "{'t':12.9,'ev':'metric','trial':1,'name':'bytes','value':500,'unit':'B'}");
    fold_event(model, "{'t':13,'ev':'phase','trial':1,'phase':'steady'}");
    fold_event(model, "{'t':13.5,'ev':'sample','trial':1,'net_sent_bytes':155}");
    fold_event(model, "{'t':14,'ev':'sample','trial':1,'net_sent_bytes':650}");
    fold_event(model, "{'t':15,'ev':'sample','trial':1,'net_sent_bytes':1170}");
    fold_event(model, "{'t':16,'ev':'sample','trial':1}");
    return model;
}

static void a_transfer_is_what_has_passed_the_card_in_steady(void **state)
{
    (void)state;
    struct model *model = sending_run("'progress':{'metric':'bytes','times':2},");
    check_transfer(model, 12.95, NAN, NAN);
    check_transfer(model, 13, 0, 1000);
    check_transfer(model, 13.7, 5, 1000);
    check_transfer(model, 14, 500, 1000);
    check_transfer(model, 15, 1000, 1000); /* with headers it was more */
    check_transfer(model, 20, 1000, 1000); /* the card is gone */
    model_free(model);
}

static void a_transfer_of_unknown_size_has_no_progress(void **state)
{
    (void)state;
    struct model *model = sending_run("");
    check_transfer(model, 14, NAN, NAN);
    model_free(model);
    model = sending_run("'progress':{'metric':'files','times':2},");
    check_transfer(model, 14, 500, NAN);
    fold_event(model, "{'t':17,'ev':'metric','trial':1,'name':'files','value':-3}");
    check_transfer(model, 17, 1020, NAN);
    model_free(model);
    model = sending_run("'progress':{'metric':'bytes'},");
    check_transfer(model, 14, 500, NAN);
    model_free(model);
}

/* Samples so rare that none was before steady: a card counts from its trial's begin. */
static void a_transfer_without_a_sample_before_counts_from_zero(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'ev':'run','workloads':[{'name':'scp','progress':{'metric':'bytes',"
                      "'times':1},'primary':{'name':'time'}}]}");
    fold_event(model, "{'t':10,'ev':'trial','trial':1,'env':'a','workload':'scp'}");
    fold_event(model, "{'t':11,'ev':'metric','trial':1,'name':'bytes','value':500}");
    fold_event(model, "{'t':11,'ev':'phase','trial':1,'phase':'steady'}");
    check_transfer(model, 11.5, NAN, 500);
    fold_event(model, "{'t':12,'ev':'sample','trial':1,'net_sent_bytes':40}");
    check_transfer(model, 12, 40, 500);
    model_free(model);
}

static void power_is_of_steady(void **state)
{
    (void)state;
    struct model *model = fold_run(5, 1, "interleaved");
    for (int t = 10; t <= 20; t++) /* steady from 13 to 19: 7 W; before and after: 100 W */
        fold_event(model, "{'t':%d.5,'ev':'slow','power_w':%d}", t, t >= 13 && t < 19 ? 7 : 100);
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    const struct model_trial *trial = &model->trials[0];
    assert_near(figures_trial_value(model, trial, MEASURE_POWER), 7);
    assert_near(figures_trial_value(model, trial, MEASURE_ENERGY), 7 * 6 / 2.0);
    assert_true(isnan(figures_trial_value(model, trial, MEASURE_PER_WATT)));
    assert_string_equal(measure_unit(&model->workloads[0], MEASURE_ENERGY), "J");
    model_free(model);
    model = swept_run();
    fold_event(model, "{'t':41,'ev':'trial','trial':9,'env':'a','workload':'disk','round':1}");
    fold_event(model, "{'t':42,'ev':'phase','trial':9,'phase':'load'}");
    fold_event(model, "{'t':43,'ev':'slow','power_w':4}");
    fold_event(model, "{'t':44,'ev':'metric','trial':9,'name':'all','value':20}");
    fold_event(model, "{'t':46,'ev':'phase','trial':9,'phase':'stop'}");
    fold_event(model, "{'t':47,'ev':'result','trial':9,'status':'ok'}");
    trial = &model->trials[model->trial_count - 1];
    assert_near(figures_trial_value(model, trial, MEASURE_PER_WATT), 5);
    assert_near(figures_trial_value(model, trial, MEASURE_ENERGY), 16);
    assert_true(isnan(figures_trial_value(model, &model->trials[0], MEASURE_POWER)));
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trial_is_worth_the_mean_of_its_steady_inferences),
        cmocka_unit_test(phases_last_until_the_next_that_was_reported),
        cmocka_unit_test(other_workloads_are_worth_their_metric),
        cmocka_unit_test(start_up_is_folded_from_phases),
        cmocka_unit_test(a_series_has_the_counted_trials_by_then),
        cmocka_unit_test(counts_put_every_trial_in_one_place),
        cmocka_unit_test(sd_of_the_first_and_of_blocks),
        cmocka_unit_test(power_is_of_steady),
        cmocka_unit_test(a_transfer_is_what_has_passed_the_card_in_steady),
        cmocka_unit_test(a_transfer_of_unknown_size_has_no_progress),
        cmocka_unit_test(a_transfer_without_a_sample_before_counts_from_zero),
        cmocka_unit_test(a_sweep_has_its_points_in_order),
        cmocka_unit_test(a_metric_without_parameters_stands_for_the_trial),
        cmocka_unit_test(variation_is_a_share_of_the_mean),
        cmocka_unit_test(running_sd_rows_are_fifths_of_the_plan),
        cmocka_unit_test(outliers_lie_beyond_the_whiskers),
        cmocka_unit_test(cpu_runs_from_load_to_the_end_of_steady),
        cmocka_unit_test(thinned_samples_tell_the_same),
        cmocka_unit_test(a_second_counts_once_it_is_over),
        cmocka_unit_test(two_cores_are_seen_within_one_sample),
        cmocka_unit_test(the_moment_of_two_cores_is_the_same_in_thinned_samples),
        cmocka_unit_test(two_cores_count_from_load_to_the_end_of_steady),
        cmocka_unit_test(cpu_of_few_or_no_samples),
        cmocka_unit_test(cpu_means_are_over_the_trials_that_have_them),
        cmocka_unit_test(rounds_are_compared_in_pairs),
        cmocka_unit_test(only_the_same_round_is_a_pair),
        cmocka_unit_test(sessions_do_not_pair),
        cmocka_unit_test(blocks_are_compared_unpaired),
        cmocka_unit_test(tainted_trials_can_be_left_out),
        cmocka_unit_test(many_pairs_are_adjusted),
        cmocka_unit_test(drift_is_seen_over_time_and_temperature),
        cmocka_unit_test(a_drift_of_few_trials_has_no_p),
        cmocka_unit_test(a_drift_is_told_once_it_is_confirmed),
        cmocka_unit_test(chance_is_seldom_called_a_drift),
        cmocka_unit_test(time_left_is_that_of_the_trials_so_far),
        cmocka_unit_test(a_retried_slot_is_one_slot),
        cmocka_unit_test(nothing_is_known_of_an_empty_model),
        cmocka_unit_test(a_made_up_run_is_consistent_at_every_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
