/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that several panels print. */
#include "ui/scene/scene.h"

#include "ui/draw/wrap.h"

static const struct model_workload *scene_workload(const struct scene *scene)
{
    return scene->workload < 0 ? NULL : &scene->model->workloads[scene->workload];
}

const char *scene_env_name(const struct scene *scene, int env)
{
    return env < 0 || !scene->model->envs[env].name ? "?" : scene->model->envs[env].name;
}

const char *scene_env_label(const struct scene *scene, int env)
{
    return env < 0 ? "?" : scene->model->envs[env].label;
}

#define EMULATED   " (TCG)"
#define NAME_LEAST 4 /* least columns of a cut name before a mark */

static const char *scene_mark(const struct scene *scene, int env)
{
    return env >= 0 && scene->model->envs[env].emulated ? EMULATED : "";
}

int scene_env_draw(const struct scene *scene, int env, int y, int x, int width)
{
    const char *name = scene_env_name(scene, env), *mark = scene_mark(scene, env);
    int room = width - pen_width(mark);
    if (pen_width(scene_env_label(scene, env)) <= width)
        return pen_text(y, x, width, theme_env(env), scene_env_label(scene, env));
    if (pen_width(name) > room && room < NAME_LEAST)
        return wrap_cut(y, x, width, theme_env(env), name);
    int used = wrap_cut(y, x, room, theme_env(env), name);
    return used + pen_text(y, x + used, width - used, theme_env(env), mark);
}

int scene_env_width(const struct scene *scene, int env)
{
    return pen_width(scene_env_name(scene, env)) + pen_width(scene_mark(scene, env));
}

int scene_names_width(const struct scene *scene)
{
    int widest = 0;
    for (int env = 0; env < (int)scene->model->env_count; env++)
        widest = layout_larger(widest, scene_env_width(scene, env));
    return widest;
}

const char *scene_workload_name(const struct scene *scene)
{
    const struct model_workload *workload = scene_workload(scene);
    return workload && workload->name ? workload->name : "?";
}

bool scene_has_inferences(const struct scene *scene)
{
    const struct model_workload *workload = scene_workload(scene);
    return primary_from_name(workload ? workload->primary_name : NULL) == PRIMARY_INFERENCE;
}

bool scene_has_sweep(const struct scene *scene)
{
    const struct model_workload *workload = scene_workload(scene);
    return workload && workload->sweep;
}

const char *scene_primary_unit(const struct scene *scene)
{
    const struct model_workload *workload = scene_workload(scene);
    return workload && workload->primary_unit ? workload->primary_unit : "";
}
