/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power and energy of trials, from the machine's own sensor. */
#ifndef EDGETOP_FIGURES_POWER_H
#define EDGETOP_FIGURES_POWER_H

#include "src/model/model.h"

/* MEASURE_POWER and MEASURE_ENERGY of a trial; NAN where the machine has no such sensor. */
double figures_power_w(const struct model *model, const struct model_trial *trial);
double figures_energy_j(const struct model *model, const struct model_trial *trial);

#endif
