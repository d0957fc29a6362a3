/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses of the run's private network. */
#ifndef EDGETOP_NETWORK_ADDRESSES_H
#define EDGETOP_NETWORK_ADDRESSES_H

#include "src/network/network.h"

/* Sets network->host and network->guest in the first private range that no route of this host
 * leads into. -1 with the error set. */
int addresses_choose(struct network *network, struct error *error);

#endif
