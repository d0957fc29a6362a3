/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: the entry point of the terminal user interface, and the owner of the table of screens.
 */
#ifndef EDGETOP_UI_LOOP_LOOP_H
#define EDGETOP_UI_LOOP_LOOP_H

#include "src/base/error.h"

#include <stdbool.h>

struct ui_options {
    const char *run_path; /* directory of the run to show; NULL: the running run, else Setup */
    bool replay;          /* show the run from its beginning, at the speed of a clock */
};

/* Runs the interface until the operator leaves or the terminal goes away. -1 with the error set if
 * the terminal cannot show it. */
int ui_run(const struct ui_options *options, struct error *error);

#endif
