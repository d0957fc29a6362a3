/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The route out of the run's private network, to one machine, by NAT. */
#ifndef EDGETOP_NETWORK_ROUTE_H
#define EDGETOP_NETWORK_ROUTE_H

#include "src/network/network.h"

/* Opens the route to network->server. If this host does not forward packets that come in by the
 * interface towards the server, forwarding is switched on for that interface during the run, and
 * all other packets that this would forward are dropped. -1 with the error set. */
int route_open(struct network *network, struct error *error);
/* Closes it; all settings are as before. */
void route_close(const struct network *network);
/* Closes the route of a dead engine's network. */
void route_sweep(pid_t owner);

#endif
