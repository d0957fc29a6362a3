/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The route out of the run's private network. A file says what to restore if the engine dies. */
#define _GNU_SOURCE
#include "src/network/route.h"

#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/util.h"
#include "src/network/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char cannot_open[] = "cannot open a route to the server";

/* ---- forwarding by the interface towards the server ---- */

static char *forwarding_path(const char *interface)
{
    return util_format("/proc/sys/net/ipv4/conf/%s/forwarding", interface);
}

/* -1 with the error set. */
static int set_forwarding(const char *interface, const char *value, struct error *error)
{
    UTIL_FREE char *path = forwarding_path(interface);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && file_write_all(fd, value, 1) == 0)
        return 0;
    return error_set(error, EXIT_NO_ENVIRONMENT, "%s: cannot write %s: %s", cannot_open, path,
                     strerror(errno));
}

/* The file that names the interface where forwarding must be switched off again (heap). */
static char *note_path(pid_t owner)
{
    UTIL_FREE char *folder = paths_runtime();
    file_make_dirs(folder);
    return util_format("%s/forwarding-%d", folder, (int)owner);
}

/* -1 with the error set. */
static int write_note(const char *interface, struct error *error)
{
    UTIL_FREE char *path = note_path(getpid());
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0 && file_write_all(fd, interface, strlen(interface)) == 0)
        return 0;
    return error_set(error, EXIT_MACHINE, "%s: cannot write %s: %s", cannot_open, path,
                     strerror(errno));
}

static void restore_forwarding(pid_t owner)
{
    UTIL_FREE char *path = note_path(owner);
    char interface[32];
    if (!file_read_line(path, interface, sizeof interface))
        return;
    set_forwarding(interface, "0", NULL);
    unlink(path);
}

/* Switches forwarding on; *switched_on is true if it was off. */
static int forward(const char *interface, bool *switched_on, struct error *error)
{
    UTIL_FREE char *path = forwarding_path(interface);
    *switched_on = file_read_number(path) == 0;
    if (!*switched_on)
        return 0;
    return write_note(interface, error) || set_forwarding(interface, "1", error) ? -1 : 0;
}

/* ---- rules ---- */

/* Makes a table for this run alone. The packets that it drops were not forwarded before either. */
static int make_rules(const struct network *network, const char *uplink, bool was_off,
                      struct error *error)
{
    UTIL_FREE char *others =
        was_off ? util_format("iifname \"%s\" oifname != \"%s\" drop;", uplink, network->bridge)
                : util_strdup("");
    UTIL_FREE char *commands =
        util_format("table ip %1$s {\n"
                    "  chain out { type nat hook postrouting priority 100;\n"
                    "    iifname \"%1$s\" ip daddr %2$s masquerade; }\n"
                    "  chain through { type filter hook forward priority 0; %3$s\n"
                    "    iifname \"%1$s\" ip daddr != %2$s drop;\n"
                    "    oifname \"%1$s\" ip saddr != %2$s drop; }\n"
                    "}\n",
                    network->bridge, network->server, others);
    return tool_nft(commands, cannot_open, error);
}

/* The interface towards the server (heap); NULL where the server is this host itself, or with the
 * error set. */
static char *find_uplink(const char *server, struct error *error)
{
    char *const argv[] = {"ip", "-4", "-json", "route", "get", (char *)server, NULL};
    JSON_FREE cJSON *routes = tool_json(argv, cannot_open, error);
    const cJSON *route = cJSON_GetArrayItem(routes, 0);
    const char *type = json_string(route, "type");
    return type && strcmp(type, "local") == 0 ? NULL : util_strdup(json_string(route, "dev"));
}

int route_open(struct network *network, struct error *error)
{
    struct error reason = {0};
    bool switched_on = false;
    UTIL_FREE char *uplink = find_uplink(network->server, &reason);
    if (!uplink)
        return *reason.text ? error_set(error, reason.code, "%s", reason.text) : 0;
    if (forward(uplink, &switched_on, error) || make_rules(network, uplink, switched_on, error) ||
        set_forwarding(network->bridge, "1", error)) {
        route_close(network);
        return -1;
    }
    return 0;
}

static void remove_rules(const char *table)
{
    /* The table is added first, because deleting one that does not exist is an error. */
    UTIL_FREE char *commands = util_format("add table ip %1$s\ndelete table ip %1$s\n", table);
    tool_nft(commands, "", NULL);
}

void route_close(const struct network *network)
{
    if (!*network->server)
        return;
    remove_rules(network->bridge);
    restore_forwarding(getpid());
}

void route_sweep(pid_t owner)
{
    UTIL_FREE char *table = util_format("edgetop%d", (int)owner);
    remove_rules(table);
    restore_forwarding(owner);
}
