/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses of the run's private network. */
#define _GNU_SOURCE
#include "src/network/addresses.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/network/tool.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* True if a route of the host leads into the range; routes to (almost) everywhere do not count. */
static bool meets_route(uint32_t range, const char *destination)
{
    char text[32];
    struct in_addr address;
    snprintf(text, sizeof text, "%s", destination);
    char *slash = strchr(text, '/');
    int bits = slash ? atoi(slash + 1) : 32;
    if (slash)
        *slash = '\0';
    if (bits < 8 || inet_pton(AF_INET, text, &address) != 1) /* half of all, or "default" */
        return false;
    uint32_t mask = ~0U << (32 - (bits < NETWORK_PREFIX_BITS ? bits : NETWORK_PREFIX_BITS));
    return ((ntohl(address.s_addr) ^ range) & mask) == 0;
}

static bool is_free(uint32_t range, const cJSON *routes)
{
    const cJSON *route;
    cJSON_ArrayForEach(route, routes)
    {
        const char *destination = json_string(route, "dst");
        if (destination && meets_route(range, destination))
            return false;
    }
    return true;
}

static void set_addresses(struct network *network, uint32_t range)
{
    char *texts[] = {network->host, network->guest};
    for (uint32_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        struct in_addr address = {.s_addr = htonl(range + i + 1)};
        inet_ntop(AF_INET, &address, texts[i], sizeof network->host);
    }
}

/* The first of a few private ranges that is free here. */
int addresses_choose(struct network *network, struct error *error)
{
    static const uint32_t bases[] = {0x0ad50000 /* 10.213 */, 0xac1e0000 /* 172.30 */,
                                     0xc0a80000 /* 192.168 */};
    char *const argv[] = {"ip", "-4", "-json", "route", "show", "table", "all", NULL};
    JSON_FREE cJSON *routes = tool_json(argv, "cannot read the routes of this host", error);
    if (!routes)
        return -1;
    for (size_t i = 0; i < ARRAY_LENGTH(bases); i++)
        for (uint32_t third = 0; third < 256; third++)
            if (is_free(bases[i] + (third << 8), routes)) {
                set_addresses(network, bases[i] + (third << 8));
                return 0;
            }
    return error_set(error, EXIT_NO_ENVIRONMENT,
                     "this host already has routes into all private ranges that edgetop tries");
}
