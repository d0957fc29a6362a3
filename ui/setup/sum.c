/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The size of a plan: how many trials, and how long they take. */
#include "ui/setup/sum.h"

#include "src/base/util.h"
#include "src/figures/reach.h"

#include <math.h>

struct sum sum_of(const struct findings *findings, const struct plan *plan, const int *envs,
                  int env_count, const struct sum_workload *workloads, int workload_count)
{
    struct sum sum = {.envs = env_count,
                      .workloads = workload_count,
                      .pairs = env_count * workload_count,
                      .cv = NAN};
    double pause_s = isnan(plan->cooldown_within_c) ? plan->cooldown_s : 0;
    for (int e = 0; e < env_count; e++)
        for (int w = 0; w < workload_count; w++) {
            sum.cv = fmax(sum.cv, findings_cv(findings, envs[e], workloads[w].index,
                                              workloads[w].model)); /* of NAN and cv: cv */
            double trial_s =
                findings_trial_s(findings, envs[e], workloads[w].index, workloads[w].model);
            if (isnan(trial_s))
                continue;
            sum.known++;
            sum.seconds += (trial_s + pause_s) * (plan->warmup + plan->trials);
        }
    return sum;
}

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

static const char *at_most(const struct plan *plan)
{
    return isnan(plan->until_pct) ? "" : "at most ";
}

char *sum_trials(const struct sum *sum, const struct plan *plan)
{
    if (sum->pairs == 0)
        return util_strdup(sum->envs == 0 ? "no environment is ticked" : "no workload is ticked");
    long trials = (long)sum->pairs * (plan->warmup + plan->trials);
    return util_format("%d environment%s × %d workload%s × (%d + %d) = %s%ld trial%s", sum->envs,
                       plural(sum->envs), sum->workloads, plural(sum->workloads), plan->warmup,
                       plan->trials, at_most(plan), trials, trials == 1 ? "" : "s");
}

/* Rounded, because it is an estimate. */
static char *duration(double seconds)
{
    if (seconds < 90)
        return util_format("%.0f s", ceil(seconds));
    double minutes = ceil(seconds / 60);
    if (minutes < 90)
        return util_format("%.0f min", minutes);
    return util_format("%.0f h %02.0f min", floor(minutes / 60), fmod(minutes, 60));
}

char *sum_details(const struct sum *sum, const struct plan *plan)
{
    if (sum->pairs == 0)
        return util_strdup("");
    UTIL_FREE char *about = duration(sum->seconds);
    UTIL_FREE char *warmup =
        plan->warmup > 0 ? util_format("%ld of them warm-up, ", (long)sum->pairs * plan->warmup)
                         : util_strdup("");
    const char *cooling = isnan(plan->cooldown_within_c) ? "" : " and cooling";
    if (sum->known == 0)
        return util_format("%sduration unknown: none has run here yet", warmup);
    if (sum->known < sum->pairs)
        return util_format("%smore than %s: %d of %d pairs have not run here yet", warmup, about,
                           sum->pairs - sum->known, sum->pairs);
    return util_format("%s%sabout %s%s", warmup, at_most(plan), about, cooling);
}

char *sum_until(const struct sum *sum, const struct plan *plan)
{
    double margin_pct = isnan(plan->until_pct) ? 2 : plan->until_pct;
    size_t n = reach_mean_n(sum->cv, margin_pct / 100);
    return n > 0 ? util_format("for ±%g %%: about %zu trials", margin_pct, n) : util_strdup("");
}

char *sum_reach(int env_count, const struct plan *plan)
{
    size_t pairs = (size_t)(env_count * (env_count - 1) / 2), n = (size_t)plan->trials;
    if (pairs == 0)
        return util_strdup("");
    if (plan->order == ORDER_BLOCKS)
        return util_strdup("blocks cannot tell environment and time apart");
    if (n < reach_min_n(pairs))
        return util_format("a comparison needs %zu trials or more", reach_min_n(pairs));
    double sd_ratio = reach_sd_ratio(n, pairs);
    UTIL_FREE char *sds = isinf(sd_ratio) ? util_strdup("but none of sds")
                                          : util_format("sd ratios from %.2g", sd_ratio);
    return util_format("%zu trials show differences of means from %.2g × their sd, %s", n,
                       reach_mean_difference(n, pairs), sds);
}
