/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of a Firecracker process, configured and started through its API. */
#define _GNU_SOURCE
#include "backends/firecracker/boot.h"

#include "backends/process/unix_http.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

enum { API_WAIT_MS = 2 }; /* between attempts to reach the API socket */

static int await_socket(int pid_fd, const char *socket, struct deadline deadline,
                        struct error *error)
{
    int failure;
    while ((failure = unix_http_reach(socket)) == ENOENT || failure == ECONNREFUSED) {
        struct pollfd polled[] = {{.fd = pid_fd, .events = POLLIN},
                                  {.fd = deadline.cancel_fd, .events = POLLIN}};
        poll(polled, ARRAY_LENGTH(polled), API_WAIT_MS);
        if (polled[0].revents)
            return error_set(error, EXIT_TRIALS_FAILED,
                             "Firecracker ended before its API was ready");
        if (polled[1].revents)
            return error_set(error, EXIT_CANCELLED, "cancelled");
        if (util_now_s() >= deadline.at_s)
            return error_set(error, EXIT_TRIALS_FAILED, "Firecracker's API was not ready in time");
    }
    if (failure)
        return error_set(error, EXIT_TRIALS_FAILED, "Firecracker's API at %s: %s", socket,
                         strerror(failure));
    return 0;
}

static int put(struct unix_http *http, const char *path, const cJSON *body,
               struct deadline deadline, struct error *error)
{
    struct unix_http_request request = {.method = "PUT", .path = path, .body = body};
    return unix_http_call(http, &request, deadline, NULL, error) == 204 ? 0 : -1;
}

/* Devices of one kind. The path of each is the kind and the device's name, which is its first
 * member. */
static int put_devices(struct unix_http *http, const cJSON *devices, struct deadline deadline,
                       struct error *error)
{
    const cJSON *device;
    cJSON_ArrayForEach(device, devices)
    {
        UTIL_FREE char *path = util_format("/%s/%s", devices->string, device->child->valuestring);
        if (put(http, path, device, deadline, error))
            return -1;
    }
    return 0;
}

/* The path of each part of the configuration is its name. */
static int put_config(struct unix_http *http, const cJSON *config, struct deadline deadline,
                      struct error *error)
{
    const cJSON *part;
    cJSON_ArrayForEach(part, config)
    {
        UTIL_FREE char *path = util_format("/%s", part->string);
        if (cJSON_IsArray(part) ? put_devices(http, part, deadline, error)
                                : put(http, path, part, deadline, error))
            return -1;
    }
    return 0;
}

int firecracker_boot(const char *socket, int pid_fd, const cJSON *config, struct deadline deadline,
                     struct error *error)
{
    JSON_FREE cJSON *action = cJSON_CreateObject();
    struct unix_http http = {0};
    cJSON_AddStringToObject(action, "action_type", "InstanceStart");
    int result = await_socket(pid_fd, socket, deadline, error) ||
                         unix_http_open(&http, "Firecracker", "fault_message", socket, error) ||
                         put_config(&http, config, deadline, error) ||
                         put(&http, "/actions", action, deadline, error)
                     ? -1
                     : 0;
    unix_http_close(&http);
    return result;
}
