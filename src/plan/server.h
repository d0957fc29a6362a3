/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another machine that the operator named as the server of network workloads. */
#ifndef EDGETOP_PLAN_SERVER_H
#define EDGETOP_PLAN_SERVER_H

#include "src/base/error.h"

struct server {
    char user[33], name[254], port[6]; /* of "user@name:port"; defaults: root, 22 */
    char address[16];                  /* of server_resolve() */
};

/* Splits the text into its parts; -1 with the error set. */
int server_parse(struct server *server, const char *text, struct error *error);
/* Looks up its IPv4 address; -1 with the error set. */
int server_resolve(struct server *server, struct error *error);

#endif
