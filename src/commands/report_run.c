/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that is reported: opened and folded. */
#include "src/commands/report_run.h"

#include "src/base/util.h"

#include <errno.h>
#include <string.h>

static int fold(struct runs_view *view, struct error *error)
{
    if (runs_poll(view) < 0)
        return error_set(error, EXIT_MACHINE, "cannot read the journal of %s: %s", view->path,
                         strerror(errno));
    if (view->model->version == 0)
        return error_set(error, EXIT_USAGE, "nothing to report: the journal of %s has no run",
                         view->path);
    return 0;
}

int report_run_open(struct runs_view *view, const char *which, struct error *error)
{
    UTIL_FREE char *path = runs_find(which, error);
    if (!path || runs_open(view, path, error) != 0)
        return -1;
    if (fold(view, error) == 0)
        return 0;
    runs_close(view);
    return -1;
}

void report_run_note_damage(const struct runs_view *view, struct document *document,
                            const char *journal)
{
    size_t bad_lines = journal_reader_bad_lines(view->reader);
    if (bad_lines > 0)
        document_paragraph(document, "%s has %zu damaged line%s, left out.", journal, bad_lines,
                           bad_lines == 1 ? "" : "s");
    if (!view->alive && journal_reader_partial(view->reader))
        document_paragraph(document, "%s ends in the middle of a line, which is left out.",
                           journal);
}
