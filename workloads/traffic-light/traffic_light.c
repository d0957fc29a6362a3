/* SPDX-License-Identifier: GPL-3.0-or-later */
/* traffic-light: which light does a picture show? Inception-v3 as in Edge AIBench 2.0, or any
 * classifier that a manifest describes. */
#include "src/base/util.h"
#include "workloads/inference/classifier.h"

static const char *const lights[] = {"none", "green", "red"};

const struct workload workload = {
    CLASSIFIER_MEMBERS,
    .defaults = {.width = 299,
                 .height = 299,
                 .format = {.mean = {128, 128, 128}, .scale = {128, 128, 128}},
                 .labels = lights,
                 .label_count = ARRAY_LENGTH(lights)},
};
