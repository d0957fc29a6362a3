/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of the answer, the first screen of a report: the words of each verdict, what makes a
 * run invalid, and that it fits on a screen. */
#include "src/base/util.h"
#include "src/figures/compare.h"
#include "src/figures/figures.h"
#include "src/figures/reach.h"
#include "src/report/number.h"
#include "src/report/report.h"
#include "tests/unit/fold.h"
#include "tests/unit/synthetic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUND_S = 100 };

/* Not inlined: GCC 12 then takes the text for a pointer to the stream's local variable. */
__attribute__((noinline)) static char *printed(const struct model *model,
                                               struct report_journal journal)
{
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct document *document = report_answer(model, journal, true);
    document_print(document, DOCUMENT_TEXT, file);
    document_free(document);
    fclose(file);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* The answer holds the text; frees the model. */
static void assert_answer(struct model *model, const char *part)
{
    UTIL_FREE char *text = printed(model, (struct report_journal){0});
    assert_contains(text, part);
    model_free(model);
}

/* ---- runs ---- */

static void add_round(struct model *model, int round, const double *ms, int envs)
{
    static const char *const names[] = {"a", "b", "c"};
    for (int env = 0; env < envs; env++)
        fold_trial(model, (struct fold_trial){envs * (round - 1) + env + 1, round, names[env],
                                              ROUND_S * round + 20 * env, ms[env], "ok"});
}

static void end(struct model *model, const char *reason)
{
    fold_event(model, "{'t':9000,'ev':'end','reason':'%s'}", reason);
}

/* b is slower than a by the difference, which varies by a little. */
static struct model *run_of(int planned, int rounds, double difference_ms, const char *order)
{
    struct model *model = fold_run(planned, 0, order);
    for (int round = 1; round <= rounds; round++) {
        double base = 100 + 3 * (round % 3);
        add_round(model, round, (double[]){base, base + difference_ms + 0.1 * (round % 2)}, 2);
    }
    return model;
}

static struct model *finished_run_of(int planned, double difference_ms)
{
    struct model *model = run_of(planned, planned, difference_ms, "interleaved");
    end(model, "done");
    return model;
}

/* Rounds in which b has about 0.8 times as much of the metric, from a value on. */
static struct model *open_metric_run(int rounds, double least, const char *unit, const char *better)
{
    struct model *model = model_new();
    fold_event(model,
               "{'ev':'run','plan':{'trials':%d,'order':'interleaved'},'workloads':[{'name':'m',"
               "'primary':{'name':'x','unit':'%s','better':'%s'}}],'envs':['a','b']}",
               rounds, unit, better);
    for (int i = 0; i < 2 * rounds; i++) {
        double value = (least + i) * (i % 2 ? 0.8 : 1);
        fold_event(model, "{'t':%d,'ev':'trial','trial':%d,'env':'%s','workload':'m','round':%d}",
                   10 * i, i + 1, i % 2 ? "b" : "a", i / 2 + 1);
        fold_event(model, "{'t':%d,'ev':'metric','trial':%d,'name':'x','value':%g,'unit':'%s'}",
                   10 * i + 1, i + 1, value, unit);
        fold_event(model, "{'t':%d,'ev':'result','trial':%d,'status':'ok'}", 10 * i + 2, i + 1);
    }
    return model;
}

static struct model *metric_run_of(int rounds, double least, const char *unit, const char *better)
{
    struct model *model = open_metric_run(rounds, least, unit, better);
    end(model, "done");
    return model;
}

static struct model *metric_run(const char *unit, const char *better)
{
    return metric_run_of(6, 1000, unit, better);
}

/* ---- verdicts of means ---- */

static void a_difference_is_said_in_per_cent(void **state)
{
    (void)state;
    assert_answer(finished_run_of(6, 10), "  b / a  1.098 (1.095..1.100)  10 % slower\n");
    assert_answer(finished_run_of(6, -2), ")  1.9 % faster\n");
    assert_answer(finished_run_of(6, 300), ")  slower\n"); /* 292 %: the ratio says it */
}

static void the_unit_chooses_the_words(void **state)
{
    (void)state;
    assert_answer(metric_run("events/s", "higher"), ")  20 % slower\n");
    assert_answer(metric_run("s", "lower"), ")  20 % faster\n");
    assert_answer(metric_run("MiB", "lower"), ")  20 % lower\n");
    assert_answer(metric_run("events/s", "higher"), "m: x, events/s; higher is better; n 6 of 6\n");
}

static struct model *equal_run(void)
{
    struct model *model = fold_run(8, 0, "interleaved");
    for (int round = 1; round <= 8; round++)
        add_round(model, round,
                  (double[]){100 + round % 4, 100 + (round + round / 4) % 4, (double)NAN}, 2);
    end(model, "done");
    return model;
}

static void no_difference_says_what_could_be_shown(void **state)
{
    (void)state;
    assert_answer(equal_run(), ")  no difference shown; could show 1.7 %\n");
    assert_answer(equal_run(), "  8 rounds can show means 1.7 % and sds ");
}

static void too_few_rounds_say_how_many_are_needed(void **state)
{
    (void)state;
    assert_answer(finished_run_of(5, 10), "  n too small to test: 6 rounds needed\n");
    assert_answer(finished_run_of(5, 10), "  5 rounds can show no difference, however large\n");
    assert_answer(finished_run_of(5, 10), "; too few to see\na drift.");
}

/* Five rounds in which all values of an environment are equal. */
static struct model *constant_run(void)
{
    struct model *model = fold_run(5, 0, "interleaved");
    for (int round = 1; round <= 5; round++)
        add_round(model, round, (double[]){10, 11}, 2);
    end(model, "done");
    return model;
}

/* A ratio, and with it what the rounds can show of means, needs values above 0 and two rounds. */
static void what_is_unknown_is_not_said(void **state)
{
    (void)state;
    assert_answer(metric_run_of(8, 0, "MiB", "lower"), "  8 rounds can show sds ");
    assert_answer(constant_run(), "  5 rounds can show no difference, however large\n");
    assert_answer(run_of(10, 1, 10, "interleaved"), "  10 planned rounds can show sds ");
}

static void blocks_are_not_judged(void **state)
{
    (void)state;
    struct model *model = run_of(6, 6, 10, "blocks");
    end(model, "done");
    UTIL_FREE char *text = printed(model, (struct report_journal){0});
    assert_contains(text, "  b / a  1.10 (1.06..1.13)\n"
                          "  environment and time cannot be told apart (order: blocks)\n");
    assert_contains(text, ", not tested\n");
    assert_null(strstr(text, "slower"));
    assert_null(strstr(text, "can show means"));
    model_free(model);
    model = run_of(6, 5, 10, "blocks"); /* still open */
    UTIL_FREE char *interim = printed(model, (struct report_journal){0});
    assert_null(strstr(interim, "can show"));
    assert_null(strstr(interim, "at any time"));
    model_free(model);
}

static void an_interim_verdict_holds_at_any_time(void **state)
{
    (void)state;
    assert_answer(run_of(50, 8, 10, "interleaved"), "  interim, at any time: 10 % slower\n");
    assert_answer(run_of(50, 8, 10, "interleaved"), "  50 planned rounds can show means ");
    assert_answer(run_of(50, 8, 10, "interleaved"),
                  "Intervals: 95 %, of interim ratios at any\ntime; power: 80 %.");
}

/* By the largest spread of all; said where the trials do not suffice. */
static void trials_for_narrow_means_are_said(void **state)
{
    (void)state;
    struct model *model = fold_run(6, 0, "interleaved");
    for (int i = 0; i < 6; i++)
        add_round(model, i + 1, (double[]){100 + 10 * (i % 2) + 3.6 * (i / 5), 100 + i % 2}, 2);
    struct figures_series a = figures_series(model, 0, 0, MEASURE_TRIAL, INFINITY, false);
    struct stats_summary summary = stats_summarise(a.values, a.n);
    UTIL_FREE char *expected =
        util_format("±2 %%: %zu trials.", reach_mean_n(summary.sd / summary.mean, 0.02));
    figures_series_free(&a);
    assert_answer(model, expected);
    model = equal_run();
    UTIL_FREE char *steady = printed(model, (struct report_journal){0});
    assert_null(strstr(steady, "±2 %"));
    model_free(model);
}

/* With a value of 0 there is no ratio. */
static void an_interim_difference_has_the_interval_that_holds_at_any_time(void **state)
{
    (void)state;
    struct model *model = open_metric_run(9, 0, "MiB", "lower");
    model->plan.trials = 50;
    struct figures_pair pair;
    figures_compare(model, 0, INFINITY, &pair, 1);
    struct stats_interval anytime = pair.result.anytime;
    assert_true(isfinite(anytime.lo) && anytime.lo < pair.result.interval.lo);
    UTIL_FREE char *size =
        number_with_margin(pair.result.difference, (anytime.hi - anytime.lo) / 2, "MiB");
    UTIL_FREE char *line = util_format("  b - a  %s  ", size);
    assert_answer(model, line);
}

static void what_is_not_yet_told_apart_needs_more_rounds(void **state)
{
    (void)state;
    struct model *model = fold_run(50, 0, "interleaved");
    for (int round = 1; round <= 10; round++)
        add_round(model, round, (double[]){100, 100 + (round % 2 ? 6 : -4) + round % 3}, 2);
    assert_answer(model, "  b / a  1.02 (0.95..1.10)  not told apart: about 87 more rounds\n");
}

/* A run that ends early has the limits of its last look, which are stricter. */
static void an_early_end_can_show_less(void **state)
{
    (void)state;
    struct model *model = run_of(50, 20, 10, "interleaved");
    end(model, "cancelled");
    assert_answer(model, " % and sds 4.2x apart, and may miss less\n");
    model = run_of(50, 9, 10, "interleaved"); /* before the first look */
    end(model, "cancelled");
    assert_answer(model, "  9 rounds can show no difference, however large\n");
}

/* ---- spreads ---- */

static struct model *spread_run(int rounds)
{
    struct model *model = fold_run(rounds, 0, "interleaved");
    for (int round = 1; round <= rounds; round++)
        add_round(model, round, (double[]){100 + (round * 7 % 5) * 5, 100 + (round * 3 % 4) * 0.5},
                  2);
    end(model, "done");
    return model;
}

static void the_steadiest_is_named_once_it_is_shown(void **state)
{
    (void)state;
    assert_answer(spread_run(10), "  steadiest b; a 12.9x (");
    assert_answer(spread_run(10), "), shown\n");
    assert_answer(equal_run(), "  least sd ");
    assert_answer(equal_run(), "), not shown\n");
    assert_answer(spread_run(5), "), 6 rounds needed\n");
    assert_answer(spread_run(3), " if normal), ");
}

static void one_environment_has_an_sd(void **state)
{
    (void)state;
    struct model *model = fold_run(3, 0, "interleaved");
    for (int i = 0; i < 3; i++) /* sd 4; chi-square with 2 degrees of freedom: 7.378, 0.0506 */
        add_round(model, i + 1, (double[]){100 + 4 * i}, 1);
    assert_answer(model, "  sd 4.00 ms (2.08 ms..25.1 ms if normal)\n");
}

/* ---- can the run be trusted? ---- */

static void a_good_run_says_so(void **state)
{
    (void)state;
    assert_answer(equal_run(), "Validity: all 16 planned trials count; none failed; none tainted; "
                               "no drift\nshown. Intervals: 95 %; power: 80 %.\n");
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    fold_event(model, "{'t':20,'ev':'taint','trial':1,'cause':'hot'}");
    fold_event(model, "{'t':20,'ev':'taint','trial':1,'cause':'busy'}");
    fold_trial(model, (struct fold_trial){2, 1, "b", 30, 110, "failed"});
    fold_trial(model, (struct fold_trial){3, 2, "b", 50, 110, "cancelled"});
    end(model, "cancelled");
    UTIL_FREE char *text = printed(model, (struct report_journal){.bad_lines = 2, .is_cut = true});
    for (char *c = text; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    static const char *const parts[] = {"the run ended early (cancelled)",
                                        "1 of 8 planned trials count",
                                        "; 1 failed; 1 cancelled",
                                        "; 1 tainted (hot, busy)",
                                        "; 2 damaged lines of the journal left out",
                                        "; the journal's last line is cut off",
                                        "n 0..1 of 4",
                                        " a 100 ms "};
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
        assert_contains(text, parts[i]);
    model_free(model);
}

static void a_drift_is_named(void **state)
{
    (void)state;
    struct model *model = fold_run(20, 0, "interleaved");
    for (int round = 1; round <= 20; round++)
        add_round(model, round, (double[]){100 + round, 100 + round * 7 % 5}, 2);
    assert_answer(model, "; drift: a in w");
}

static void a_run_without_values_has_an_answer(void **state)
{
    (void)state;
    struct model *model = fold_run(4, 0, "interleaved");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "failed"});
    assert_answer(model, "n 0 of 4\n  no values\n");
}

/* Neither unit nor plan. */
static void what_is_absent_leaves_no_gap(void **state)
{
    (void)state;
    struct model *model = model_new();
    fold_event(model, "{'t':0,'ev':'run','workloads':[{'name':'w','primary':{'name':'x'}}],"
                      "'envs':['a']}");
    fold_trial(model, (struct fold_trial){1, 1, "a", 10, 100, "ok"});
    UTIL_FREE char *text = printed(model, (struct report_journal){0});
    assert_contains(text, "w: x; lower is better; n 1\n");
    assert_contains(text, " 1 trial counts; ");
    model_free(model);
}

/* ---- its size ---- */

static void assert_fits(char **envs, size_t env_count, int trials, bool open)
{
    char *workloads[] = {"traffic-light", "object-detection"};
    struct synthetic options = {.envs = envs,
                                .env_count = env_count,
                                .workloads = workloads,
                                .workload_count = 2,
                                .trials = trials,
                                .warmup = 1,
                                .inferences = 10,
                                .cores = 2,
                                .hz = 1,
                                .trouble = true,
                                .open = open,
                                .seed = 3};
    struct model *model = model_new();
    synthetic_run(&options, model_handler, model);
    UTIL_FREE char *text = printed(model, (struct report_journal){0});
    int lines = 0;
    for (char *save, *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        assert_in_range(strlen(line), 1, 80 + 3); /* bytes; ± has two */
    free(text);
    text = printed(model, (struct report_journal){0});
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    assert_in_range(lines, 12, 24);
    model_free(model);
}

static void it_fits_on_a_screen(void **state)
{
    (void)state;
    char *envs[] = {"native", "docker", "firecracker"};
    static const int trials[] = {3, 8, 20};
    for (size_t i = 0; i < ARRAY_LENGTH(trials); i++)
        for (size_t env_count = 2; env_count <= 3; env_count++) {
            assert_fits(envs, env_count, trials[i], false);
            assert_fits(envs, env_count, trials[i], true);
        }
}

static void many_environments_are_compared_with_the_first(void **state)
{
    (void)state;
    char *envs[] = {"native", "docker", "firecracker", "kvm"}, *workloads[] = {"traffic-light"};
    struct synthetic options = {.envs = envs,
                                .env_count = 4,
                                .workloads = workloads,
                                .workload_count = 1,
                                .trials = 4,
                                .inferences = 10,
                                .cores = 2,
                                .hz = 1,
                                .seed = 3};
    struct model *model = model_new();
    synthetic_run(&options, model_handler, model);
    UTIL_FREE char *text = printed(model, (struct report_journal){0});
    assert_contains(text, "  kvm / native ");
    assert_null(strstr(text, "kvm / docker"));
    model_free(model);
}

/* ---- numbers ---- */

static void assert_number(double value, double margin, const char *unit, const char *expected)
{
    UTIL_FREE char *text = number_with_margin(value, margin, unit);
    assert_string_equal(text, expected);
}

static void numbers_are_for_people(void **state)
{
    (void)state;
    assert_number(30090, NAN, "ms", "30.1 s");
    assert_number(1.234, NAN, "ms", "1.23 ms");
    assert_number(0.4755, NAN, "s", "476 ms");
    assert_number(330, NAN, "s", "5.50 min");
    assert_number(10800, NAN, "s", "3.00 h");
    assert_number(0, NAN, "ms", "0 ms");
    assert_number(1830.4, NAN, "events/s", "1830 events/s");
    assert_number(123456789, NAN, "B", "123456789 B");
    assert_number(0.5, NAN, "", "0.500");
    assert_number(NAN, NAN, "ms", "-");
    assert_number(155.897, 2.304, "ms", "155.9 ± 2.3 ms");
    assert_number(30090, 240, "ms", "30.09 ± 0.24 s");
    assert_number(-2.5, 0.31, "W", "-2.50 ± 0.31 W");
}

static void ratios_have_the_digits_of_their_interval(void **state)
{
    (void)state;
    static const struct {
        double ratio, lo, hi;
        const char *expected;
    } cases[] = {{0.9712, 0.8212, 1.1612, "0.97 (0.82..1.16)"},
                 {1.0021, 1.0011, 1.0031, "1.002 (1.001..1.003)"},
                 {22.61, 19.44, 26.12, "22.6 (19.4..26.1)"},
                 {1.05, 0, INFINITY, "1.05"},
                 {1.1, 1.1, 1.1 + 1e-15, "1.10"}, /* equal ratios say nothing of their error */
                 {NAN, NAN, NAN, "-"}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        UTIL_FREE char *text =
            number_ratio(cases[i].ratio, (struct stats_interval){cases[i].lo, cases[i].hi});
        assert_string_equal(text, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_is_said_in_per_cent),
        cmocka_unit_test(the_unit_chooses_the_words),
        cmocka_unit_test(no_difference_says_what_could_be_shown),
        cmocka_unit_test(too_few_rounds_say_how_many_are_needed),
        cmocka_unit_test(what_is_unknown_is_not_said),
        cmocka_unit_test(blocks_are_not_judged),
        cmocka_unit_test(an_interim_verdict_holds_at_any_time),
        cmocka_unit_test(trials_for_narrow_means_are_said),
        cmocka_unit_test(an_interim_difference_has_the_interval_that_holds_at_any_time),
        cmocka_unit_test(what_is_not_yet_told_apart_needs_more_rounds),
        cmocka_unit_test(an_early_end_can_show_less),
        cmocka_unit_test(the_steadiest_is_named_once_it_is_shown),
        cmocka_unit_test(one_environment_has_an_sd),
        cmocka_unit_test(a_good_run_says_so),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_drift_is_named),
        cmocka_unit_test(a_run_without_values_has_an_answer),
        cmocka_unit_test(what_is_absent_leaves_no_gap),
        cmocka_unit_test(it_fits_on_a_screen),
        cmocka_unit_test(many_environments_are_compared_with_the_first),
        cmocka_unit_test(numbers_are_for_people),
        cmocka_unit_test(ratios_have_the_digits_of_their_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
