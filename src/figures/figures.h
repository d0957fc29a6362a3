/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: what screens and reports say about a model as of a moment, each named and defined once.
 * All are cheap enough for every redraw, but for figures_compare and figures_inferences. */
#ifndef EDGETOP_FIGURES_FIGURES_H
#define EDGETOP_FIGURES_FIGURES_H

#include "src/figures/compare.h"
#include "src/figures/cpu.h"
#include "src/figures/drift.h"
#include "src/figures/inferences.h"
#include "src/figures/measure.h"
#include "src/figures/metric.h"
#include "src/figures/power.h"
#include "src/figures/series.h"
#include "src/figures/stats.h"
#include "src/figures/sweep.h"
#include "src/figures/time_left.h"
#include "src/figures/transfer.h"

#endif
