/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for looking at a run before its end. */
#include "src/figures/sequential.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define OBRIEN_FLEMING  2.04 /* for SEQUENTIAL_LOOKS */
#define ALPHA_OF_RUN    0.02
#define ROUNDS_LEFT_MAX 1000
/* Variance of the prior on the effect: effects of about one sd are what one hopes to see early. */
#define PRIOR 1.0

double sequential_p_limit(int look)
{
    return 2 * gsl_cdf_ugaussian_Q(OBRIEN_FLEMING / sqrt(look / (double)SEQUENTIAL_LOOKS));
}

double sequential_alpha(size_t pairs)
{
    return ALPHA_OF_RUN / (double)pairs;
}

/* |t| from which the mean differs from 0 at any time.
 *
 * The Bayes factor of "the effect mean / sd is drawn from N(0, g)" against "it is 0", both with the
 * prior 1 / sd on the sd, is a function of t alone (nu = n - 1):
 *
 *     B = (1 + n g)^(-1/2) [(1 + t^2 / nu) / (1 + t^2 / (nu (1 + n g)))]^(n / 2)
 *
 * It is a likelihood ratio of what does not depend on the scale, so without a difference it is a
 * martingale that begins at 1, and P(B ever reaches 1 / alpha) <= alpha: Ville (1939). B = 1 /
 * alpha solved for t^2, with K = ((1 + n g) / alpha^2)^(1 / n):
 *
 *     t^2 = nu (K - 1) / (1 - K / (1 + n g)); no t reaches it where K >= 1 + n g.
 *
 * Wang & Ramdas (2023), "Anytime-valid t-tests and confidence sequences for Gaussian means with
 * unknown variance", arXiv 2310.03722; there also why the improper prior on the sd is allowed. */
static double t_limit(double n, double alpha)
{
    double grown = 1 + n * PRIOR, k = pow(grown / (alpha * alpha), 1 / n);
    return k < grown ? sqrt((n - 1) * (k - 1) / (1 - k / grown)) : INFINITY;
}

static bool is_known(size_t n, double mean, double sd)
{
    return n >= 2 && isfinite(mean) && isfinite(sd);
}

static double half_width(size_t n, double sd, double alpha)
{
    double limit = t_limit((double)n, alpha);
    return isinf(limit) ? limit : limit * sd / sqrt((double)n);
}

struct stats_interval sequential_interval(size_t n, double mean, double sd, double alpha)
{
    if (!is_known(n, mean, sd))
        return (struct stats_interval){NAN, NAN};
    double half = half_width(n, sd, alpha);
    return (struct stats_interval){mean - half, mean + half};
}

double sequential_rounds_left(size_t n, double mean, double sd, double alpha)
{
    if (!is_known(n, mean, sd))
        return NAN;
    for (size_t more = 0; more <= ROUNDS_LEFT_MAX; more++)
        if (half_width(n + more, sd, alpha) < fabs(mean))
            return (double)more;
    return NAN;
}
