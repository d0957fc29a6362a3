/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-if: reading a condition, and judging the pairs of a report by it. */
#include "src/commands/fail_if.h"

#include "src/base/text.h"
#include "src/base/util.h"
#include "src/commands/command_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static int refuse_form(const char *text, struct error *error)
{
    return command_misuse("report", error,
                          "--fail-if '%s': must be like 'WORKLOAD mean > 5%%' or 'WORKLOAD "
                          "ENVIRONMENT sd < 10%%'",
                          text);
}

/* Sets an error about a name that is none of the names. */
static int refuse_name(const struct fail_if *condition, const char *what, const char *name,
                       const char *const *names, size_t count, struct error *error)
{
    UTIL_FREE char *suggestion = text_suggestion("", name, names, count);
    return command_misuse("report", error, "--fail-if '%s': %s%s", condition->text, what,
                          suggestion);
}

static int read_measure(struct fail_if *condition, const char *word, struct error *error)
{
    static const char *const names[] = {"mean", "sd"};
    condition->of_sd = strcmp(word, "sd") == 0;
    if (condition->of_sd || strcmp(word, "mean") == 0)
        return 0;
    UTIL_FREE char *what = util_format("\"%s\" must be mean or sd", word);
    return refuse_name(condition, what, word, names, ARRAY_LENGTH(names), error);
}

/* The words before > or <: workload, environment or none, mean or sd. */
static int read_words(struct fail_if *condition, struct error *error)
{
    enum { WORDS_MAX = 3 };
    char *words[WORDS_MAX] = {NULL}, *save;
    size_t count = 0;
    for (char *word = strtok_r(condition->workload, " ", &save); word;
         word = strtok_r(NULL, " ", &save)) {
        if (count == WORDS_MAX)
            return refuse_form(condition->text, error);
        words[count++] = word;
    }
    if (count < 2)
        return refuse_form(condition->text, error);
    condition->env = count == WORDS_MAX ? words[1] : NULL;
    return read_measure(condition, words[count - 1], error);
}

/* " 5 %". */
static int read_limit(struct fail_if *condition, const char *text, struct error *error)
{
    char *end;
    double percent = strtod(text, &end);
    bool is_number = end != text;
    end += strspn(end, " ");
    if (!is_number || *end != '%' || end[1 + strspn(end + 1, " ")])
        return refuse_form(condition->text, error);
    if (!(percent >= 0) || !isfinite(percent) || (!condition->is_larger && percent >= 100))
        return command_misuse("report", error,
                              "--fail-if '%s': N must be 0 or more, and behind < below 100",
                              condition->text);
    condition->limit = 1 + (condition->is_larger ? percent : -percent) / 100;
    return 0;
}

int fail_if_add(struct fail_ifs *conditions, const char *text, struct error *error)
{
    UTIL_GROW(conditions->items, conditions->count, conditions->capacity);
    struct fail_if *condition = &conditions->items[conditions->count++];
    *condition = (struct fail_if){.text = text, .workload = util_strdup(text)};
    char *sign = strpbrk(condition->workload, "<>");
    if (!sign)
        return refuse_form(text, error);
    condition->is_larger = *sign == '>';
    *sign = '\0';
    return read_limit(condition, sign + 1, error) < 0 ? -1 : read_words(condition, error);
}

void fail_if_free(struct fail_ifs *conditions)
{
    for (size_t i = 0; i < conditions->count; i++)
        free(conditions->items[i].workload);
    free(conditions->items);
}

/* ---- judging ---- */

static const char *workload_name(const struct versus *versus, const struct across_pair *pair)
{
    return versus->runs[0]->workloads[pair->workload].name;
}

static const char *env_name(const struct versus *versus, const struct across_pair *pair)
{
    return versus->runs[0]->envs[pair->env].name;
}

/* Tainted trials count. */
static bool is_about(const struct fail_if *condition, const struct versus *versus,
                     const struct across_pair *pair)
{
    return !pair->untainted && strcmp(workload_name(versus, pair), condition->workload) == 0 &&
           (!condition->env || strcmp(env_name(versus, pair), condition->env) == 0);
}

static struct stats_interval interval_of(const struct fail_if *condition,
                                         const struct across_pair *pair)
{
    return condition->of_sd ? pair->sd_ratio.interval.interval : pair->ratio.interval;
}

/* False where there is no interval. */
static bool is_beyond(const struct fail_if *condition, const struct across_pair *pair)
{
    struct stats_interval interval = interval_of(condition, pair);
    return condition->is_larger ? interval.lo > condition->limit : interval.hi < condition->limit;
}

static int check_names(const struct fail_if *condition, const struct model *reference,
                       struct error *error)
{
    UTIL_FREE const char **workloads = util_alloc(reference->workload_count, sizeof *workloads);
    UTIL_FREE const char **envs = util_alloc(reference->env_count, sizeof *envs);
    for (size_t i = 0; i < reference->workload_count; i++)
        workloads[i] = reference->workloads[i].name;
    for (size_t i = 0; i < reference->env_count; i++)
        envs[i] = reference->envs[i].name;
    if (model_find_workload(reference, condition->workload) < 0) {
        UTIL_FREE char *what = util_format("run A has no workload \"%s\"", condition->workload);
        return refuse_name(condition, what, condition->workload, workloads,
                           reference->workload_count, error);
    }
    if (condition->env && model_find_env(reference, condition->env) < 0) {
        UTIL_FREE char *what = util_format("run A has no environment \"%s\"", condition->env);
        return refuse_name(condition, what, condition->env, envs, reference->env_count, error);
    }
    return 0;
}

/* A condition that cannot be judged must not pass for one that does not hold. */
static int check_run(const struct fail_if *condition, const struct versus *versus, size_t run,
                     struct error *error)
{
    bool found = false;
    for (size_t i = 0; i < versus->pair_count; i++) {
        const struct across_pair *pair = &versus->pairs[i];
        if (pair->run != run || !is_about(condition, versus, pair))
            continue;
        found = true;
        if (isnan(interval_of(condition, pair).lo))
            return error_set(error, EXIT_USAGE,
                             "report: --fail-if '%s': no interval for %s in %s of runs A and %c: "
                             "too few values, or none that differ",
                             condition->text, workload_name(versus, pair), env_name(versus, pair),
                             versus_letter(run));
    }
    if (!found)
        return error_set(error, EXIT_USAGE,
                         "report: --fail-if '%s': runs A and %c have nothing of that in common",
                         condition->text, versus_letter(run));
    return 0;
}

static int check(const struct fail_if *condition, const struct versus *versus, struct error *error)
{
    if (check_names(condition, versus->runs[0], error) < 0)
        return -1;
    for (size_t run = 1; run < versus->run_count; run++)
        if (check_run(condition, versus, run, error) < 0)
            return -1;
    return 0;
}

int fail_if_check(const struct fail_ifs *conditions, const struct versus *versus,
                  struct error *error)
{
    for (size_t i = 0; i < conditions->count; i++)
        if (check(&conditions->items[i], versus, error) < 0)
            return -1;
    return 0;
}

static bool print_beyond(const struct fail_if *condition, const struct versus *versus)
{
    bool found = false;
    for (size_t i = 0; i < versus->pair_count; i++) {
        const struct across_pair *pair = &versus->pairs[i];
        if (!is_about(condition, versus, pair) || !is_beyond(condition, pair))
            continue;
        struct stats_interval interval = interval_of(condition, pair);
        fprintf(stderr, "edgetop: fails '%s': %s in %s, %s of %c / A = %.3f (95 %%: %.3f..%.3f)\n",
                condition->text, workload_name(versus, pair), env_name(versus, pair),
                condition->of_sd ? "sd" : "mean", versus_letter(pair->run),
                condition->of_sd ? pair->sd_ratio.ratio : pair->ratio.ratio, interval.lo,
                interval.hi);
        found = true;
    }
    return found;
}

bool fail_if_print(const struct fail_ifs *conditions, const struct versus *versus)
{
    bool found = false;
    for (size_t i = 0; i < conditions->count; i++)
        found |= print_beyond(&conditions->items[i], versus);
    return found;
}
