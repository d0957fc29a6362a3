/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The task of a trial, as the backend takes it. */
#include "src/engine/trial_task.h"

struct trial_spec trial_task_spec(const struct trial_setting *setting,
                                  const struct trial_task *task)
{
    return (struct trial_spec){.environment = task->environment,
                               .image = setting->image,
                               .run_name = setting->run_name,
                               .trial = task->number,
                               .argv = task->work->argv,
                               .volumes = task->work->volumes,
                               .volume_count = task->work->volume_count,
                               .cpus = setting->cpus,
                               .cpu_count = setting->cpu_count,
                               .memory_bytes = setting->memory_bytes};
}
