/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `edgetop report A B ...`: several runs side by side. */
#ifndef EDGETOP_COMMANDS_REPORT_VERSUS_H
#define EDGETOP_COMMANDS_REPORT_VERSUS_H

#include "src/commands/fail_if.h"

struct report_versus {
    const char *const *names; /* 2 to VERSUS_RUNS_MAX runs */
    size_t run_count;
    const struct fail_ifs *fail_ifs;
    bool is_json;
    enum document_format format; /* unless it is JSON */
};

/* Prints the report. Exit code: EXIT_CONDITION_HOLDS where a --fail-if holds. -1 with the error
 * set. */
int report_versus(const struct report_versus *report, struct error *error);

#endif
