/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: all figures of a run, as text, Markdown or JSON. */
#ifndef EDGETOP_REPORT_REPORT_H
#define EDGETOP_REPORT_REPORT_H

#include "src/model/model.h"
#include "src/report/document.h"

#include <cjson/cJSON.h>

/* The report as JSON for scripts; what is unknown is absent. `running`: the run is under way. Free
 * it with cJSON_Delete. */
cJSON *report_json(const struct model *model, bool running);

/* The report for a person; the same content in every format. Free it with document_free. */
struct document *report_document(const struct model *model, bool running);

#endif
