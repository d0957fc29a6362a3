/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes of samples. */
#include "tests/stats/shapes.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define SIGMA       0.5
#define SLOW_SHARE  0.3
#define SLOW_BY     6.0
#define CORRELATION 0.3

const char *shape_name(enum shape shape)
{
    static const char *const names[] = {"normal", "lognormal", "bimodal", "t5", "AR(1)"};
    return names[shape];
}

static double lognormal(gsl_rng *rng)
{
    double growth = exp(SIGMA * SIGMA);
    return (gsl_ran_lognormal(rng, 0, SIGMA) - sqrt(growth)) / sqrt(growth * (growth - 1));
}

static double bimodal(gsl_rng *rng)
{
    double slow = gsl_rng_uniform(rng) < SLOW_SHARE ? SLOW_BY : 0;
    double sd = sqrt(1 + SLOW_BY * SLOW_BY * SLOW_SHARE * (1 - SLOW_SHARE));
    return (gsl_ran_ugaussian(rng) + slow - SLOW_SHARE * SLOW_BY) / sd;
}

/* With mean 0 and sd 1. */
static double draw_one(gsl_rng *rng, enum shape shape, double before)
{
    switch (shape) {
    case SHAPE_LOGNORMAL:
        return lognormal(rng);
    case SHAPE_BIMODAL:
        return bimodal(rng);
    case SHAPE_T5:
        return gsl_ran_tdist(rng, 5) / sqrt(5.0 / 3);
    case SHAPE_AR1:
        return CORRELATION * before + sqrt(1 - CORRELATION * CORRELATION) * gsl_ran_ugaussian(rng);
    default:
        return gsl_ran_ugaussian(rng);
    }
}

void shape_draw(gsl_rng *rng, enum shape shape, double *x, size_t n)
{
    double one = gsl_ran_ugaussian(rng);
    for (size_t i = 0; i < n; i++) {
        one = draw_one(rng, shape, one);
        x[i] = SHAPE_MEAN + SHAPE_SD * one;
    }
}
