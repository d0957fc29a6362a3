/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a classifier: the best class and how sure it is. */
#ifndef EDGETOP_INFERENCE_CLASSIFY_H
#define EDGETOP_INFERENCE_CLASSIFY_H

#include <stddef.h>

/* The index of the greatest score; `count` where one of them is no number. */
size_t classify_best(const float scores[], size_t count);

/* The best class's softmax, 0..1: its share in the sum of exp(score) over all classes. */
float classify_softmax(const float scores[], size_t count, size_t best);

#endif
