/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run's private network: a bridge of this host with two members, the host itself and the
 * environment of the present trial. Nothing is routed from it, but to one machine that was named.
 */
#ifndef EDGETOP_NETWORK_NETWORK_H
#define EDGETOP_NETWORK_NETWORK_H

#include "src/base/error.h"

#include <stdbool.h>
#include <sys/types.h>

enum { NETWORK_PREFIX_BITS = 24 };
/* The environment's card has this address everywhere. */
#define NETWORK_GUEST_MAC "02:65:74:00:00:02"

struct network {
    char bridge[16], port[16], tap[16]; /* names of interfaces */
    char host[16], guest[16];           /* addresses: 10.213.0.1, 10.213.0.2 */
    char server[16];                    /* the one machine outside that can be reached; "" = none */
};

/* Why none can be made here and what to do about it, for the doctor; "" = it can. Changes nothing.
 */
void network_probe(char *reason, size_t reason_size, char *hint, size_t hint_size);

/* Makes the bridge, in a range of addresses that this host knows nothing of, and with a server (an
 * address; NULL = none) the way to that. -1 with the error set: what failed, and how to mend it. */
int network_make(struct network *network, const char *server, struct error *error);
/* The same where someone removed it, with the addresses it had. Returns 1 where it was missing, 0
 * where it stands, -1 with the error set. */
int network_restore(struct network *network, struct error *error);
/* False where someone removed the bridge or took it down. */
bool network_is_up(const struct network *network);
/* Gives the process's network namespace a card in the network: eth0, with the guest's address. -1
 * with the error set. */
int network_plug(const struct network *network, pid_t pid, struct error *error);
/* Makes the tap device that a virtual machine's card is to be: network->tap. Root and that user may
 * open it. -1 with the error set. */
int network_make_tap(const struct network *network, uid_t user, struct error *error);
/* Takes the trial's card away, where there is one. */
void network_unplug(const struct network *network);
void network_remove(const struct network *network);
/* Removes those of dead engines. Returns how many there were. */
int network_sweep(void);

#endif
