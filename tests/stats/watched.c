/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs without any difference, folded from events as Live folds them and looked at after every
 * trial: how many show one at some moment. watched [RUNS] (default 1000): a minute. */
#include "src/base/util.h"
#include "src/figures/figures.h"
#include "tests/unit/fold.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>
#include <stdlib.h>

enum { ENVS_MAX = 3, PAIRS_MAX = ENVS_MAX * (ENVS_MAX - 1) / 2, TRIAL_S = 20 };

static const char *const envs[ENVS_MAX] = {"a", "b", "c"};

struct shown {
    bool mean, spread;
};

static struct shown look(const struct model *model)
{
    struct figures_pair pairs[PAIRS_MAX];
    struct shown shown = {false, false};
    size_t count = figures_compare(model, 0, INFINITY, pairs, PAIRS_MAX);
    for (size_t i = 0; i < count; i++) {
        shown.mean |= pairs[i].result.mean_verdict == VERDICT_DIFFERENT;
        shown.spread |= pairs[i].result.spread_verdict == VERDICT_DIFFERENT;
    }
    return shown;
}

/* The environments are known from the beginning, as in a run of the program. */
static struct model *begin(int env_count, int rounds)
{
    struct model *model = fold_run(rounds, 0, "interleaved");
    for (int env = 0; env < env_count; env++)
        fold_event(model, "{'t':0,'ev':'env','env':'%s','ready':true}", envs[env]);
    return model;
}

static struct shown watch(gsl_rng *rng, int env_count, int rounds)
{
    struct model *model = begin(env_count, rounds);
    struct shown any = {false, false};
    for (int i = 0; i < rounds * env_count; i++) {
        double ms = 100 + gsl_ran_gaussian(rng, 5);
        fold_trial(model, (struct fold_trial){i + 1, i / env_count + 1, envs[i % env_count],
                                              TRIAL_S * (i + 1), ms, "ok"});
        struct shown now = look(model);
        any.mean |= now.mean;
        any.spread |= now.spread;
    }
    model_free(model);
    return any;
}

int main(int argc, char **argv)
{
    static const struct {
        int envs, rounds;
    } runs[] = {{2, 8}, {2, 20}, {3, 10}};
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    puts("| environments | rounds | runs | show a difference of means | of spreads |");
    puts("| ---: | ---: | ---: | ---: | ---: |");
    for (size_t i = 0; i < ARRAY_LENGTH(runs); i++) {
        int means = 0, spreads = 0;
        for (int run = 0; run < count; run++) {
            struct shown shown = watch(rng, runs[i].envs, runs[i].rounds);
            means += shown.mean;
            spreads += shown.spread;
        }
        printf("| %d | %d | %d | %.1f %% | %.1f %% |\n", runs[i].envs, runs[i].rounds, count,
               100.0 * means / count, 100.0 * spreads / count);
        fflush(stdout);
    }
    gsl_rng_free(rng);
    return EXIT_SUCCESS;
}
