/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a classifier: the best class and its confidence. */
#include "workloads/inference/classify.h"

#include <math.h>
#include <stdbool.h>

size_t classify_best(const float scores[], size_t count)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(scores[i]))
            return count;
        if (scores[i] > scores[best])
            best = i;
    }
    return best;
}

static bool are_probabilities(const float scores[], size_t count)
{
    float sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (scores[i] < 0)
            return false;
        sum += scores[i];
    }
    return fabsf(sum - 1) < 1e-3F;
}

float classify_confidence(const float scores[], size_t count, size_t best)
{
    if (are_probabilities(scores, count))
        return scores[best];
    float sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += expf(scores[i] - scores[best]); /* at most 1: no overflow */
    return 1 / sum;
}
