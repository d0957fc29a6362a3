/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panels of Live, one file for each. Each draws all of rect, its frame included. */
#ifndef EDGETOP_UI_LIVE_PANELS_H
#define EDGETOP_UI_LIVE_PANELS_H

#include "ui/scene/scene.h"

void cores_draw(const struct scene *scene, struct rect rect);
void curves_draw(const struct scene *scene, struct rect rect);

/* The histogram keeps what it has counted between redraws. */
struct values_cache;
struct values_cache *values_new(void);
void values_free(struct values_cache *cache);
void values_draw(struct values_cache *cache, const struct scene *scene, struct rect rect);

/* The metrics of a workload that has a sweep, over its parameter, in place of the histogram. */
struct sweep_cache;
struct sweep_cache *sweep_new(void);
void sweep_free(struct sweep_cache *cache);
void sweep_draw(struct sweep_cache *cache, const struct scene *scene, struct rect rect);

/* The sequence keeps the values of trials that have ended. */
struct sequence_cache;
struct sequence_cache *sequence_new(void);
void sequence_free(struct sequence_cache *cache);
void sequence_draw(struct sequence_cache *cache, const struct scene *scene, struct rect rect);

/* The table keeps the results of the tests, which take too long for each redraw. While they are out
 * of date, it draws without them; each call of table_settle compares one pair of environments and
 * returns true when the screen must be drawn and table_settle called again. */
struct table_cache;
struct table_cache *table_new(void);
void table_free(struct table_cache *cache);
void table_draw(struct table_cache *cache, const struct scene *scene, struct rect rect);
bool table_settle(struct table_cache *cache, const struct scene *scene);

#endif
