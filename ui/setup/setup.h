/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Setup screen. */
#ifndef EDGETOP_UI_SETUP_SETUP_H
#define EDGETOP_UI_SETUP_SETUP_H

#include "ui/ui.h"

extern const struct screen setup_screen;

#endif
