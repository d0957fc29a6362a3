/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up samples of several shapes, all with one mean and one sd. */
#ifndef EDGETOP_TESTS_SHAPES_H
#define EDGETOP_TESTS_SHAPES_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#define SHAPE_MEAN 100.0
#define SHAPE_SD   5.0

enum shape {
    SHAPE_NORMAL,
    SHAPE_LOGNORMAL, /* sigma 0.5 */
    SHAPE_BIMODAL,   /* 3 of 10 are six inner sds slower */
    SHAPE_T5,        /* Student's t with 5 degrees of freedom: outliers */
    SHAPE_AR1,       /* normal, each correlated with the one before: 0.3 */
    SHAPE_COUNT
};

const char *shape_name(enum shape shape);
void shape_draw(gsl_rng *rng, enum shape shape, double *x, size_t n);

#endif
