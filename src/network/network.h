/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run's private network: a bridge of this host with two members: the host itself and the
 * environment of the present trial. From it packets can reach one other machine, if the run names
 * one; nothing else is routed. */
#ifndef EDGETOP_NETWORK_NETWORK_H
#define EDGETOP_NETWORK_NETWORK_H

#include "src/base/error.h"

#include <stdbool.h>
#include <sys/types.h>

enum { NETWORK_PREFIX_BITS = 24 };
/* The MAC address of the environment's card, in every environment. */
#define NETWORK_GUEST_MAC "02:65:74:00:00:02"

struct network {
    char bridge[16], port[16], tap[16]; /* names of interfaces */
    char host[16], guest[16];           /* addresses: 10.213.0.1, 10.213.0.2 */
    char server[16];                    /* the one other machine that can be reached; "" = none */
};

/* For the doctor: why no network can be made here and what to do; "" = it can be made. Changes
 * nothing. */
void network_probe(char *reason, size_t reason_size, char *hint, size_t hint_size);

/* Makes the bridge, in a range of addresses that this host does not use, and the route to the
 * server (an address; NULL = none). -1 with the error set: what failed, and how to fix it. */
int network_make(struct network *network, const char *server, struct error *error);
/* Makes the bridge again if somebody removed it or took it down, with the same addresses. Returns 1
 * if it did, 0 if the bridge is up, -1 with the error set. */
int network_restore(struct network *network, struct error *error);
/* False if somebody removed the bridge or took it down. */
bool network_is_up(const struct network *network);
/* Adds a card, eth0 with the guest's address, to the process's network namespace. -1 with the error
 * set. */
int network_plug(const struct network *network, pid_t pid, struct error *error);
/* Makes the tap device for a virtual machine's card: network->tap. Root and the user may open it.
 * -1 with the error set. */
int network_make_tap(const struct network *network, uid_t user, struct error *error);
/* Removes the trial's card, if there is one. */
void network_unplug(const struct network *network);
void network_remove(const struct network *network);
/* Removes the interfaces of dead engines. Returns how many there were. */
int network_sweep(void);

#endif
