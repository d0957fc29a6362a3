/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the manifests of workloads. */
#ifndef EDGETOP_PLAN_MANIFEST_H
#define EDGETOP_PLAN_MANIFEST_H

#include "src/base/error.h"
#include "src/plan/workload.h"

/* Reads all workloads of the source tree and of paths_workloads(), sorted by name; -1 with the
 * error set when a manifest is malformed or two have the same name. */
int manifest_load(struct workload **list, size_t *count, struct error *error);
/* Reads those of one folder. `own`: they are the operator's. */
int manifest_load_folder(const char *folder, bool own, struct workload **list, size_t *count,
                         struct error *error);
/* Reads one manifest, which lies in a folder of that name; workload_clear() it in any case. */
int manifest_read(struct workload *workload, const char *path, const char *folder, bool own,
                  struct error *error);

#endif
