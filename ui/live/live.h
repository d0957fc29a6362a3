/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Live screen. */
#ifndef EDGETOP_UI_LIVE_LIVE_H
#define EDGETOP_UI_LIVE_LIVE_H

#include "ui/ui.h"

extern const struct screen live_screen;

#endif
