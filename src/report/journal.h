/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model of a run does not know: the state of its journal. */
#ifndef EDGETOP_REPORT_JOURNAL_H
#define EDGETOP_REPORT_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

struct report_journal {
    bool running;     /* the run is under way */
    size_t bad_lines; /* lines that were left out because they are damaged */
    bool is_cut;      /* it ends in the middle of a line, though nobody writes it any more */
};

#endif
