/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether Docker is ready for trials here, and what to do where it is not. */
#define _GNU_SOURCE
#include "backends/docker/probe.h"

#include "backends/docker/api.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double PROBE_S = 2; /* for the whole probe */
/* The API version of Docker 23: from it on a runtime may have the name that containerd gives it. */
enum { SHIM_NAMES_VERSION = 1042 };

static void set_unreachable(struct probe *probe, int failure)
{
    const char *path = docker_api_socket(), *reason = NULL, *hint = "edgetop doctor --fix docker";
    switch (failure) {
    case EACCES:
        reason = "you are not in the group docker";
        hint = "edgetop doctor --fix docker, or 'sudo usermod -aG docker $USER'; then log in again";
        break;
    case ENOENT:
        reason = "Docker is not installed or not running";
        break;
    case ECONNREFUSED:
        reason = "Docker's daemon is not running";
        break;
    case EPROTONOSUPPORT:
        path = getenv("DOCKER_HOST");
        reason = "DOCKER_HOST is not on this machine";
        hint = "unset DOCKER_HOST, or set it to unix:///var/run/docker.sock";
        break;
    default:
        reason = strerror(failure);
    }
    snprintf(probe->reason, sizeof probe->reason, "%s (%s)", reason, path);
    snprintf(probe->hint, sizeof probe->hint, "%s", hint);
}

/* containerd finds these runtimes itself; Docker does not list them. */
static bool is_shim_name(const char *runtime, int version)
{
    return version >= SHIM_NAMES_VERSION && strncmp(runtime, "io.containerd.", 14) == 0;
}

/* Docker lists a runtime even if its program is missing. */
static bool probe_runtime(const char *runtime, const cJSON *info, int version, struct probe *probe)
{
    const cJSON *runtimes = cJSON_GetObjectItemCaseSensitive(info, "Runtimes");
    const cJSON *entry = runtime ? cJSON_GetObjectItemCaseSensitive(runtimes, runtime) : NULL;
    const char *path = json_string(entry, "path");
    if (!runtime || (!entry && is_shim_name(runtime, version)))
        return true;
    if (!entry) {
        snprintf(probe->reason, sizeof probe->reason, "Docker has no runtime %s", runtime);
        snprintf(probe->hint, sizeof probe->hint,
                 "install %s, add {\"runtimes\":{\"%s\":{\"path\":\"its program\"}}} to "
                 "/etc/docker/daemon.json, then sudo systemctl restart docker",
                 runtime, runtime);
        return false;
    }
    if (path && *path == '/' && access(path, X_OK) != 0) {
        snprintf(probe->reason, sizeof probe->reason, "runtime %s: %s: %s", runtime, path,
                 strerror(errno));
        snprintf(probe->hint, sizeof probe->hint, "install %s", runtime);
        return false;
    }
    return true;
}

/* Without the memory controller Docker ignores the limit and only warns when it creates a
 * container. */
static void probe_memory(const cJSON *info, struct probe *probe)
{
    if (!json_bool(info, "MemoryLimit", true))
        snprintf(
            probe->warning, sizeof probe->warning,
            "memory cannot be limited: the kernel's memory controller is off (Raspberry Pi: "
            "append cgroup_enable=memory to the line in /boot/firmware/cmdline.txt, then reboot)");
}

static void probe_daemon(const struct environment *environment, struct docker_api *api,
                         struct probe *probe)
{
    struct deadline deadline = deadline_in(PROBE_S);
    JSON_FREE cJSON *info = NULL;
    struct error error = {0};
    if (docker_api_open(api, deadline, &error) < 0 ||
        docker_api_call(api, &(struct unix_http_request){.method = "GET", .path = "/info"},
                        deadline, &info, &error) != 200) {
        snprintf(probe->reason, sizeof probe->reason, "%.255s", error.text);
        snprintf(probe->hint, sizeof probe->hint,
                 "run 'docker version' and read Docker's log, then update or restart Docker");
        return;
    }
    snprintf(probe->version, sizeof probe->version, "%s", api->software);
    probe->ready = probe_runtime(environment->runtime, info, api->version, probe);
    if (probe->ready)
        probe_memory(info, probe);
}

void docker_probe(const struct environment *environment, struct probe *probe)
{
    *probe = (struct probe){0};
    int failure = docker_api_reach();
    if (failure) {
        set_unreachable(probe, failure);
        return;
    }
    struct docker_api api;
    probe_daemon(environment, &api, probe);
    docker_api_close(&api);
}
