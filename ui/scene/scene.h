/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panels draw: a model at a moment, and what the operator chose. */
#ifndef EDGETOP_UI_SCENE_SCENE_H
#define EDGETOP_UI_SCENE_SCENE_H

#include "src/figures/figures.h"
#include "src/model/model.h"
#include "ui/draw/pen.h"

struct scene {
    const struct model *model;
    unsigned serial;                 /* of the run, for what panels keep between redraws */
    const struct model_trial *trial; /* the trial that is shown; NULL before the first */
    int workload;                    /* -1 before the first trial */
    double t, limit_t; /* the moment that is shown, and the last one that the screen knows */
    enum measure measure;
    bool published; /* show the study's figures beside ours */
};

/* Names for titles: "?" if unknown. */
const char *scene_env_name(const struct scene *scene, int env);
/* The same, with "emulated (TCG)" if it is emulated. */
const char *scene_env_label(const struct scene *scene, int env);
/* Draws the same in `width` columns: with "(TCG)" for emulated, and the name cut if needed. Returns
 * the columns used. */
int scene_env_draw(const struct scene *scene, int env, int y, int x, int width);
/* Columns of a name with its "(TCG)"; of the longest one. */
int scene_env_width(const struct scene *scene, int env);
int scene_names_width(const struct scene *scene);
const char *scene_workload_name(const struct scene *scene);
/* True if the workload's primary metric is the time of an inference. */
bool scene_has_inferences(const struct scene *scene);
/* True if its metrics are measured over a parameter. */
bool scene_has_sweep(const struct scene *scene);
/* "ms", "events/s". */
const char *scene_primary_unit(const struct scene *scene);

#endif
