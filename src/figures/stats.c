/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics of samples; distributions, quantiles and random numbers are GSL's. */
#include "src/figures/stats.h"

#include "src/base/util.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define PERMUTATIONS    9999
#define EXACT_FLIPS_MAX 20
/* Sums that are equal but for rounding count as equal. */
#define ROUNDING 1e-12

static const struct stats_interval unknown_interval = {NAN, NAN};
static const struct stats_test unknown_test = {NAN, NAN};

bool stats_all_finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* Welford (1962), on x - first value: where values are large and close, that difference is exact
 * and the mean's rounding stays out of the sd. */
void stats_running_add(struct stats_running *running, double x)
{
    if (running->n++ == 0)
        running->origin = x;
    double past = x - running->origin;
    double delta = past - running->mean_past;
    running->mean_past += delta / (double)running->n;
    running->m2 += delta * (past - running->mean_past);
}

double stats_running_mean(const struct stats_running *running)
{
    return running->n ? running->origin + running->mean_past : NAN;
}

double stats_running_sd(const struct stats_running *running)
{
    return running->n >= 2 ? sqrt(running->m2 / (double)(running->n - 1)) : NAN;
}

struct stats_running stats_running_of(const double *x, size_t n)
{
    struct stats_running running = {0};
    for (size_t i = 0; i < n; i++)
        stats_running_add(&running, x[i]);
    return running;
}

static double *sorted_copy(const double *x, size_t n)
{
    double *sorted = util_alloc(n, sizeof *sorted);
    memcpy(sorted, x, n * sizeof *sorted);
    gsl_sort(sorted, 1, n);
    return sorted;
}

double stats_quantile_sorted(const double *sorted, size_t n, double q)
{
    return n ? gsl_stats_quantile_from_sorted_data(sorted, 1, n, q) : NAN;
}

struct stats_summary stats_summarise(const double *x, size_t n)
{
    struct stats_summary summary = {n, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (n == 0 || !stats_all_finite(x, n))
        return summary;
    struct stats_running running = stats_running_of(x, n);
    UTIL_FREE double *sorted = sorted_copy(x, n);
    summary.mean = stats_running_mean(&running);
    summary.sd = stats_running_sd(&running);
    summary.min = sorted[0];
    summary.q25 = stats_quantile_sorted(sorted, n, 0.25);
    summary.median = stats_quantile_sorted(sorted, n, 0.5);
    summary.q75 = stats_quantile_sorted(sorted, n, 0.75);
    summary.max = sorted[n - 1];
    return summary;
}

size_t stats_quantile_min_n(double q)
{
    return (size_t)ceil(log(0.05) / log(fmax(q, 1 - q)));
}

double stats_freedman_diaconis(double iqr, size_t n)
{
    double width = 2 * iqr / cbrt((double)n);
    return width > 0 && isfinite(width) ? width : NAN;
}

static struct stats_interval t_interval(double centre, double standard_error, double df,
                                        double confidence)
{
    double half = gsl_cdf_tdist_Qinv((1 - confidence) / 2, df) * standard_error;
    return (struct stats_interval){centre - half, centre + half};
}

struct stats_interval stats_mean_interval(size_t n, double mean, double sd, double confidence)
{
    if (n < 2)
        return unknown_interval;
    return t_interval(mean, sd / sqrt((double)n), (double)(n - 1), confidence);
}

double stats_lag1(const double *x, size_t n)
{
    struct stats_running running = stats_running_of(x, n);
    if (n < 3 || !(running.m2 > 0))
        return NAN;
    double mean = stats_running_mean(&running), products = 0;
    for (size_t i = 1; i < n; i++)
        products += (x[i - 1] - mean) * (x[i] - mean);
    return products / running.m2;
}

/* Both tails of Student's t as an incomplete beta function: GSL's own cdf of t is good to 7 digits
 * only, far out and with more than 30 degrees of freedom. */
double stats_t_p(double t, double df)
{
    return isnan(t) ? NAN : gsl_cdf_beta_P(df / (df + t * t), df / 2, 0.5);
}

/* |x - median| of all groups, one group after the other. */
static double *deviations_from_medians(const struct stats_sample *groups, size_t k, size_t total)
{
    double *deviations = util_alloc(total, sizeof *deviations), *end = deviations;
    for (size_t g = 0; g < k; g++) {
        UTIL_FREE double *sorted = sorted_copy(groups[g].x, groups[g].n);
        double median = stats_quantile_sorted(sorted, groups[g].n, 0.5);
        for (size_t i = 0; i < groups[g].n; i++)
            *end++ = fabs(groups[g].x[i] - median);
    }
    return deviations;
}

/* F of a one-way analysis of variance; NAN where nothing varies within the groups. */
static double anova_f(const double *x, const struct stats_sample *groups, size_t k, size_t total)
{
    double mean = gsl_stats_mean(x, 1, total), between = 0, within = 0;
    for (size_t g = 0; g < k; x += groups[g++].n) {
        struct stats_running running = stats_running_of(x, groups[g].n);
        between += (double)groups[g].n * pow(stats_running_mean(&running) - mean, 2);
        within += running.m2;
    }
    return within > 0 ? between / (double)(k - 1) / (within / (double)(total - k)) : NAN;
}

/* Number of values, 0 where the groups do not support the test. */
static size_t spread_test_total(const struct stats_sample *groups, size_t k)
{
    size_t total = 0;
    for (size_t g = 0; g < k; g++) {
        if (groups[g].n < 3 || !stats_all_finite(groups[g].x, groups[g].n))
            return 0;
        total += groups[g].n;
    }
    return k >= 2 ? total : 0;
}

struct stats_test stats_brown_forsythe(const struct stats_sample *groups, size_t k)
{
    size_t total = spread_test_total(groups, k);
    if (total == 0)
        return unknown_test;
    UTIL_FREE double *deviations = deviations_from_medians(groups, k, total);
    double f = anova_f(deviations, groups, k, total);
    double p = isnan(f) ? NAN : gsl_cdf_fdist_Q(f, (double)(k - 1), (double)(total - k));
    return (struct stats_test){f, p};
}

/* Shuffles the k values of every round among the groups: x[group * rounds + round]. */
static void shuffle_within_rounds(gsl_rng *rng, double *x, size_t k, size_t rounds)
{
    for (size_t round = 0; round < rounds; round++)
        for (size_t g = k - 1; g > 0; g--) {
            double *a = &x[g * rounds + round];
            double *b = &x[gsl_rng_uniform_int(rng, g + 1) * rounds + round];
            double kept = *a;
            *a = *b;
            *b = kept;
        }
}

/* With equal n and a fixed total, F grows with the sum of the squared group sums. */
static double squared_group_sums(const double *x, size_t k, size_t rounds)
{
    double squares = 0;
    for (size_t g = 0; g < k; g++) {
        double sum = 0;
        for (size_t round = 0; round < rounds; round++)
            sum += x[g * rounds + round];
        squares += sum * sum;
    }
    return squares;
}

static double rounds_p(double *x, size_t k, size_t rounds, unsigned long seed)
{
    double threshold = squared_group_sums(x, k, rounds) * (1 - ROUNDING);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int at_least = 1; /* the labels as they were */
    for (int i = 0; i < PERMUTATIONS; i++) {
        shuffle_within_rounds(rng, x, k, rounds);
        at_least += squared_group_sums(x, k, rounds) >= threshold;
    }
    gsl_rng_free(rng);
    return at_least / (PERMUTATIONS + 1.0);
}

struct stats_test stats_brown_forsythe_rounds(const struct stats_sample *groups, size_t k,
                                              unsigned long seed)
{
    size_t total = spread_test_total(groups, k);
    if (total == 0)
        return unknown_test;
    for (size_t g = 1; g < k; g++)
        if (groups[g].n != groups[0].n)
            return unknown_test;
    UTIL_FREE double *deviations = deviations_from_medians(groups, k, total);
    double f = anova_f(deviations, groups, k, total);
    return (struct stats_test){f, isnan(f) ? NAN : rounds_p(deviations, k, groups[0].n, seed)};
}

static double *differences(const double *a, const double *b, size_t n)
{
    double *difference = util_alloc(n, sizeof *difference);
    for (size_t i = 0; i < n; i++)
        difference[i] = b[i] - a[i];
    return difference;
}

static struct stats_difference t_difference(double mean, double standard_error, double df,
                                            double confidence)
{
    if (!(standard_error > 0)) /* equal differences: no test */
        return (struct stats_difference){mean, {mean, mean}, NAN, df, NAN};
    double t = mean / standard_error;
    return (struct stats_difference){mean, t_interval(mean, standard_error, df, confidence), t, df,
                                     stats_t_p(t, df)};
}

static const struct stats_difference unknown_difference = {NAN, {NAN, NAN}, NAN, NAN, NAN};

struct stats_difference stats_paired_t(const double *a, const double *b, size_t n,
                                       double confidence)
{
    if (n < 2 || !stats_all_finite(a, n) || !stats_all_finite(b, n))
        return unknown_difference;
    UTIL_FREE double *difference = differences(a, b, n);
    struct stats_running running = stats_running_of(difference, n);
    return t_difference(stats_running_mean(&running), stats_running_sd(&running) / sqrt((double)n),
                        (double)(n - 1), confidence);
}

struct stats_difference stats_welch(struct stats_sample a, struct stats_sample b, double confidence)
{
    if (a.n < 2 || b.n < 2 || !stats_all_finite(a.x, a.n) || !stats_all_finite(b.x, b.n))
        return unknown_difference;
    struct stats_running ra = stats_running_of(a.x, a.n), rb = stats_running_of(b.x, b.n);
    double dfa = (double)(a.n - 1), dfb = (double)(b.n - 1);
    double va = ra.m2 / dfa / (double)a.n, vb = rb.m2 / dfb / (double)b.n;
    double df = pow(va + vb, 2) / (va * va / dfa + vb * vb / dfb);
    return t_difference(stats_running_mean(&rb) - stats_running_mean(&ra), sqrt(va + vb), df,
                        confidence);
}

/* Of the 2^n sums with every combination of signs of x added to sum, those that are at least the
 * threshold in magnitude. */
static double count_extreme_sums(const double *x, size_t n, double sum, double threshold)
{
    if (n == 0)
        return fabs(sum) >= threshold;
    return count_extreme_sums(x + 1, n - 1, sum + x[0], threshold) +
           count_extreme_sums(x + 1, n - 1, sum - x[0], threshold);
}

static double random_sign_p(const double *x, size_t n, double threshold, unsigned long seed)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, seed);
    int extreme = 1; /* the signs as they were */
    for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += gsl_rng_get(rng) & 1 ? x[i] : -x[i];
        extreme += fabs(sum) >= threshold;
    }
    gsl_rng_free(rng);
    return extreme / (PERMUTATIONS + 1.0);
}

double stats_sign_flip_p(const double *a, const double *b, size_t n, unsigned long seed)
{
    if (n == 0 || !stats_all_finite(a, n) || !stats_all_finite(b, n))
        return NAN;
    UTIL_FREE double *difference = differences(a, b, n);
    double sum = 0, magnitude = 0;
    for (size_t i = 0; i < n; i++) {
        sum += difference[i];
        magnitude += fabs(difference[i]);
    }
    double threshold = fabs(sum) - ROUNDING * magnitude;
    if (n > EXACT_FLIPS_MAX)
        return random_sign_p(difference, n, threshold, seed);
    return count_extreme_sums(difference, n, 0, threshold) / ldexp(1, (int)n);
}

/* p[j] times the number of hypotheses not below it. */
static double holm_step(const double *p, size_t n, size_t j)
{
    size_t not_below = 0;
    for (size_t i = 0; i < n; i++)
        not_below += p[i] >= p[j];
    return fmin(1, (double)not_below * p[j]);
}

void stats_holm(const double *p, double *adjusted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        adjusted[i] = p[i];
        for (size_t j = 0; j < n; j++)
            if (p[j] <= p[i])
                adjusted[i] = fmax(adjusted[i], holm_step(p, n, j));
    }
}
