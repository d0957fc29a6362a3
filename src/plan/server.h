/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine outside that the operator named for workloads of the network. */
#ifndef EDGETOP_PLAN_SERVER_H
#define EDGETOP_PLAN_SERVER_H

#include "src/base/error.h"

struct server {
    char user[33], name[254], port[6]; /* of "user@name:port"; without a user or port: root, 22 */
    char address[16];                  /* of server_resolve() */
};

/* Takes the text apart; -1 with the error set. */
int server_parse(struct server *server, const char *text, struct error *error);
/* Looks up its IPv4 address; -1 with the error set. */
int server_resolve(struct server *server, struct error *error);

#endif
