/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifests: members that only some of them have. */
#ifndef EDGETOP_PLAN_MANIFEST_EXTRAS_H
#define EDGETOP_PLAN_MANIFEST_EXTRAS_H

#include "src/base/error.h"
#include "src/base/json_file.h"
#include "src/plan/workload.h"

/* Reads options, sweep, progress, scratch, patterns and files; -1 with the error set. */
int manifest_read_extras(struct workload *workload, const struct json_file *file, bool own,
                         struct error *error);

#endif
