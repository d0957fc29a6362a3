/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials screen. */
#ifndef EDGETOP_UI_TRIALS_TRIALS_H
#define EDGETOP_UI_TRIALS_TRIALS_H

#include "ui/ui.h"

extern const struct screen trials_screen;

#endif
