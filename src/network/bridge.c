/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run's private network, made with ip(8): a few commands before and after a trial. */
#define _GNU_SOURCE
#include "src/base/file.h"
#include "src/base/program.h"
#include "src/base/util.h"
#include "src/network/addresses.h"
#include "src/network/firewall.h"
#include "src/network/network.h"
#include "src/network/route.h"
#include "src/network/tool.h"

#include <ifaddrs.h>
#include <linux/capability.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The name of an interface is one of these and the engine's pid. */
static const char *const prefixes[] = {"edgetop", "edgeport", "edgetap"};

#define BRIDGE_MAC "02:65:74:00:00:01"

/* ---- the bridge ---- */

static const char cannot_make[] = "cannot make the run's private network";

void network_probe(char *reason, size_t reason_size, char *hint, size_t hint_size)
{
    uint64_t effective = 0;
    *reason = *hint = '\0';
    UTIL_FREE char *status = file_read("/proc/self/status", NULL);
    const char *found = status ? strstr(status, "\nCapEff:") : NULL;
    if (found)
        effective = strtoull(found + strlen("\nCapEff:"), NULL, 16);
    const uint64_t needed = 1ULL << CAP_NET_ADMIN | 1ULL << CAP_SYS_ADMIN;
    UTIL_FREE char *ip = program_find("ip");
    if ((effective & needed) != needed) {
        snprintf(reason, reason_size, "a private network needs root privileges");
        snprintf(hint, hint_size, "run edgetop with sudo");
    } else if (!ip) {
        snprintf(reason, reason_size, "the program ip is not installed");
        snprintf(hint, hint_size, "sudo apt-get install iproute2 nftables");
    }
}

static int make_bridge(struct network *network, struct error *error)
{
    UTIL_FREE char *commands = util_format("link add %1$s address " BRIDGE_MAC
                                           " type bridge forward_delay 0 mcast_snooping 0\n"
                                           "address add %2$s/%3$d dev %1$s\n"
                                           "link set %1$s up\n",
                                           network->bridge, network->host, NETWORK_PREFIX_BITS);
    if (tool_ip(0, commands, cannot_make, error) == 0 && firewall_open(network, error) == 0 &&
        (!*network->server || route_open(network, error) == 0))
        return 0;
    network_remove(network);
    return -1;
}

int network_make(struct network *network, const char *server, struct error *error)
{
    snprintf(network->server, sizeof network->server, "%s", server ? server : "");
    char *names[] = {network->bridge, network->port, network->tap};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        snprintf(names[i], sizeof network->bridge, "%s%d", prefixes[i], (int)getpid());
    return addresses_choose(network, error) || make_bridge(network, error) ? -1 : 0;
}

bool network_is_up(const struct network *network)
{
    struct ifaddrs *all = NULL;
    bool up = false;
    if (getifaddrs(&all) != 0)
        return true; /* unknown */
    for (const struct ifaddrs *one = all; one; one = one->ifa_next)
        up |= strcmp(one->ifa_name, network->bridge) == 0 && (one->ifa_flags & IFF_UP);
    freeifaddrs(all);
    return up;
}

int network_restore(struct network *network, struct error *error)
{
    if (network_is_up(network))
        return 0;
    network_remove(network); /* it may exist and be down */
    return make_bridge(network, error) ? -1 : 1;
}

/* ---- cards ---- */

int network_plug(const struct network *network, pid_t pid, struct error *error)
{
    UTIL_FREE char *outside = util_format(
        "link add %1$s type veth peer name eth0 address " NETWORK_GUEST_MAC " netns %3$d\n"
        "link set %1$s master %2$s up\n",
        network->port, network->bridge, (int)pid);
    UTIL_FREE char *route =
        *network->server ? util_format("route add %s via %s\n", network->server, network->host)
                         : util_strdup("");
    UTIL_FREE char *inside = util_format("address add %s/%d dev eth0\n"
                                         "link set eth0 up\n%s",
                                         network->guest, NETWORK_PREFIX_BITS, route);
    return tool_ip(0, outside, "cannot connect the environment to the run's private network",
                   error) ||
                   tool_ip(pid, inside, "cannot set the environment's address", error)
               ? -1
               : 0;
}

int network_make_tap(const struct network *network, uid_t user, struct error *error)
{
    UTIL_FREE char *commands = util_format("tuntap add %1$s mode tap vnet_hdr user %3$u\n"
                                           "link set %1$s master %2$s up\n",
                                           network->tap, network->bridge, (unsigned)user);
    return tool_ip(0, commands, "cannot make the machine's network device", error);
}

static bool interface_exists(const char *name)
{
    return if_nametoindex(name) > 0;
}

static void remove_interface(const char *name)
{
    UTIL_FREE char *command = util_format("link delete %s\n", name);
    if (interface_exists(name))
        tool_ip(0, command, "", NULL);
}

void network_unplug(const struct network *network)
{
    remove_interface(network->port);
    remove_interface(network->tap);
}

void network_remove(const struct network *network)
{
    network_unplug(network);
    route_close(network);
    firewall_close(network->bridge);
    remove_interface(network->bridge);
}

/* The engine's pid in an interface's name; 0 if the interface is not edgetop's. */
static pid_t owner_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(prefixes); i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], length) == 0 && name[length] &&
            strspn(name + length, "0123456789") == strlen(name + length))
            return (pid_t)atoi(name + length);
    }
    return 0;
}

int network_sweep(void)
{
    int removed = 0;
    struct if_nameindex *all = if_nameindex();
    for (const struct if_nameindex *one = all; one && one->if_name; one++) {
        pid_t owner = owner_of(one->if_name);
        if (owner == 0 || (owner != getpid() && program_is_edgetop(owner)))
            continue;
        UTIL_FREE char *bridge = util_format("%s%d", prefixes[0], (int)owner);
        route_sweep(owner);
        firewall_close(bridge);
        remove_interface(one->if_name);
        removed++;
    }
    if (all)
        if_freenameindex(all);
    return removed;
}
