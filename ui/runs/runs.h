/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Runs screen. */
#ifndef EDGETOP_UI_RUNS_RUNS_H
#define EDGETOP_UI_RUNS_RUNS_H

#include "ui/ui.h"

extern const struct screen runs_screen;

#endif
