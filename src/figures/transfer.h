/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a trial is that sends what its workload says. */
#ifndef EDGETOP_FIGURES_TRANSFER_H
#define EDGETOP_FIGURES_TRANSFER_H

#include "src/model/model.h"

/* What a trial has sent by t since its steady phase began, at most all of it, and what all is,
 * where its workload says that; NAN where unknown, and before that phase. */
struct figures_transfer {
    double sent_bytes, whole_bytes;
};
struct figures_transfer figures_transfer(const struct model *model, const struct model_trial *trial,
                                         double t);

#endif
