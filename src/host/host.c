/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine is. */
#define _GNU_SOURCE
#include "src/host/host.h"

#include "src/base/json.h"
#include "src/base/util.h"
#include "src/host/cores.h"
#include "src/host/memory.h"
#include "src/host/root_file.h"

#include <string.h>
#include <sys/utsname.h>

/* The device tree names a board, the firmware names a PC; elsewhere, the processor has to do. */
static char *machine_model(const char *root)
{
    char *board = root_file_line(root, "proc/device-tree/model");
    if (board)
        return board;
    UTIL_FREE char *vendor = root_file_line(root, "sys/class/dmi/id/sys_vendor");
    UTIL_FREE char *product = root_file_line(root, "sys/class/dmi/id/product_name");
    UTIL_FREE char *processor = root_file_key(root, "proc/cpuinfo", "model name");
    if (vendor && product)
        return processor ? util_format("%s %s, %s", vendor, product, processor)
                         : util_format("%s %s", vendor, product);
    return util_strdup(processor);
}

static char *system_name(const char *root)
{
    UTIL_FREE char *name = root_file_key(root, "etc/os-release", "PRETTY_NAME");
    /* 64-bit Raspberry Pi OS calls itself Debian. */
    if (name && root_file_exists(root, "etc/rpi-issue"))
        return util_format("Raspberry Pi OS, %s", name);
    return util_strdup(name);
}

/* "container", "virtual machine", "none", or NULL where unknown. */
static const char *virtualisation(const char *root)
{
    static const char *const containers[] = {".dockerenv", "run/.containerenv",
                                             "run/systemd/container"};
    for (size_t i = 0; i < ARRAY_LENGTH(containers); i++)
        if (root_file_exists(root, containers[i]))
            return "container";
    if (root_file_exists(root, "proc/device-tree/hypervisor") ||
        root_file_has_word(root, "proc/device-tree/compatible", "dummy-virt"))
        return "virtual machine";
    UTIL_FREE char *flags = root_file_key(root, "proc/cpuinfo", "flags");
    if (flags)
        return strstr(flags, " hypervisor") ? "virtual machine" : "none";
    return root_file_exists(root, "proc/device-tree/model") ? "none" : NULL;
}

char *host_governor(const char *root)
{
    return root_file_line(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}

cJSON *host_describe(const char *root)
{
    UTIL_FREE char *model = machine_model(root);
    UTIL_FREE char *kernel = root_file_line(root, "proc/sys/kernel/osrelease");
    UTIL_FREE char *os = system_name(root);
    UTIL_FREE char *governor = host_governor(root);
    struct utsname names;
    cJSON *host = cJSON_CreateObject();
    json_add_text(host, "model", model);
    json_add_text(host, "kernel", kernel);
    json_add_text(host, "arch", uname(&names) == 0 ? names.machine : NULL);
    cJSON_AddNumberToObject(host, "cores", (double)host_cores_count(root));
    json_add_number(host, "mem_bytes", host_memory_field_bytes(root, "MemTotal"));
    json_add_text(host, "os", os);
    json_add_text(host, "governor", governor);
    json_add_text(host, "virt", virtualisation(root));
    return host;
}

char *host_boot_id(void)
{
    return root_file_line("", "proc/sys/kernel/random/boot_id");
}
