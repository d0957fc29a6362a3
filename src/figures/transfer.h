/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much a trial has sent of what its workload says that it sends. */
#ifndef EDGETOP_FIGURES_TRANSFER_H
#define EDGETOP_FIGURES_TRANSFER_H

#include "src/model/model.h"

/* Bytes that a trial has sent by t since its steady phase began, and all that it will send, where
 * its workload says that; NAN where unknown, and before that phase. */
struct figures_transfer {
    double sent_bytes, whole_bytes; /* sent_bytes <= whole_bytes */
};
struct figures_transfer figures_transfer(const struct model *model, const struct model_trial *trial,
                                         double t);

#endif
