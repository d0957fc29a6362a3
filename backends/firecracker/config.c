/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration of a trial's machine. */
#include "backends/firecracker/config.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/network/network.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* These words replace Firecracker's own. The serial port is an 8250 on both architectures; the
 * kernel needs to look for one only. x86: reboot=k ends the VMM, and the kernel does not wait for a
 * keyboard controller. No nomodule, because the initramfs loads modules; no pci=off, because
 * Firecracker adds it. */
#define COMMON_WORDS "console=ttyS0 8250.nr_uarts=1 quiet reboot=k panic=1 swiotlb=noforce"
#ifdef __x86_64__
#define BOOT_WORDS COMMON_WORDS " i8042.noaux i8042.nomux i8042.dumbkbd"
#else
#define BOOT_WORDS COMMON_WORDS
#endif

enum { GUEST_CID = 3 }; /* the lowest that is free for a guest */

static const char *const caches[] = {"Unsafe", "Writeback"};

/* ---- settings ---- */

const char *firecracker_cache(const struct environment *environment)
{
    return environment->cache ? environment->cache : caches[0];
}

static bool is_count(const cJSON *number)
{
    return cJSON_IsNumber(number) && number->valuedouble >= 1 && number->valuedouble <= 0x1p53 &&
           number->valuedouble == floor(number->valuedouble);
}

/* The members are "size", "refill_time" and, if wanted, "one_time_burst". */
static int check_bucket(const cJSON *bucket, struct error *error)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, bucket)
    {
        bool known = strcmp(member->string, "size") == 0 ||
                     strcmp(member->string, "refill_time") == 0 ||
                     strcmp(member->string, "one_time_burst") == 0;
        if (!known || !is_count(member))
            return error_set(error, EXIT_USAGE, "\"%s\" of \"rate_limiter\" %s", member->string,
                             known ? "must be a whole number above 0"
                                   : "is unknown: the members are size, refill_time (ms) "
                                     "and one_time_burst");
    }
    if (!cJSON_HasObjectItem(bucket, "size") || !cJSON_HasObjectItem(bucket, "refill_time"))
        return error_set(error, EXIT_USAGE,
                         "\"%s\" of \"rate_limiter\" needs \"size\" and \"refill_time\" (ms)",
                         bucket->string);
    return 0;
}

static int check_rate_limiter(const char *text, struct error *error)
{
    JSON_FREE cJSON *limiter = cJSON_Parse(text);
    const cJSON *bucket;
    cJSON_ArrayForEach(bucket, limiter)
    {
        if (strcmp(bucket->string, "bandwidth") != 0 && strcmp(bucket->string, "ops") != 0)
            return error_set(
                error, EXIT_USAGE,
                "\"rate_limiter\" may have \"bandwidth\" (bytes) and \"ops\", not \"%s\"",
                bucket->string);
        if (check_bucket(bucket, error))
            return -1;
    }
    return 0;
}

int firecracker_check(const struct environment *environment, struct error *error)
{
    const char *cache = firecracker_cache(environment);
    bool known = false;
    for (size_t i = 0; i < ARRAY_LENGTH(caches); i++)
        known |= strcmp(cache, caches[i]) == 0;
    if (!known)
        return error_set(error, EXIT_USAGE, "\"cache\" must be Unsafe or Writeback, not \"%s\"",
                         cache);
    return environment->rate_limiter ? check_rate_limiter(environment->rate_limiter, error) : 0;
}

/* ---- the machine ---- */

static cJSON *add_object(cJSON *parent, const char *name)
{
    cJSON *object = cJSON_CreateObject();
    if (name)
        cJSON_AddItemToObject(parent, name, object);
    else
        cJSON_AddItemToArray(parent, object);
    return object;
}

/* An ID may only have letters, digits and underscores. */
static void add_drive_id(cJSON *drive, const char *label)
{
    char id[VM_LABEL_MAX_BYTES + 1];
    snprintf(id, sizeof id, "%s", label);
    for (char *at = id; *at; at++)
        if (!isalnum((unsigned char)*at))
            *at = '_';
    cJSON_AddStringToObject(drive, "drive_id", id);
}

static void add_drive(cJSON *drives, const struct vm_disk *disk, bool root,
                      const struct environment *environment)
{
    cJSON *drive = add_object(drives, NULL);
    add_drive_id(drive, disk->label);
    cJSON_AddStringToObject(drive, "path_on_host", disk->path);
    cJSON_AddBoolToObject(drive, "is_root_device", root);
    cJSON_AddBoolToObject(drive, "is_read_only", !disk->writable);
    cJSON_AddStringToObject(drive, "cache_type", firecracker_cache(environment));
    if (environment->rate_limiter)
        cJSON_AddItemToObject(drive, "rate_limiter", cJSON_Parse(environment->rate_limiter));
}

static void add_card(cJSON *config, const char *tap)
{
    cJSON *card = add_object(cJSON_AddArrayToObject(config, "network-interfaces"), NULL);
    cJSON_AddStringToObject(card, "iface_id", "eth0");
    cJSON_AddStringToObject(card, "guest_mac", NETWORK_GUEST_MAC);
    cJSON_AddStringToObject(card, "host_dev_name", tap);
}

cJSON *firecracker_config(const struct trial_spec *spec, const struct vm_disks *disks,
                          const char *vsock, struct error *error)
{
    UTIL_FREE char *line =
        vm_command_line(BOOT_WORDS, vsock ? "vsock:" FIRECRACKER_PORT : NULL, spec->argv, error);
    if (!line)
        return NULL;
    cJSON *config = cJSON_CreateObject();
    cJSON *boot = add_object(config, "boot-source");
    cJSON_AddStringToObject(boot, "kernel_image_path", spec->image->kernel);
    cJSON_AddStringToObject(boot, "initrd_path", spec->image->initramfs);
    cJSON_AddStringToObject(boot, "boot_args", line);
    cJSON *machine = add_object(config, "machine-config");
    cJSON_AddNumberToObject(machine, "vcpu_count", (double)spec->cpu_count);
    cJSON_AddNumberToObject(machine, "mem_size_mib", (double)(spec->memory_bytes >> 20));
    cJSON *drives = cJSON_AddArrayToObject(config, "drives");
    for (size_t i = 0; i < disks->count; i++)
        add_drive(drives, &disks->items[i], i == 0, spec->environment);
    if (vsock && spec->tap)
        add_card(config, spec->tap);
    if (vsock) {
        cJSON *device = add_object(config, "vsock");
        cJSON_AddNumberToObject(device, "guest_cid", GUEST_CID);
        cJSON_AddStringToObject(device, "uds_path", vsock);
    }
    return config;
}
