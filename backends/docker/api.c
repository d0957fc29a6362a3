/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Docker Engine API over its unix socket. */
#define _GNU_SOURCE
#include "backends/docker/api.h"

#include "src/base/json.h"
#include "src/base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* This code follows the documentation of these API versions: Docker 19.03 to 27. */
enum { OLDEST_VERSION = 1040, NEWEST_VERSION = 1047 };

/* ---- the socket ---- */

const char *docker_api_socket(void)
{
    const char *host = getenv("DOCKER_HOST");
    if (!host || !*host)
        return "/var/run/docker.sock";
    return strncmp(host, "unix://", 7) == 0 ? host + 7 : NULL;
}

int docker_api_reach(void)
{
    const char *path = docker_api_socket();
    return path ? unix_http_reach(path) : EPROTONOSUPPORT;
}

/* ---- the daemon ---- */

/* "1.41" as 1041; 0 where the text is no version. */
static int parse_version(const char *text)
{
    int major, minor;
    return text && sscanf(text, "%d.%d", &major, &minor) == 2 ? major * 1000 + minor : 0;
}

static int negotiate(struct docker_api *api, const cJSON *reply, struct error *error)
{
    const char *software = json_string(reply, "Version");
    const char *offered = json_string(reply, "ApiVersion");
    int version = parse_version(offered);
    if (version < OLDEST_VERSION)
        return error_set(error, EXIT_NO_ENVIRONMENT,
                         "Docker %s is too old: its API version is %s, edgetop needs 1.%d",
                         software ? software : "", offered ? offered : "unknown",
                         OLDEST_VERSION % 1000);
    api->version = version < NEWEST_VERSION ? version : NEWEST_VERSION;
    snprintf(api->http.prefix, sizeof api->http.prefix, "/v%d.%d", api->version / 1000,
             api->version % 1000);
    snprintf(api->software, sizeof api->software, "%s", software ? software : "");
    api->software[strcspn(api->software, "+-~")] = '\0'; /* the distribution's suffix */
    text_make_printable(api->software);
    return 0;
}

int docker_api_open(struct docker_api *api, struct deadline deadline, struct error *error)
{
    *api = (struct docker_api){0};
    int failure = docker_api_reach();
    if (failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "Docker's daemon cannot be reached: %s",
                         strerror(failure));
    if (unix_http_open(&api->http, "Docker", "message", docker_api_socket(), error) != 0)
        return -1;
    JSON_FREE cJSON *reply = NULL;
    long status =
        docker_api_call(api, &(struct unix_http_request){.method = "GET", .path = "/version"},
                        deadline, &reply, error);
    return status == 200 ? negotiate(api, reply, error) : -1;
}

void docker_api_close(struct docker_api *api)
{
    unix_http_close(&api->http);
}

long docker_api_call(struct docker_api *api, const struct unix_http_request *request,
                     struct deadline deadline, cJSON **reply, struct error *error)
{
    return unix_http_call(&api->http, request, deadline, reply, error);
}
