/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that several panels print. */
#include "ui/scene.h"

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

const char *scene_primary_unit(const struct scene *scene)
{
    const struct model_workload *workload = scene_workload(scene);
    return workload && workload->primary_unit ? workload->primary_unit : "";
}
