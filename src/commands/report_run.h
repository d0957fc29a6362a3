/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that is reported: opened and folded. */
#ifndef EDGETOP_COMMANDS_REPORT_RUN_H
#define EDGETOP_COMMANDS_REPORT_RUN_H

#include "src/model/runs.h"
#include "src/report/document.h"

/* Finds a run as runs_find() does, and folds all of its journal. -1 with the error set (then there
 * is nothing to close). */
int report_run_open(struct runs_view *view, const char *which, struct error *error);
/* Says what is left out of a journal that is damaged; `journal` begins the sentence. */
void report_run_note_damage(const struct runs_view *view, struct document *document,
                            const char *journal);

#endif
