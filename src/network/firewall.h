/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets the private network through this host's firewall, such as the rules of Docker or ufw: a
 * packet that one table accepts may still be dropped by another. */
#ifndef EDGETOP_NETWORK_FIREWALL_H
#define EDGETOP_NETWORK_FIREWALL_H

#include "src/network/network.h"

/* Adds rules at the head of this host's filter chains: the environment may reach the ports of the
 * host's side, and network->server. Does nothing where there is no nft. -1 with the error set. */
int firewall_open(const struct network *network, struct error *error);
/* Removes the rules of the network with this bridge. */
void firewall_close(const char *bridge);

#endif
