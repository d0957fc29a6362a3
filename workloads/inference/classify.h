/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a classifier: the best class and how sure it is. */
#ifndef EDGETOP_INFERENCE_CLASSIFY_H
#define EDGETOP_INFERENCE_CLASSIFY_H

#include <stddef.h>

/* The index of the greatest score; `count` where one of them is no number. */
size_t classify_best(const float scores[], size_t count);

/* How sure the best class is, 0..1: its score where the scores are probabilities already (none is
 * negative and they add up to 1), else its softmax, the share of exp(score) in the sum of all. */
float classify_confidence(const float scores[], size_t count, size_t best);

#endif
