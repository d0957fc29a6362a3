/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guest program's part in the run's private network. */
#ifndef EDGETOP_GUEST_NETWORK_H
#define EDGETOP_GUEST_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

/* Waits until the card has the address and its cable is plugged in. The setting is
 * "10.213.0.2/24", or "10.213.0.2/24,10.213.0.1,SERVER" with a router to a server. In a virtual
 * machine (`ours`) this function gives the card its address and route. Returns false with the
 * reason. */
bool guest_network_await(const char *setting, bool ours, char *reason, size_t size);

#endif
