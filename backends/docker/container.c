/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trial as a container. */
#include "backends/docker/container.h"

#include "backends/docker/image.h"
#include "src/base/util.h"
#include "workloads/guest/inside.h"

#include <stdlib.h>
#include <unistd.h>

enum { PIDS_LIMIT = 4096 };

static cJSON *string_array(const char *const *strings, size_t count)
{
    return cJSON_CreateStringArray(strings, (int)count);
}

static size_t count_strings(char *const *strings)
{
    size_t count = 0;
    while (strings[count])
        count++;
    return count;
}

/* "2,3". Free it. */
static char *format_cpus(const int *cpus, size_t count)
{
    char *list = util_strdup("");
    for (size_t i = 0; i < count; i++) {
        char *longer = util_format("%s%s%d", list, i ? "," : "", cpus[i]);
        free(list);
        list = longer;
    }
    return list;
}

static void add_mount(cJSON *mounts, const char *source, const char *target, bool read_only)
{
    cJSON *mount = cJSON_CreateObject();
    cJSON_AddStringToObject(mount, "Type", "bind");
    cJSON_AddStringToObject(mount, "Source", source);
    cJSON_AddStringToObject(mount, "Target", target);
    cJSON_AddBoolToObject(mount, "ReadOnly", read_only);
    cJSON_AddItemToArray(mounts, mount);
}

static cJSON *describe_mounts(const struct trial_spec *spec)
{
    cJSON *mounts = cJSON_CreateArray();
    for (size_t i = 0; i < spec->volume_count; i++)
        add_mount(mounts, spec->volumes[i].host_path, spec->volumes[i].guest_path, true);
    if (spec->scratch)
        add_mount(mounts, spec->scratch, "/scratch", false);
    return mounts;
}

/* Limits by affinity and memory, never by a CPU quota: a quota would add variance. */
static void add_limits(cJSON *host, const struct trial_spec *spec)
{
    UTIL_FREE char *cpus = format_cpus(spec->cpus, spec->cpu_count);
    cJSON_AddStringToObject(host, "CpusetCpus", cpus);
    cJSON_AddNumberToObject(host, "Memory", (double)spec->memory_bytes);
    cJSON_AddNumberToObject(host, "MemorySwap", (double)spec->memory_bytes);
    cJSON_AddNumberToObject(host, "PidsLimit", PIDS_LIMIT);
}

static cJSON *describe_host(const struct trial_spec *spec)
{
    static const char *const drop[] = {"ALL"}, *const add[] = {"DAC_OVERRIDE"};
    static const char *const security[] = {"no-new-privileges"};
    cJSON *host = cJSON_CreateObject();
    add_limits(host, spec);
    cJSON_AddBoolToObject(host, "ReadonlyRootfs", true);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(host, "Tmpfs"), "/tmp",
                            "rw,nosuid,nodev,noexec," INSIDE_TMP_OPTIONS);
    cJSON_AddStringToObject(host, "NetworkMode", "none");
    cJSON_AddItemToObject(host, "CapDrop", string_array(drop, ARRAY_LENGTH(drop)));
    cJSON_AddItemToObject(host, "CapAdd", string_array(add, ARRAY_LENGTH(add)));
    cJSON_AddItemToObject(host, "SecurityOpt", string_array(security, ARRAY_LENGTH(security)));
    cJSON_AddStringToObject(cJSON_AddObjectToObject(host, "LogConfig"), "Type", "none");
    cJSON_AddItemToObject(host, "Mounts", describe_mounts(spec));
    if (spec->environment->runtime)
        cJSON_AddStringToObject(host, "Runtime", spec->environment->runtime);
    return host;
}

static void add_labels(cJSON *container, const struct trial_spec *spec)
{
    UTIL_FREE char *trial = util_format("%d", spec->trial);
    UTIL_FREE char *pid = util_format("%d", (int)getpid());
    cJSON *labels = cJSON_AddObjectToObject(container, "Labels");
    cJSON_AddStringToObject(labels, DOCKER_RUN_LABEL, spec->run_name);
    cJSON_AddStringToObject(labels, DOCKER_TRIAL_LABEL, trial);
    cJSON_AddStringToObject(labels, DOCKER_PID_LABEL, pid);
}

cJSON *docker_container(const struct trial_spec *spec)
{
    static const char *const environ_inside[] = {INSIDE_VARIABLES};
    static const char *const on[] = {"OpenStdin", "StdinOnce", "AttachStdin", "AttachStdout",
                                     "AttachStderr"};
    UTIL_FREE char *name = docker_image_name(spec->image);
    cJSON *container = cJSON_CreateObject();
    cJSON_AddStringToObject(container, "Image", name);
    cJSON_AddItemToObject(container, "Cmd",
                          string_array((const char *const *)spec->argv, count_strings(spec->argv)));
    cJSON_AddArrayToObject(container, "Entrypoint");
    cJSON_AddItemToObject(container, "Env",
                          string_array(environ_inside, ARRAY_LENGTH(environ_inside)));
    cJSON_AddStringToObject(container, "Hostname", INSIDE_HOSTNAME);
    for (size_t i = 0; i < ARRAY_LENGTH(on); i++)
        cJSON_AddBoolToObject(container, on[i], true);
    cJSON_AddBoolToObject(container, "Tty", false);
    add_labels(container, spec);
    cJSON_AddItemToObject(container, "HostConfig", describe_host(spec));
    return container;
}
