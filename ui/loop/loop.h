/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: the entry point of the terminal user interface. It owns the table of screens. */
#ifndef EDGETOP_UI_LOOP_LOOP_H
#define EDGETOP_UI_LOOP_LOOP_H

#include "src/base/error.h"

#include <stdbool.h>

struct ui_options {
    const char *run_path; /* run directory to watch; NULL: the running run, else Setup */
    bool replay;          /* show it from its beginning, moved by a clock */
};

/* Runs the interface until the operator leaves or the terminal goes away. -1 with the error set
 * (EXIT_USAGE) when this is no terminal that can show it. */
int ui_run(const struct ui_options *options, struct error *error);

#endif
