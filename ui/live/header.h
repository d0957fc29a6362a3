/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of Live: what runs, its progress, the state of the machine. */
#ifndef EDGETOP_UI_LIVE_HEADER_H
#define EDGETOP_UI_LIVE_HEADER_H

#include "ui/scene/scene.h"
#include "ui/ui.h"

/* rect is one or two lines high. */
void header_draw(struct ui *ui, const struct scene *scene, struct rect rect);

#endif
