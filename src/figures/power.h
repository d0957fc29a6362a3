/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power and energy of trials, from the machine's own sensor. */
#ifndef EDGETOP_FIGURES_POWER_H
#define EDGETOP_FIGURES_POWER_H

#include "src/model/model.h"

/* What the machine's power sensor says of a trial: MEASURE_POWER and MEASURE_ENERGY; NAN without
 * one. */
double figures_power_w(const struct model *model, const struct model_trial *trial);
double figures_energy_j(const struct model *model, const struct model_trial *trial);

#endif
