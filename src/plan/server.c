/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another machine that the operator named as the server. */
#define _GNU_SOURCE
#include "src/plan/server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The name goes into the configuration of other programs: no other letters are allowed. */
static const char name_letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

/* Copies a part; -1 when it is empty, too long, or has other letters. */
static int take(char *part, size_t size, const char *text, size_t length, const char *letters)
{
    if (length == 0 || length >= size || strspn(text, letters) < length || *text == '-')
        return -1;
    memcpy(part, text, length);
    part[length] = '\0';
    return 0;
}

int server_parse(struct server *server, const char *text, struct error *error)
{
    const char *at = strchr(text, '@'), *name = at ? at + 1 : text, *colon = strchr(name, ':');
    *server = (struct server){.user = "root", .port = "22"};
    if ((!at ||
         take(server->user, sizeof server->user, text, (size_t)(at - text), name_letters) == 0) &&
        take(server->name, sizeof server->name, name, strcspn(name, ":"), name_letters) == 0 &&
        (!colon || (take(server->port, sizeof server->port, colon + 1, strlen(colon + 1),
                         "0123456789") == 0 &&
                    atoi(server->port) > 0 && atoi(server->port) < 65536)))
        return 0;
    return error_set(error, EXIT_USAGE, "server %s: must be HOST, USER@HOST or USER@HOST:PORT",
                     text);
}

int server_resolve(struct server *server, struct error *error)
{
    const struct addrinfo wanted = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int failure = getaddrinfo(server->name, NULL, &wanted, &found);
    if (failure)
        return error_set(error, EXIT_USAGE, "server %s: %s", server->name, gai_strerror(failure));
    const struct sockaddr_in *first = (const struct sockaddr_in *)(const void *)found->ai_addr;
    inet_ntop(AF_INET, &first->sin_addr, server->address, sizeof server->address);
    freeaddrinfo(found);
    if (strncmp(server->address, "127.", 4) != 0)
        return 0;
    return error_set(
        error, EXIT_USAGE,
        "server %s: %s is each environment's own address; leave out --server to use this host",
        server->name, server->address);
}
