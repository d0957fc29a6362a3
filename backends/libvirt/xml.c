/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The description of a trial's virtual machine for libvirt: it has only what a trial needs. */
#define _GNU_SOURCE
#include "backends/libvirt/xml.h"

#include "src/base/util.h"
#include "src/network/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The machine type microvm has no PCI. */
static bool has_pci(const struct libvirt_machine *machine)
{
    return strcmp(machine->machine, "microvm") != 0;
}

static bool is_x86(const struct libvirt_machine *machine)
{
    return strcmp(machine->arch, "x86_64") == 0;
}

/* Writes an element with a text in it. */
static void put_text(FILE *out, const char *element, const char *text)
{
    fprintf(out, "<%s>", element);
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        default:
            fputc(*text, out);
        }
    fprintf(out, "</%s>\n", element);
}

/* Writes an attribute with its quotes. */
static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s='", name);
    for (; *value; value++)
        switch (*value) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '\'':
            fputs("&apos;", out);
            break;
        default:
            fputc(*value, out);
        }
    fputc('\'', out);
}

/* The cores as a list, "1,3" (heap). */
static char *core_list(const struct libvirt_machine *machine)
{
    char *list = NULL;
    size_t length;
    FILE *out = open_memstream(&list, &length);
    for (size_t i = 0; i < machine->cpu_count; i++)
        fprintf(out, "%s%d", i ? "," : "", machine->cpus[i]);
    fclose(out);
    return list;
}

static void put_size(FILE *out, const struct libvirt_machine *machine)
{
    UTIL_FREE char *cores = core_list(machine);
    fprintf(out, "<memory unit='KiB'>%llu</memory>\n",
            (unsigned long long)(machine->memory_bytes >> 10));
    fprintf(out, "<vcpu placement='static' cpuset='%s'>%zu</vcpu>\n<cputune>\n", cores,
            machine->cpu_count);
    for (size_t i = 0; i < machine->cpu_count; i++)
        fprintf(out, "<vcpupin vcpu='%zu' cpuset='%s'/>\n", i, cores);
    fprintf(out, "<emulatorpin cpuset='%s'/>\n</cputune>\n", cores);
}

static void put_boot(FILE *out, const struct libvirt_machine *machine)
{
    fputs("<os>\n<type", out);
    put_attribute(out, "arch", machine->arch);
    put_attribute(out, "machine", machine->machine);
    fputs(">hvm</type>\n", out);
    put_text(out, "kernel", machine->kernel);
    put_text(out, "initrd", machine->initramfs);
    put_text(out, "cmdline", machine->command_line);
    fputs("</os>\n", out);
}

/* On x86 migratable='off' gives the guest all features of the host; other processors have no such
 * setting. */
static const char *cpu_mode(const struct libvirt_machine *machine)
{
    if (!machine->emulated)
        return is_x86(machine) ? "<cpu mode='host-passthrough' migratable='off'>"
                               : "<cpu mode='host-passthrough'>";
    return is_x86(machine)
               ? "<cpu mode='maximum'>"
               : "<cpu mode='custom' match='exact' check='none'><model>cortex-a72</model>";
}

/* One socket, like the host's cores. */
static void put_cpu(FILE *out, const struct libvirt_machine *machine)
{
    fprintf(out, "%s<topology sockets='1' cores='%zu' threads='1'/></cpu>\n", cpu_mode(machine),
            machine->cpu_count);
    if (is_x86(machine)) /* without ACPI the guest finds neither a second core nor the devices of
                            microvm */
        fputs("<features><acpi/><apic/></features>\n", out);
}

/* On the root bus, so that the guest has no bridges to search. */
static void put_address(FILE *out, const struct libvirt_machine *machine, size_t slot)
{
    if (has_pci(machine))
        fprintf(out, "<address type='pci' bus='0' slot='%zu'/>\n", slot);
    else
        fputs("<address type='virtio-mmio'/>\n", out);
}

/* All users can read the image, so libvirt need not change its owner to the user of QEMU. */
static void put_disk(FILE *out, const struct libvirt_machine *machine, size_t i)
{
    fputs("<disk type='file' device='disk'>\n<driver name='qemu' type='raw'", out);
    put_attribute(out, "cache", machine->cache);
    fputs("/>\n<source", out);
    put_attribute(out, "file", machine->disks->items[i].path);
    /* libvirt makes QEMU's user the owner of a writable one. */
    bool writable = machine->disks->items[i].writable;
    fprintf(out, ">%s</source>\n<target dev='vd%c' bus='virtio'/>\n%s",
            machine->system && !writable ? "<seclabel model='dac' relabel='no'/>" : "",
            'a' + (char)i, writable ? "" : "<readonly/>\n");
    put_address(out, machine, i + 2);
    fputs("</disk>\n", out);
}

static void put_socket(FILE *out, const char *element, const char *path, const char *target)
{
    fprintf(out, "<%s type='unix'><source mode='connect'", element);
    put_attribute(out, "path", path);
    fprintf(out, "/>%s</%s>\n", target, element);
}

static void put_streams(FILE *out, const struct libvirt_machine *machine)
{
    if (!machine->channel) {
        fputs("<serial type='pty'/>\n", out);
        return;
    }
    fputs("<controller type='virtio-serial' index='0'>\n", out);
    put_address(out, machine, 1);
    fputs("</controller>\n", out);
    put_socket(out, "serial", machine->serial, "<target port='0'/>");
    put_socket(out, "channel", machine->channel,
               "<target type='virtio' name='" LIBVIRT_CHANNEL "'/>");
}

/* edgetop makes and removes the tap device: libvirt only opens it. */
static void put_card(FILE *out, const struct libvirt_machine *machine)
{
    fputs("<interface type='ethernet'>\n<mac address='" NETWORK_GUEST_MAC "'/>\n<target", out);
    put_attribute(out, "dev", machine->tap);
    fprintf(out, " managed='no'/>\n<model type='virtio'/>\n%s",
            has_pci(machine) ? "<rom enabled='no'/>\n" : "");
    put_address(out, machine, machine->disks->count + 2);
    fputs("</interface>\n", out);
}

static void put_devices(FILE *out, const struct libvirt_machine *machine)
{
    fputs("<devices>\n<controller type='usb' model='none'/>\n<memballoon model='none'/>\n", out);
    put_streams(out, machine);
    for (size_t i = 0; i < machine->disks->count; i++)
        put_disk(out, machine, i);
    if (machine->tap)
        put_card(out, machine);
    fputs("</devices>\n", out);
}

char *libvirt_xml(const struct libvirt_machine *machine)
{
    char *xml = NULL;
    size_t length;
    FILE *out = open_memstream(&xml, &length);
    fprintf(out, "<domain type='%s'>\n", machine->emulated ? "qemu" : "kvm");
    put_text(out, "name", machine->name);
    put_text(out, "title", machine->title);
    put_size(out, machine);
    put_boot(out, machine);
    put_cpu(out, machine);
    fputs("<clock offset='utc'/>\n<on_poweroff>destroy</on_poweroff>\n"
          "<on_reboot>destroy</on_reboot>\n<on_crash>destroy</on_crash>\n",
          out);
    put_devices(out, machine);
    fputs("</domain>\n", out);
    fclose(out);
    return xml;
}
