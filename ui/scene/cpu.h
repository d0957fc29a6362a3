/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels of the environment's CPU during a trial. */
#ifndef EDGETOP_UI_SCENE_CPU_H
#define EDGETOP_UI_SCENE_CPU_H

#include "ui/scene/scene.h"

/* Draws all of rect, its frame included. */
void cpu_draw(const struct scene *scene, struct rect rect);
/* The last trial of every environment side by side on the same axes. */
void cpu_draw_multiples(const struct scene *scene, struct rect rect);
/* True where these are high enough to be read in rect. */
bool cpu_multiples_fit(const struct scene *scene, struct rect rect);

#endif
