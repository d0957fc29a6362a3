/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of the host's memory an environment's machinery uses, from /proc. */
#include "src/host/footprint.h"

#include "src/base/file.h"
#include "src/base/util.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- virtual machine monitors ---- */

struct mapping {
    uint64_t size, resident; /* bytes */
};

struct mappings {
    struct mapping *items;
    size_t count, capacity;
};

/* A line of smaps: the head of a mapping, or one of its figures. */
static void take_line(struct mappings *mappings, const char *line)
{
    unsigned long long begin, end, kib;
    if (sscanf(line, "%llx-%llx ", &begin, &end) == 2 && end >= begin) {
        UTIL_GROW(mappings->items, mappings->count, mappings->capacity);
        mappings->items[mappings->count++] = (struct mapping){.size = end - begin};
    } else if (mappings->count > 0 && sscanf(line, "Rss: %llu kB", &kib) == 1) {
        mappings->items[mappings->count - 1].resident = kib * 1024;
    }
}

static const struct mapping *of_size(const struct mappings *mappings, uint64_t size)
{
    for (size_t i = 0; i < mappings->count; i++)
        if (mappings->items[i].size == size)
            return &mappings->items[i];
    return NULL;
}

static const struct mapping *largest(const struct mappings *mappings)
{
    const struct mapping *found = NULL;
    for (size_t i = 0; i < mappings->count; i++)
        if (!found || mappings->items[i].size > found->size)
            found = &mappings->items[i];
    return found;
}

/* The resident part of the guest's RAM: one mapping of exactly its size or, where a hole below 4
 * GiB divides it, the largest mapping and one with the rest. NAN where no mappings fit. */
static double ram_resident(const struct mappings *mappings, uint64_t ram_bytes)
{
    const struct mapping *whole = of_size(mappings, ram_bytes), *low = largest(mappings);
    if (whole)
        return (double)whole->resident;
    if (!low || low->size > ram_bytes)
        return NAN;
    const struct mapping *rest = of_size(mappings, ram_bytes - low->size);
    return rest && rest != low ? (double)(low->resident + rest->resident) : (double)NAN;
}

/* False where the process is no monitor of a machine with that much RAM, or may not be read. */
static bool read_monitor(const char *root, pid_t pid, uint64_t ram_bytes,
                         struct footprint *footprint)
{
    UTIL_FREE char *path = util_format("%s/proc/%d/smaps", root, (int)pid);
    UTIL_FREE char *text = file_read(path, NULL);
    struct mappings mappings = {0};
    char *rest = text, *line;
    while (rest && (line = strsep(&rest, "\n")))
        take_line(&mappings, line);
    double all = 0, ram = ram_resident(&mappings, ram_bytes);
    for (size_t i = 0; i < mappings.count; i++)
        all += (double)mappings.items[i].resident;
    free(mappings.items);
    if (isnan(ram))
        return false;
    footprint->guest_ram = ram;
    footprint->vmm = all - ram;
    return true;
}

/* The monitor may be a child of what was started: of the jailer. */
static bool find_monitor(const char *root, pid_t pid, uint64_t ram_bytes,
                         struct footprint *footprint)
{
    if (read_monitor(root, pid, ram_bytes, footprint))
        return true;
    UTIL_FREE char *path = util_format("%s/proc/%d/task/%d/children", root, (int)pid, (int)pid);
    UTIL_FREE char *children = file_read(path, NULL);
    char *rest = children, *word;
    while (rest && (word = strsep(&rest, " ")))
        if (*word && find_monitor(root, (pid_t)atoi(word), ram_bytes, footprint))
            return true;
    return false;
}

/* ---- containers ---- */

/* The parent of a container's first process is its shim, where containerd runs it. */
static double shim_resident(const char *root, pid_t pid)
{
    char text[1024];
    int parent = 0;
    long pages = 0;
    UTIL_FREE char *stat = util_format("%s/proc/%d/stat", root, (int)pid);
    const char *name_end = file_read_line(stat, text, sizeof text) ? strrchr(text, ')') : NULL;
    if (!name_end || sscanf(name_end, ") %*c %d", &parent) != 1)
        return NAN;
    UTIL_FREE char *comm = util_format("%s/proc/%d/comm", root, parent);
    UTIL_FREE char *statm = util_format("%s/proc/%d/statm", root, parent);
    if (!file_read_line(comm, text, sizeof text) || strncmp(text, "containerd-shim", 15) != 0)
        return NAN;
    if (!file_read_line(statm, text, sizeof text) || sscanf(text, "%*d %ld", &pages) != 1)
        return NAN;
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

struct footprint footprint_read(const char *root, pid_t pid, uint64_t ram_bytes)
{
    struct footprint footprint = {NAN, NAN, NAN};
    if (ram_bytes > 0)
        find_monitor(root, pid, ram_bytes, &footprint);
    else
        footprint.shim = shim_resident(root, pid);
    return footprint;
}

/* ---- as metrics ---- */

/* `state` NULL: it stands for the whole trial. */
static void add_metric(cJSON *list, const char *name, double bytes, const char *state)
{
    if (isnan(bytes))
        return;
    cJSON *metric = cJSON_CreateObject();
    cJSON_AddItemToArray(list, metric);
    cJSON_AddStringToObject(metric, "name", name);
    cJSON_AddStringToObject(metric, "unit", "MiB");
    cJSON_AddNumberToObject(metric, "value", bytes / 0x1p20);
    if (state)
        cJSON_AddStringToObject(cJSON_AddObjectToObject(metric, "params"), "state", state);
}

cJSON *footprint_metrics(const struct footprint *footprint, double environment_bytes,
                         const char *state)
{
    bool has_shim = !isnan(footprint->shim);
    double total = environment_bytes + (has_shim ? footprint->shim : 0);
    cJSON *list = cJSON_CreateArray();
    add_metric(list, "machinery", has_shim ? footprint->shim : footprint->vmm, state);
    add_metric(list, "guest_ram", footprint->guest_ram, state);
    add_metric(list, "total", total, state);
    if (strcmp(state, "peak") == 0)
        add_metric(list, "footprint", total, NULL);
    return list;
}
