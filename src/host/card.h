/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host's end of an environment's network card: its traffic, for environments of any kind. */
#ifndef EDGETOP_HOST_CARD_H
#define EDGETOP_HOST_CARD_H

struct host_card;

/* The interface of that name, which need not exist yet. Descriptors stay open between readings.
 * `root` is "" except in tests, where it stands before /sys. */
struct host_card *host_card_open(const char *root, const char *name);
/* Bytes that the environment has sent and received since the interface was made; NAN while there is
 * none, or where card is NULL. */
void host_card_read(struct host_card *card, double *sent_bytes, double *received_bytes);
void host_card_close(struct host_card *card);

#endif
