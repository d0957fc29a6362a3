/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Docker: trials in containers, through the Engine API. */
#define _GNU_SOURCE
#include "backends/docker/docker.h"

#include "backends/docker/api.h"
#include "backends/docker/container.h"
#include "backends/docker/fix.h"
#include "backends/docker/image.h"
#include "backends/docker/probe.h"
#include "backends/docker/trial.h"
#include "src/base/json.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <stdlib.h>

static const double LIST_S = 5;     /* for the list of containers */
static const double DESTROY_S = 15; /* removing one container */

static bool engine_lives(const cJSON *container)
{
    const cJSON *labels = cJSON_GetObjectItemCaseSensitive(container, "Labels");
    const char *pid = json_string(labels, DOCKER_PID_LABEL);
    return pid && program_is_edgetop((pid_t)atoi(pid));
}

static int remove_listed(struct docker_api *api, const cJSON *containers, struct error *error)
{
    const cJSON *container;
    int removed = 0;
    cJSON_ArrayForEach(container, containers)
    {
        if (engine_lives(container))
            continue;
        UTIL_FREE char *path =
            util_format("/containers/%s?force=1&v=1", json_string(container, "Id"));
        struct unix_http_request request = {.method = "DELETE", .path = path};
        long status = docker_api_call(api, &request, deadline_in(DESTROY_S), NULL, error);
        if (status != 204 && status != 404 && status != 409) /* 409: it is already being removed */
            return -1;
        removed++;
    }
    return removed;
}

static int docker_sweep(const struct environment *environment, struct error *error)
{
    (void)environment;
    /* filters={"label":["edgetop.run"]} */
    struct unix_http_request list = {.method = "GET",
                                     .path =
                                         "/containers/json?all=1&filters="
                                         "%7B%22label%22%3A%5B%22" DOCKER_RUN_LABEL "%22%5D%7D"};
    JSON_FREE cJSON *containers = NULL;
    struct docker_api api;
    int removed = -1;
    if (docker_api_reach() != 0)
        return 0;
    if (docker_api_open(&api, deadline_in(LIST_S), error) == 0 &&
        docker_api_call(&api, &list, deadline_in(LIST_S), &containers, error) == 200)
        removed = remove_listed(&api, containers, error);
    docker_api_close(&api);
    return removed;
}

const struct backend docker_backend = {
    .name = "docker",
    .scratch = "a folder, bind-mounted",
    .probe = docker_probe,
    .fix = docker_fix,
    .prepare = docker_prepare,
    .start = docker_start,
    .next = docker_next,
    .pid = docker_pid,
    .release = docker_release,
    .stop = docker_stop,
    .destroy = docker_destroy,
    .sweep = docker_sweep,
};
