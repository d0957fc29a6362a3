/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-if of a report about several runs: "traffic-light docker mean > 5%". */
#ifndef EDGETOP_COMMANDS_FAIL_IF_H
#define EDGETOP_COMMANDS_FAIL_IF_H

#include "src/base/error.h"
#include "src/report/versus.h"

struct fail_if {
    const char *text; /* as given */
    char *workload;   /* heap; env stands in the same memory */
    const char *env;  /* NULL: every environment */
    bool of_sd;       /* the ratio of the sds, else that of the means */
    bool is_larger;   /* it holds above the limit, else below */
    double limit;     /* of the ratio: 1.05 for "> 5%" */
};

struct fail_ifs {
    struct fail_if *items;
    size_t count, capacity;
};

/* Adds a condition; keeps the text. -1 with the error set where it is none. */
int fail_if_add(struct fail_ifs *conditions, const char *text, struct error *error);
void fail_if_free(struct fail_ifs *conditions);
/* -1 with the error set where a condition names what run A does not have, or cannot be judged for
 * one of the other runs. */
int fail_if_check(const struct fail_ifs *conditions, const struct versus *versus,
                  struct error *error);
/* Prints a line on stderr for each pair whose whole interval lies beyond a condition's limit; true
 * where there is one. */
bool fail_if_print(const struct fail_ifs *conditions, const struct versus *versus);

#endif
