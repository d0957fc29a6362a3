/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of runs side by side: their ratios, and what differs between them. */
#include "src/base/util.h"
#include "src/figures/across.h"
#include "src/figures/differences.h"
#include "tests/unit/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define assert_near(a, b) assert_true(fabs((a) / (b)-1) < 1e-9)

enum { RUNS_MAX = 3 };

struct runs {
    struct model *models[RUNS_MAX];
    size_t count;
};

/* Trials of an environment of the last run, after those that it has. */
static void add_trials(struct runs *runs, const char *env, const double *ms, size_t count)
{
    struct model *model = runs->models[runs->count - 1];
    for (size_t i = 0; i < count; i++) {
        int number = (int)model->trial_count + 1;
        fold_trial(model, (struct fold_trial){number, (int)i + 1, env, 20 * number, ms[i], "ok"});
    }
}
#define ADD_TRIALS(runs, env, ...)                                                                 \
    add_trials((runs), (env), (const double[]){__VA_ARGS__},                                       \
               ARRAY_LENGTH(((const double[]){__VA_ARGS__})))

static struct model *add_run(struct runs *runs)
{
    return runs->models[runs->count++] = fold_run(5, 0, "interleaved");
}

static struct across_pair *compare(const struct runs *runs, size_t *count)
{
    return across_compare((const struct model *const *)runs->models, runs->count, count);
}

static struct difference *find_differences(const struct runs *runs, size_t *count)
{
    return differences_find((const struct model *const *)runs->models, runs->count, count);
}

static void runs_free_all(struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        model_free(runs->models[i]);
}

/* ---- ratios ---- */

/* Expected: ratio_unpaired() and sd_ratio() of reference.py. */
static void ratios_match_scipy(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    add_run(&runs);
    ADD_TRIALS(&runs, "a", 100, 104, 108, 103, 101, 110);
    add_run(&runs);
    ADD_TRIALS(&runs, "a", 115, 111, 119, 113, 118);
    UTIL_FREE struct across_pair *pairs = compare(&runs, &count);
    assert_int_equal(count, 1);
    assert_int_equal(pairs[0].run, 1);
    assert_int_equal(pairs[0].a.n, 6);
    assert_int_equal(pairs[0].b.n, 5);
    assert_near(pairs[0].a.mean, 104.33333333333333);
    assert_near(pairs[0].b.sd, 3.3466401061363023);
    assert_near(pairs[0].ratio.ratio, 1.1044284441142873);
    assert_near(pairs[0].ratio.interval.lo, 1.055371111606645);
    assert_near(pairs[0].ratio.interval.hi, 1.155766132646742);
    assert_near(pairs[0].sd_ratio.ratio, 0.8509629433967633);
    assert_near(pairs[0].sd_ratio.interval.interval.lo, 0.374103897461827);
    assert_near(pairs[0].sd_ratio.interval.interval.hi, 2.1436522098655457);
    assert_true(isnan(pairs[0].ratio.p));
    runs_free_all(&runs);
}

static void the_first_run_is_the_reference_of_each(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    for (int factor = 1; factor <= RUNS_MAX; factor++) {
        add_run(&runs);
        ADD_TRIALS(&runs, "a", factor * 10, factor * 11, factor * 12);
        ADD_TRIALS(&runs, "b", factor * 20, factor * 21, factor * 22);
    }
    UTIL_FREE struct across_pair *pairs = compare(&runs, &count);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(pairs[i].env, i / 2);
        assert_int_equal(pairs[i].run, 1 + i % 2);
        assert_near(pairs[i].ratio.ratio, (double)(2 + i % 2));
        assert_near(pairs[i].a.mean, i < 2 ? 11 : 21);
    }
    runs_free_all(&runs);
}

/* The other run has its environments in another order, and one of them without trials. */
static void only_what_both_have_is_compared(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    add_run(&runs);
    ADD_TRIALS(&runs, "a", 10, 11);
    ADD_TRIALS(&runs, "b", 20, 21);
    struct model *other = model_new();
    runs.models[runs.count++] = other;
    fold_event(other, "{'t':0,'ev':'run','workloads':[{'name':'w','primary':{'name':'inference',"
                      "'unit':'ms','better':'lower'}}],'envs':['b','c','a']}");
    ADD_TRIALS(&runs, "c", 5, 6);
    ADD_TRIALS(&runs, "b", 40, 42);
    UTIL_FREE struct across_pair *pairs = compare(&runs, &count);
    assert_int_equal(count, 1);
    assert_string_equal(runs.models[0]->envs[pairs[0].env].name, "b");
    assert_near(pairs[0].ratio.ratio, 2);
    runs_free_all(&runs);
}

static void other_units_are_not_compared(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    add_run(&runs);
    ADD_TRIALS(&runs, "a", 10, 11);
    struct model *other = model_new();
    runs.models[runs.count++] = other;
    fold_event(other, "{'t':0,'ev':'run','workloads':[{'name':'w','primary':{'name':'inference',"
                      "'unit':'s','better':'lower'}}]}");
    ADD_TRIALS(&runs, "a", 10, 11);
    UTIL_FREE struct across_pair *pairs = compare(&runs, &count);
    assert_int_equal(count, 0);
    runs_free_all(&runs);
}

static void tainted_trials_count_and_are_left_out_once_more(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    add_run(&runs);
    ADD_TRIALS(&runs, "a", 10, 10, 10);
    struct model *other = add_run(&runs);
    ADD_TRIALS(&runs, "a", 20, 20, 50);
    fold_event(other, "{'t':80,'ev':'taint','trial':3,'cause':'hot'}");
    UTIL_FREE struct across_pair *pairs = compare(&runs, &count);
    assert_int_equal(count, 2);
    assert_false(pairs[0].untainted);
    assert_int_equal(pairs[0].b.n, 3);
    assert_true(pairs[1].untainted);
    assert_int_equal(pairs[1].b.n, 2);
    assert_near(pairs[1].ratio.ratio, 2);
    runs_free_all(&runs);
}

/* ---- differences ---- */

static void equal_runs_differ_in_nothing(void **state)
{
    (void)state;
    struct runs runs = {0};
    size_t count;
    for (int i = 0; i < RUNS_MAX; i++) {
        add_run(&runs);
        fold_event(runs.models[i], "{'t':1,'ev':'env','env':'a','version':'1'}");
    }
    UTIL_FREE struct difference *differences = find_differences(&runs, &count);
    assert_int_equal(count, 0);
    runs_free_all(&runs);
}

static void assert_difference(const struct difference *difference, const char *what, const char *a,
                              const char *b)
{
    const char *const expected[] = {a, b};
    assert_string_equal(difference->what, what);
    for (size_t run = 0; run < ARRAY_LENGTH(expected); run++) {
        if (expected[run])
            assert_string_equal(difference->values[run], expected[run]);
        else
            assert_null(difference->values[run]);
    }
}

static struct model *run_of_a_board(void)
{
    struct model *model = model_new();
    fold_event(model, "{'t':0,'ev':'run','host':{'model':'Pi 4','kernel':'6.1','arch':'aarch64',"
                      "'cores':4,'mem_bytes':4294967296,'os':'Debian 12','governor':'ondemand'},"
                      "'image_sha256':'0123456789abcdef','plan':{'trials':5,'warmup':1,"
                      "'inferences':20,'vcpus':4,'memory_bytes':2147483648,'cooldown_s':1,'hz':10,"
                      "'timeout_s':300,'order':'interleaved','seed':1},'workloads':[{'name':'w',"
                      "'model':'small','options':{'size':'1G'},'primary':{'name':'x'}}],"
                      "'envs':['a','b']}");
    fold_event(model, "{'t':0,'ev':'session','version':'0.1.0'}");
    fold_event(model, "{'t':0,'ev':'env','env':'a','version':'1','settings':'x','scratch':'file'}");
    fold_event(model, "{'t':0,'ev':'env','env':'b','version':'7'}");
    return model;
}

/* Everything is another; there is no environment b. */
static struct model *run_of_another_board(void)
{
    struct model *model = model_new();
    fold_event(
        model,
        "{'t':0,'ev':'run','host':{'model':'Pi 5','kernel':'6.6','arch':'x86_64',"
        "'cores':2,'mem_bytes':8589934592,'os':'Debian 13','virt':'kvm'},"
        "'image_sha256':'ba98765432100000','plan':{'trials':6,'warmup':0,"
        "'inferences':10,'vcpus':2,'memory_bytes':1073741824,'cooldown_s':60,"
        "'cooldown_within_c':3,'hz':20,'timeout_s':30,'order':'blocks','seed':2,'until_pct':2},"
        "'workloads':[{'name':'w','model':'large','options':{'size':'2G'},"
        "'primary':{'name':'x','unit':'s','better':'higher'}}],'envs':['a']}");
    fold_event(model, "{'t':0,'ev':'session','version':'0.1.0'}");
    fold_event(model, "{'t':9,'ev':'session','version':'0.2.0'}");
    fold_event(model, "{'t':0,'ev':'env','env':'a','version':'2','settings':'y','emulated':true}");
    return model;
}

static void a_difference_has_a_value_for_each_run(void **state)
{
    (void)state;
    static const char *const expected[][3] = {
        {"host", "Pi 4", "Pi 5"},
        {"kernel", "6.1", "6.6"},
        {"architecture", "aarch64", "x86_64"},
        {"system", "Debian 12", "Debian 13"},
        {"governor", "ondemand", NULL},
        {"cores", "4", "2"},
        {"host memory", "4 GiB", "8 GiB"},
        {"virtualisation", NULL, "kvm"},
        {"edgetop", "0.1.0", "0.1.0, 0.2.0"},
        {"image", "0123456789ab", "ba9876543210"},
        {"planned trials", "5", "6"},
        {"warm-ups", "1", "0"},
        {"inferences", "20", "10"},
        {"until", "none", "every mean within ±2 %"},
        {"vCPUs", "4", "2"},
        {"memory", "2 GiB", "1 GiB"},
        {"order", "interleaved", "blocks"},
        {"pause", "1 s", "until within 3 °C, at most 60 s"},
        {"timeout", "300 s", "30 s"},
        {"samples per second", "10", "20"},
        {"environments", "a, b", "a"},
        {"version of a", "1", "2"},
        {"settings of a", "x", "y"},
        {"scratch of a", "file", NULL},
        {"emulation of a", "none", "TCG"},
        {"model of w", "small", "large"},
        {"options of w", "size 1G", "size 2G"},
        {"metric of w", "x, lower is better", "x, s, higher is better"},
    };
    struct runs runs = {{run_of_a_board(), run_of_another_board()}, 2};
    size_t count;
    struct difference *found = find_differences(&runs, &count);
    assert_int_equal(count, ARRAY_LENGTH(expected));
    for (size_t i = 0; i < count; i++)
        assert_difference(&found[i], expected[i][0], expected[i][1], expected[i][2]);
    differences_free(found, count, runs.count);
    runs_free_all(&runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_match_scipy),
        cmocka_unit_test(the_first_run_is_the_reference_of_each),
        cmocka_unit_test(only_what_both_have_is_compared),
        cmocka_unit_test(other_units_are_not_compared),
        cmocka_unit_test(tainted_trials_count_and_are_left_out_once_more),
        cmocka_unit_test(equal_runs_differ_in_nothing),
        cmocka_unit_test(a_difference_has_a_value_for_each_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
