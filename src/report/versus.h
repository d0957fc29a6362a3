/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report about several runs: each one beside the first. */
#ifndef EDGETOP_REPORT_VERSUS_H
#define EDGETOP_REPORT_VERSUS_H

#include "src/figures/across.h"
#include "src/report/document.h"

#include <cjson/cJSON.h>

enum { VERSUS_RUNS_MAX = 26 }; /* each has a letter */

/* At least two runs; running[i]: run i is under way. */
struct versus {
    const struct model *const *runs;
    const bool *running;
    size_t run_count;
    const struct across_pair *pairs; /* of across_compare() */
    size_t pair_count;
};

/* 'A' is the reference. */
char versus_letter(size_t run);
/* For scripts; what is unknown is absent. Free it with cJSON_Delete. */
cJSON *versus_json(const struct versus *versus);
/* For a person. Free it with document_free. */
struct document *versus_document(const struct versus *versus);

#endif
