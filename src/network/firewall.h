/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private network's way through a firewall of this host's own, such as Docker's rules or ufw's:
 * what one table accepts another may still drop. */
#ifndef EDGETOP_NETWORK_FIREWALL_H
#define EDGETOP_NETWORK_FIREWALL_H

#include "src/network/network.h"

/* Puts rules of ours first where this host filters: the environment may speak to the ports of the
 * host's side, and to network->server. Does nothing where there is no nft. -1 with the error set.
 */
int firewall_open(const struct network *network, struct error *error);
/* Takes the rules of the network with this bridge out again. */
void firewall_close(const char *bridge);

#endif
