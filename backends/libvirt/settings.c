/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment's settings as its virtual machines have them. */
#define _GNU_SOURCE
#include "backends/libvirt/settings.h"

#include "backends/libvirt/connection.h"
#include "src/base/util.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

#define ARCH            "x86_64"
#define DEFAULT_MACHINE "q35"
#define CONSOLE         "ttyS0"
#else
#define ARCH            "aarch64"
#define DEFAULT_MACHINE "virt"
#define CONSOLE         "ttyAMA0"
#endif

/* The disks use the host's page cache, as files do in native and Docker. */
static const char default_cache[] = "writeback";

static bool is_microvm(const struct libvirt_settings *settings)
{
    return strcmp(settings->machine, "microvm") == 0;
}

struct libvirt_settings libvirt_settings_of(const struct environment *environment)
{
    return (struct libvirt_settings){
        .uri = libvirt_uri(environment),
        .arch = ARCH,
        .machine = environment->machine ? environment->machine : DEFAULT_MACHINE,
        .cache = environment->cache ? environment->cache : default_cache,
    };
}

static bool is_cache(const char *cache)
{
    static const char *const caches[] = {"none", "writethrough", "writeback", "directsync",
                                         "unsafe"};
    for (size_t i = 0; i < ARRAY_LENGTH(caches); i++)
        if (strcmp(cache, caches[i]) == 0)
            return true;
    return false;
}

int libvirt_check(const struct environment *environment, struct error *error)
{
    struct libvirt_settings settings = libvirt_settings_of(environment);
    const char *fault = libvirt_uri_fault(settings.uri);
    if (fault)
        return error_set(error, EXIT_USAGE, "\"uri\" %s: %s", settings.uri, fault);
    if (!is_cache(settings.cache))
        return error_set(error, EXIT_USAGE,
                         "\"cache\" must be none, writethrough, writeback, directsync or unsafe, "
                         "not \"%s\"",
                         settings.cache);
    return 0;
}

bool libvirt_machine_exists(const struct libvirt_settings *settings)
{
    return !is_microvm(settings) || strcmp(settings->arch, "x86_64") == 0;
}

#ifdef __x86_64__
/* The frequency of the time stamp counter, measured once. */
static double tsc_khz(void)
{
    static double khz;
    if (khz > 0)
        return khz;
    double begun_s = util_now_s();
    unsigned long long begun = __rdtsc();
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    khz = (double)(__rdtsc() - begun) / ((util_now_s() - begun_s) * 1e3);
    return khz;
}
#endif

/* Every x86 machine can reboot by a triple fault. The kernel looks for one serial port and no
 * mouse, and not for PCI where there is none. An emulated microvm has no clock to calibrate its
 * counter with: most of them would hang without tsc_early_khz. */
char *libvirt_settings_command_line(const struct libvirt_settings *settings, bool emulated)
{
    static const char common[] = "console=" CONSOLE " panic=1 quiet";
#ifdef __x86_64__
    static const char x86[] = " reboot=t 8250.nr_uarts=1 i8042.noaux i8042.nomux i8042.dumbkbd";
    if (is_microvm(settings) && emulated)
        return util_format("%s%s pci=off tsc_early_khz=%.0f", common, x86, tsc_khz());
    return util_format("%s%s%s", common, x86, is_microvm(settings) ? " pci=off" : "");
#else
    (void)settings;
    (void)emulated;
    return util_strdup(common);
#endif
}
