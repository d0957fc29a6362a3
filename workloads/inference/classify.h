/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a classifier: the best class and its confidence. */
#ifndef EDGETOP_INFERENCE_CLASSIFY_H
#define EDGETOP_INFERENCE_CLASSIFY_H

#include <stddef.h>

/* The index of the greatest score; `count` if any score is NaN. */
size_t classify_best(const float scores[], size_t count);

/* The confidence of the best class, 0..1: its score if the scores are probabilities (none negative,
 * sum 1), else its softmax: exp(score) divided by the sum of exp(score) of all classes. */
float classify_confidence(const float scores[], size_t count, size_t best);

#endif
