/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the trials of an environment are steady inside, in one word. */
#ifndef EDGETOP_UI_LIVE_STEADY_H
#define EDGETOP_UI_LIVE_STEADY_H

#include "src/figures/steadiness.h"
#include "ui/scene/scene.h"

/* Keeps the class of each trial that has ended: it never changes, and takes too long for each
 * redraw. */
struct steady_cache;
struct steady_cache *steady_new(void);
void steady_free(struct steady_cache *cache);
/* Classifies trials that have ended, for some milliseconds; returns true when the screen must be
 * drawn and this called again. */
bool steady_settle(struct steady_cache *cache, const struct scene *scene);

/* The class of most counted trials of the environment and the scene's workload, of those that have
 * a class; where two classes have as many, that of the later trial. */
enum steadiness steady_of(const struct steady_cache *cache, const struct scene *scene, int env);
/* Its name; "" where it is unknown. */
const char *steady_word(enum steadiness steadiness);

#endif
