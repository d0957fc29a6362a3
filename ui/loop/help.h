/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Help screen. */
#ifndef EDGETOP_UI_LOOP_HELP_H
#define EDGETOP_UI_LOOP_HELP_H

#include "ui/ui.h"

extern const struct screen help_screen;

#endif
