/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panels draw from: a model as of a moment, and what is chosen. */
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

#endif
