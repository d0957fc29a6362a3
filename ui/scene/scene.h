/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panels of Live draw from: a model as of a moment, and what is chosen. */
#ifndef EDGETOP_UI_SCENE_SCENE_H
#define EDGETOP_UI_SCENE_SCENE_H

#include "src/figures/figures.h"
#include "src/model/model.h"
#include "ui/draw/pen.h"

struct scene {
    const struct model *model;
    unsigned serial;                 /* of the run, for what is kept between redraws */
    const struct model_trial *trial; /* shown; NULL before the first */
    int workload;                    /* -1 before the first trial */
    double t, limit_t; /* the moment, and the last one known to the screen (after t: cursor) */
    enum measure measure;
    bool published; /* the study's column beside ours */
};

/* Names for titles: "?" where unknown. */
const char *scene_env_name(const struct scene *scene, int env);
/* The same, and that it is emulated where it is. */
const char *scene_env_label(const struct scene *scene, int env);
/* The same in what `width` allows, drawn: the name cut, "(TCG)" for emulated; the columns used. */
int scene_env_draw(const struct scene *scene, int env, int y, int x, int width);
/* Columns of the name and its "(TCG)"; of the longest. */
int scene_env_width(const struct scene *scene, int env);
int scene_names_width(const struct scene *scene);
const char *scene_workload_name(const struct scene *scene);
/* True where the workload's primary metric is one inference. */
bool scene_has_inferences(const struct scene *scene);
/* True where its metrics are measured over a parameter. */
bool scene_has_sweep(const struct scene *scene);
/* "inferences, ms" or "events, events/s". */
const char *scene_primary_unit(const struct scene *scene);

/* Panels; each draws all of rect, its frame included. */
void cpu_draw(const struct scene *scene, struct rect rect);
/* The last trial of every environment side by side on the same axes; whether these are of a
 * readable height there. */
void cpu_draw_multiples(const struct scene *scene, struct rect rect);
bool cpu_multiples_fit(const struct scene *scene, struct rect rect);
void cores_draw(const struct scene *scene, struct rect rect);
void curves_draw(const struct scene *scene, struct rect rect);

/* The histogram keeps what it has counted between redraws. */
struct values_cache;
struct values_cache *values_new(void);
void values_free(struct values_cache *cache);
void values_draw(struct values_cache *cache, const struct scene *scene, struct rect rect);

/* Metrics over the sweep of a workload that has one, in place of the histogram. */
struct sweep_cache;
struct sweep_cache *sweep_new(void);
void sweep_free(struct sweep_cache *cache);
void sweep_draw(struct sweep_cache *cache, const struct scene *scene, struct rect rect);

/* The order keeps the values of trials that have ended. */
struct order_cache;
struct order_cache *order_new(void);
void order_free(struct order_cache *cache);
void order_draw(struct order_cache *cache, const struct scene *scene, struct rect rect);

/* The table keeps the tests, which take too long for every redraw: while they are out of date it
 * draws without them, and table_settle computes them, one pair of environments a call (true: draw,
 * and call it again). */
struct table_cache;
struct table_cache *table_new(void);
void table_free(struct table_cache *cache);
void table_draw(struct table_cache *cache, const struct scene *scene, struct rect rect);
bool table_settle(struct table_cache *cache, const struct scene *scene);

#endif
