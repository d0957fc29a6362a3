/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: what screens and reports say about a model as of a moment, each named and defined once.
 * All are cheap enough for every redraw, but for figures_compare. */
#ifndef EDGETOP_FIGURES_FIGURES_H
#define EDGETOP_FIGURES_FIGURES_H

#include "src/figures/stats.h"
#include "src/model/model.h"

/* What one trial is worth. A phase lasts until the next one that was reported begins. */
enum measure {
    MEASURE_TRIAL,     /* the workload's primary metric: mean of its steady inferences (ms), its
                          start-up, or its metric's value (that without parameters; the mean where it
                          was reported several times) */
    MEASURE_EXECUTION, /* s, program's start (load) to `done` (stop): nearest to the study */
    MEASURE_FIRST,     /* ms, the first inference */
    MEASURE_LOAD,      /* s */
    MEASURE_BOOT,      /* s */
    MEASURE_CREATE,    /* s */
    MEASURE_STARTUP,   /* ms, create until the program's first line (load) was here: both by the
                          host's clock, as no guest knows that */
    MEASURE_POWER,  /* W, of the whole machine as its sensor tells it, mean of steady (or from load
                       on, where there is none) */
    MEASURE_ENERGY, /* J, of the same time: of one inference, where there are any, else of all */
    MEASURE_PER_WATT, /* the primary metric over the power, where higher is better */
    MEASURE_COUNT
};

/* "trial", "execution", "first", "load", "boot", "create", "startup", "power", "energy", "per
 * watt".
 */
const char *measure_name(enum measure measure);
/* "ms", "s", or the primary metric's unit ("" where it has none). */
const char *measure_unit(const struct model_workload *workload, enum measure measure);

/* The trial's value, from all that is known of it; NAN where it has none. Where n inferences share
 * one line, its ms is their mean and weighs n times. */
double figures_trial_value(const struct model *model, const struct model_trial *trial,
                           enum measure measure);

/* What the machine's power sensor says of a trial: MEASURE_POWER and MEASURE_ENERGY; NAN without
 * one. */
double figures_power_w(const struct model *model, const struct model_trial *trial);
double figures_energy_j(const struct model *model, const struct model_trial *trial);

/* One value a counted trial of (env, workload) by t, in order, trials without a value left out;
 * free with figures_series_free. */
struct figures_series {
    double *values;
    int *trials; /* indices into model.trials */
    size_t n;
};
struct figures_series figures_series(const struct model *model, int env, int workload,
                                     enum measure measure, double t, bool untainted_only);
/* The metrics that the workload reports, its primary one among them: indices of the first event of
 * each name, unit and parameters. Free the result. */
size_t *figures_metrics(const struct model *model, int workload, size_t *count);
/* What of a metric: its value, or of a disk's throughput what the host saw meanwhile. */
enum figures_aspect {
    ASPECT_VALUE,
    ASPECT_DISK,   /* the host's disk, in the metric's unit; others may have used it too */
    ASPECT_ENV,    /* the environment's own counters, likewise */
    ASPECT_CACHED, /* %, the share of the value that the host's disk did not see: memory served it
                    */
    ASPECT_COLD    /* of reads: 1 where the host had nothing in its cache when it began, else 0 */
};
/* figures_series of one of these: a trial's value is the mean of what it reported. */
struct figures_series figures_metric_series(const struct model *model, int env, int workload,
                                            size_t metric, enum figures_aspect aspect, double t,
                                            bool untainted_only);
void figures_series_free(struct figures_series *series);

/* One metric over the workload's sweep: as in Figs. 8 and 9, a value for each block size. */
struct figures_sweep {
    char *title;   /* "seqrd, MB/s", with the parameters that are not swept */
    size_t *kinds; /* as of figures_metrics, in order of the parameter */
    double *at;    /* the parameter's values */
    size_t count;
};
/* The sweeps of a workload in the order of their first events; none where it has no sweep. Free
 * them with figures_sweeps_free. */
struct figures_sweep *figures_sweeps(const struct model *model, int workload, size_t *count);
/* Mean of one of figures_metrics by t, of counted trials and of one that still runs; NAN where
 * there is none. */
double figures_metric_mean(const struct model *model, int env, int workload, size_t metric,
                           double t);
void figures_sweeps_free(struct figures_sweep *sweeps, size_t count);

/* sd (n - 1) of `count` values of the series from `first` on: the running sd with first = 0, the sd
 * of a block of trials otherwise. NAN where the series does not reach that far, or count < 2. */
double figures_sd(const struct figures_series *series, size_t first, size_t count);

/* Steady inferences (ms) of (env, workload) that arrived by t, n > 1 weighted as one; of counted
 * trials and of one that still runs at t. Free the result. */
double *figures_inferences(const struct model *model, int env, int workload, double t,
                           size_t *count);
/* The same without tainted trials. */
double *figures_inferences_untainted(const struct model *model, int env, int workload, double t,
                                     size_t *count);

/* Every trial of (env, workload) begun by t is one of these; tainted ones are among the counted. */
struct figures_counts {
    int counted, warmup, failed, cancelled, tainted, running; /* failed: failed and timed out */
};
struct figures_counts figures_counts(const struct model *model, int env, int workload, double t);

/* True beyond 1.5 interquartile ranges from the quartiles (Tukey 1977): marked, never dropped. */
bool figures_is_outlier(const struct stats_summary *summary, double value);

/* CPU of one trial by t: from `load` to the end of steady. A 1 s mean is the growth of the counter
 * between the last samples of one second of run time and the next: the same whether the trial's
 * samples are all there or thinned to one a second. Seconds that are not over do not count, nor
 * does the one in which `load` began. */
struct figures_cpu {
    double cpu_s;               /* of the whole trial: the final counter, else the last sample */
    double cpu_s_per_inference; /* steady */
    double mean_pct;            /* 100 % = one core */
    double mean_over100_pct;    /* the study's filter: mean of the 1 s means >= 100 % */
    double t200_s;              /* end of the first 1 s mean >= 200 %, from the program's start
                                   (load) */
    double t200_from_create_s;  /* the same from create */
};
struct figures_cpu figures_cpu(const struct model *model, const struct model_trial *trial,
                               double t);
/* End (run time) of the first 1 s mean of the above that reached `pct`; NAN where none did. */
double figures_reached_pct_t(const struct model_trial *trial, double pct, double t);
/* Mean of each figure over the counted trials that have it, and how many these are. */
struct figures_cpu_means {
    struct figures_cpu mean;
    int trials, t200_trials; /* with any CPU figure; that reached 200 % */
};
struct figures_cpu_means figures_cpu_means(const struct model *model, int env, int workload,
                                           double t, bool untainted_only);

/* Running standard deviation rows: at n = step, 2 step, ... where step = max(1, ceil(planned / 5)).
 */
int figures_running_sd_step(const struct model *model);

/* Two environments compared on one workload. p values NAN where n does not support them. */
struct figures_comparison {
    int pairs;                      /* same round, both ok, same session; 0 for blocks: unpaired */
    int n_a, n_b;                   /* values that entered */
    double difference;              /* mean of b - a */
    struct stats_interval interval; /* 95 % of the difference: paired t, or Welch */
    double mean_p, mean_p_holm;
    double spread_statistic, spread_p, spread_p_holm;
    bool paired, interim; /* interim: before the planned n of counted trials */
};
/* All pairs of environments of the workload (count = pairs written, at most max); a and b hold
 * environment indices. Paired: sign-flip test, Brown-Forsythe's F with labels permuted within
 * rounds; blocks: Welch and plain Brown-Forsythe. The permutation tests take 6 to 35 ms a pair:
 * call this once for every finished trial and keep the result. Seeded: equal data, equal p. */
struct figures_pair {
    int a, b;
    struct figures_comparison result;
};
size_t figures_compare(const struct model *model, int workload, double t,
                       struct figures_pair *pairs, size_t max);
/* The same in steps, for who must not be away for so long: all pairs without a result, one pair's
 * result, and what of it depends on the others (Holm). */
size_t figures_pairs(const struct model *model, struct figures_pair *pairs, size_t max);
void figures_compare_pair(const struct model *model, int workload, double t,
                          struct figures_pair *pair);
void figures_adjust_pairs(struct figures_pair *pairs, size_t count);
/* The same without tainted trials. */
size_t figures_compare_untainted(const struct model *model, int workload, double t,
                                 struct figures_pair *pairs, size_t max);

/* Drift of a series: Spearman's rho against order (time) with its p, and lag-1 autocorrelation. */
struct figures_drift {
    double rho, p, lag1;
};
struct figures_drift figures_drift(const struct figures_series *series);
/* Spearman's rho (statistic) of the series against the mean temperature during each of its trials;
 * NAN where a temperature is unknown or all are equal. */
struct stats_test figures_temperature_drift(const struct model *model,
                                            const struct figures_series *series);

/* What a trial has sent by t since its steady phase began, at most all of it, and what all is,
 * where its workload says that; NAN where unknown, and before that phase. */
struct figures_transfer {
    double sent_bytes, whole_bytes;
};
struct figures_transfer figures_transfer(const struct model *model, const struct model_trial *trial,
                                         double t);

/* Seconds left at t from the mean duration of each (env, workload) so far, pauses between trials
 * included; NAN before anything is known, 0 after the end. */
double figures_time_left_s(const struct model *model, double t);

#endif
