/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen of a report: which environment is slower, which is less steady, what the rounds
 * can and cannot show, and whether the run can be trusted. */
#ifndef EDGETOP_REPORT_ANSWER_H
#define EDGETOP_REPORT_ANSWER_H

#include "src/report/document.h"
#include "src/report/journal.h"
#include "src/report/verdict.h"

/* Appends it; pairs: those of each workload. At most 21 lines of text for two workloads and three
 * environments with names that are not long. */
void answer_add(struct document *document, const struct model *model,
                const struct verdict_pairs *pairs, struct report_journal journal);

#endif
