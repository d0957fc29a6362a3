/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a classifier: the best class and how sure it is. */
#include "workloads/inference/classify.h"

#include <math.h>

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

float classify_softmax(const float scores[], size_t count, size_t best)
{
    float sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += expf(scores[i] - scores[best]); /* the greatest is 1, so that nothing overflows */
    return 1 / sum;
}
