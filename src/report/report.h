/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: all figures of a run, as text, Markdown or JSON. */
#ifndef EDGETOP_REPORT_REPORT_H
#define EDGETOP_REPORT_REPORT_H

#include "src/model/model.h"
#include "src/report/document.h"
#include "src/report/journal.h"

#include <cjson/cJSON.h>

/* The report as JSON for scripts; what is unknown is absent. Free it with cJSON_Delete. */
cJSON *report_json(const struct model *model, struct report_journal journal);

/* The report for a person; the same content in every format. It begins with the answer. Free it
 * with document_free, like the answer. */
struct document *report_document(const struct model *model, struct report_journal journal);
/* The answer alone; `title`: with the run's name above it. */
struct document *report_answer(const struct model *model, struct report_journal journal,
                               bool title);

#endif
