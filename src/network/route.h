/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out of the run's private network: to one machine, by a NAT rule of ours. */
#ifndef EDGETOP_NETWORK_ROUTE_H
#define EDGETOP_NETWORK_ROUTE_H

#include "src/network/network.h"

/* Opens the way to network->server. Where this host does not forward what the interface towards it
 * receives, that is switched on for this interface, for the run, and all that would newly be
 * forwarded is dropped. -1 with the error set. */
int route_open(struct network *network, struct error *error);
/* Closes it: all is as it was. */
void route_close(const struct network *network);
/* Closes the way that a dead engine's network had. */
void route_sweep(pid_t owner);

#endif
