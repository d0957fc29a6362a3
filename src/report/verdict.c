/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts in words. */
#include "src/report/verdict.h"

#include "src/base/util.h"
#include "src/report/number.h"

#include <string.h>

struct verdict_pairs verdict_pairs(const struct model *model, int workload, bool untainted)
{
    size_t max = model->env_count * model->env_count / 2, kept = 0;
    struct figures_pair *items = util_alloc(max, sizeof *items);
    size_t count = untainted ? figures_compare_untainted(model, workload, INFINITY, items, max)
                             : figures_compare(model, workload, INFINITY, items, max);
    for (size_t i = 0; i < count; i++)
        if (items[i].result.n_a > 0 && items[i].result.n_b > 0)
            items[kept++] = items[i];
    return (struct verdict_pairs){items, kept};
}

const char *verdict_word(enum figures_verdict verdict)
{
    static const char *const words[] = {
        [VERDICT_UNKNOWN] = "unknown",       [VERDICT_DIFFERENT] = "different",
        [VERDICT_NOT_SHOWN] = "not shown",   [VERDICT_N_TOO_SMALL] = "n too small",
        [VERDICT_CONFOUNDED] = "confounded",
    };
    return words[verdict];
}

/* ---- means ---- */

/* Times and rates are slow or fast; all else is high or low. */
static bool is_speed(const char *unit)
{
    const char *per = strrchr(unit, '/');
    return strcmp(unit, "ms") == 0 || strcmp(unit, "s") == 0 || (per && strcmp(per, "/s") == 0);
}

static const char *direction(const struct model_workload *workload, bool is_more)
{
    if (!is_speed(measure_unit(workload, MEASURE_TRIAL)))
        return is_more ? "higher" : "lower";
    return is_more == workload->lower_is_better ? "slower" : "faster";
}

/* A per cent says little of a ratio of 22. */
static bool suits_pct(double ratio)
{
    return ratio > 0.5 && ratio < 2;
}

/* While trials go on, the verdict is that of an interval of the ratio, where there is one. */
static char *different(const struct model_workload *workload,
                       const struct figures_comparison *result)
{
    double ratio = result->ratio.ratio;
    bool is_more = result->final || isnan(ratio) ? result->difference > 0 : ratio > 1;
    const char *interim = result->final ? "" : "interim, at any time: ";
    const char *word = direction(workload, is_more);
    UTIL_FREE char *pct = number_pct(ratio);
    bool agree = is_more == (ratio > 1) && suits_pct(ratio);
    return agree ? util_format("%s%s %% %s", interim, pct, word)
                 : util_format("%s%s", interim, word);
}

static char *not_shown(const struct figures_comparison *result)
{
    if (!result->final && result->rounds_left > 0)
        return util_format("not told apart: about %.0f more round%s", result->rounds_left,
                           result->rounds_left > 1 ? "s" : "");
    if (!result->final)
        return util_strdup("not told apart yet");
    if (!isfinite(result->reach.mean_ratio))
        return util_strdup("no difference shown");
    UTIL_FREE char *pct = number_pct(result->reach.mean_ratio);
    return util_format("no difference shown; could show %s %%", pct);
}

char *verdict_of_means(const struct model *model, int workload, const struct figures_pair *pair)
{
    const struct figures_comparison *result = &pair->result;
    switch (result->mean_verdict) {
    case VERDICT_DIFFERENT:
        return different(&model->workloads[workload], result);
    case VERDICT_NOT_SHOWN:
        return not_shown(result);
    case VERDICT_N_TOO_SMALL:
        return util_format("n too small to test: %d rounds needed", result->needed_rounds);
    case VERDICT_CONFOUNDED:
        return util_strdup("environment and time cannot be told apart (order: blocks)");
    case VERDICT_UNKNOWN:
        break;
    }
    return util_strdup(result->pairs < 2 ? "unknown: fewer than 2 rounds with both" : "unknown");
}

/* ---- spreads ---- */

char *verdict_of_spreads(const struct figures_comparison *result)
{
    switch (result->spread_verdict) {
    case VERDICT_DIFFERENT:
        return util_strdup("shown");
    case VERDICT_NOT_SHOWN:
        return util_strdup("not shown");
    case VERDICT_N_TOO_SMALL:
        /* While trials go on, needed_rounds is that of the means: spreads wait for a look. */
        return result->final ? util_format("%d rounds needed", result->needed_rounds)
                             : util_strdup("not yet tested");
    case VERDICT_CONFOUNDED:
        return util_strdup("not tested");
    case VERDICT_UNKNOWN:
        break;
    }
    return util_strdup("unknown");
}
