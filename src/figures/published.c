/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The study's printed figures, digit by digit. */
#include "src/figures/published.h"

#include "src/base/util.h"

#include <string.h>

static const struct published figures[] = {
    {
        .env = "docker",
        .transfer_s = 4.2,
        .transfer_kb_per_s = 3480.47,
        .sysbench_total_s = 10.0022,
        .running_sd = {{10, 9.15, 0.01},
                       {20, 8.61, 0.01},
                       {30, 8.0, 0.1}, /* one digit, as printed */
                       {40, 7.52, 0.01},
                       {50, 7.35, 0.01}},
    },
    {
        .env = "firecracker",
        .transfer_s = 6.7,
        .transfer_kb_per_s = 2184.02,
        .sysbench_total_s = 10.00205,
        .running_sd = {{10, 5.28, 0.01},
                       {20, 4.76, 0.01},
                       {30, 3.29, 0.01},
                       {40, 2.83, 0.01},
                       {50, 2.35, 0.01}},
    },
    {
        .env = "kvm",
        .transfer_s = 13.5,
        .transfer_kb_per_s = 1085.47,
        .sysbench_total_s = 10.00202,
        .running_sd = {{10, 8.25, 0.01},
                       {20, 6.98, 0.01},
                       {30, 6.31, 0.01},
                       {40, 5.74, 0.01},
                       {50, 5.20, 0.01}},
    },
};

const struct published *published_find(const char *env)
{
    for (size_t i = 0; i < ARRAY_LENGTH(figures); i++)
        if (strcmp(figures[i].env, env) == 0)
            return &figures[i];
    return NULL;
}

const char *published_figure(const char *workload, const char *metric)
{
    static const char *const shown[][3] = {{"fileio", "seqrd", "Fig. 8 a"},
                                           {"fileio", "seqwr", "Fig. 8 b"},
                                           {"fileio", "rndrd", "Fig. 9 a"},
                                           {"fileio", "rndwr", "Fig. 9 b"}};
    for (size_t i = 0; i < ARRAY_LENGTH(shown); i++)
        if (strcmp(shown[i][0], workload) == 0 && strcmp(shown[i][1], metric) == 0)
            return shown[i][2];
    return NULL;
}

const struct published_application *published_application(size_t i)
{
    static const struct published_application applications[] = {
        {"Object Detection", "object-detection"},
        {"Image Classification", "traffic-light"},
        {"Face Recognition", "face-detection"},
        {"Speech-To-Text", "speech-to-text"},
    };
    return i < ARRAY_LENGTH(applications) ? &applications[i] : NULL;
}
