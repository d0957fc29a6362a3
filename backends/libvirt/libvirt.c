/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt: trials in QEMU's virtual machines, with KVM or, if the operator allows it, emulated.
 * QEMU itself connects to our sockets and sends events and console there. */
#define _GNU_SOURCE
#include "backends/libvirt/libvirt.h"

#include "backends/libvirt/domain.h"
#include "backends/libvirt/fix.h"
#include "backends/libvirt/probe.h"
#include "backends/libvirt/settings.h"
#include "backends/libvirt/xml.h"
#include "backends/vm/console.h"
#include "backends/vm/kvm_probe.h"
#include "backends/vm/vm.h"
#include "src/base/file.h"
#include "src/base/util.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A domain's name is this and the engine's pid. It has letters and digits only, so that the control
 * group's name contains it unchanged. */
#define NAME_PREFIX "edgetop"

static const double SWEEP_S = 30;
static const double DESTROY_S = 10; /* to let libvirt end a machine, before QEMU is killed */
static const double WATCH_DEATH_S = 1;

struct instance {
    char name[32];
    char *uri;
    char *folder, *channel, *serial; /* the folder of its two sockets */
    struct libvirt_domain *domain;   /* NULL = none */
    pid_t pid;                       /* of QEMU, 0 = unknown */
    int pid_fd;                      /* of the same, -1 = none */
    struct streams streams;
    struct vm_console console;
};

static int libvirt_prepare(const struct trial_spec *spec, struct deadline deadline,
                           struct error *error)
{
    return vm_prepare(spec, deadline, error);
}

/* ---- start ---- */

static int open_sockets(struct instance *instance, int trial, struct error *error)
{
    instance->folder = vm_folder_make(trial, error);
    if (!instance->folder)
        return -1;
    instance->channel = util_format("%s/channel", instance->folder);
    instance->serial = util_format("%s/serial", instance->folder);
    int *listeners = instance->streams.listeners;
    listeners[OUTPUT_EVENTS] = vm_listen(instance->channel, error);
    if (listeners[OUTPUT_EVENTS] >= 0)
        listeners[OUTPUT_CONSOLE] = vm_listen(instance->serial, error);
    return listeners[OUTPUT_CONSOLE] >= 0 ? 0 : -1;
}

/* The domain's XML (heap). Without our sockets its events go to a console on a terminal, and it has
 * no network card. NULL with the error set. */
static char *describe(const struct trial_spec *spec, const char *name, const char *channel,
                      const char *serial, struct error *error)
{
    struct libvirt_settings settings = libvirt_settings_of(spec->environment);
    struct probe unused;
    struct vm_disks disks;
    bool emulated = !kvm_probe(&unused);
    UTIL_FREE char *base = libvirt_settings_command_line(&settings, emulated);
    UTIL_FREE char *line =
        vm_command_line(base, channel ? "virtio:" LIBVIRT_CHANNEL : NULL, spec->argv, error);
    UTIL_FREE char *title = util_format("edgetop: %s, trial %d", spec->run_name, spec->trial);
    if (!line)
        return NULL;
    char *xml = NULL;
    if (vm_disks_find(&disks, spec, error) == 0)
        xml = libvirt_xml(&(struct libvirt_machine){.name = name,
                                                    .title = title,
                                                    .arch = settings.arch,
                                                    .machine = settings.machine,
                                                    .emulated = emulated,
                                                    .system = libvirt_uri_is_system(settings.uri),
                                                    .kernel = spec->image->kernel,
                                                    .initramfs = spec->image->initramfs,
                                                    .command_line = line,
                                                    .disks = &disks,
                                                    .tap = channel ? spec->tap : NULL,
                                                    .cache = settings.cache,
                                                    .channel = channel,
                                                    .serial = serial,
                                                    .cpus = spec->cpus,
                                                    .cpu_count = spec->cpu_count,
                                                    .memory_bytes = spec->memory_bytes});
    vm_disks_free(&disks);
    return xml;
}

/* To repeat the trial by hand. The trial does not need it, so a failure is ignored. */
static void keep_description(const struct trial_spec *spec)
{
    if (!spec->log_stem)
        return;
    UTIL_FREE char *path = util_format("%s.libvirt.xml", spec->log_stem);
    UTIL_FREE char *xml = describe(spec, NAME_PREFIX "-by-hand", NULL, NULL, NULL);
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (xml && fd >= 0)
        (void)!write(fd, xml, strlen(xml));
}

/* The system's daemon runs QEMU as the user libvirt-qemu, who may read less than this user. */
static void explain_permission(const struct instance *instance, struct error *error)
{
    const struct error refusal = *error;
    if (libvirt_uri_is_system(instance->uri) && strstr(refusal.text, "Permission denied"))
        error_set(error, refusal.code,
                  "%.380s (libvirt's user libvirt-qemu must be able to read the image and to use "
                  "KVM)",
                  refusal.text);
}

/* QEMU's process is the peer of our socket. */
static void find_process(struct instance *instance)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    streams_accept(&instance->streams);
    int fd = instance->streams.outputs[OUTPUT_EVENTS];
    if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return;
    instance->pid = peer.pid;
    instance->pid_fd = (int)syscall(SYS_pidfd_open, peer.pid, 0);
}

static void libvirt_destroy(struct instance *instance);

static struct instance *libvirt_start(const struct trial_spec *spec, struct deadline deadline,
                                      struct error *error)
{
    struct instance *instance = util_alloc(1, sizeof *instance);
    instance->pid_fd = -1;
    instance->uri = util_strdup(libvirt_uri(spec->environment));
    streams_init(&instance->streams);
    snprintf(instance->name, sizeof instance->name, NAME_PREFIX "%d", (int)getpid());
    if (open_sockets(instance, spec->trial, error) == 0) {
        UTIL_FREE char *xml =
            describe(spec, instance->name, instance->channel, instance->serial, error);
        keep_description(spec);
        if (xml)
            instance->domain =
                libvirt_domain_create(instance->uri, instance->name, xml, deadline, error);
    }
    if (!instance->domain) {
        explain_permission(instance, error);
        libvirt_destroy(instance);
        return NULL;
    }
    find_process(instance);
    return instance;
}

/* ---- QEMU's own log ---- */

/* The path of the log that libvirt keeps (heap). */
static char *log_path(const struct instance *instance)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (libvirt_uri_is_system(instance->uri))
        return util_format("/var/log/libvirt/qemu/%s.log", instance->name);
    return util_format("%s%s/libvirt/qemu/log/%s.log",
                       cache && *cache ? cache
                       : home          ? home
                                       : "",
                       cache && *cache ? "" : "/.cache", instance->name);
}

/* ---- while it runs ---- */

static struct backend_event failure_event(const char *text)
{
    struct backend_event event = {.kind = BACKEND_ERROR};
    error_set(&event.error, EXIT_TRIALS_FAILED, "%s", text);
    return event;
}

/* With the last line of QEMU's log, if it has one that may be read. */
static struct backend_event death_event(const struct instance *instance)
{
    UTIL_FREE char *path = log_path(instance);
    UTIL_FREE char *log = file_read(path, NULL);
    const char *words = log ? libvirt_last_log_line(log) : NULL;
    UTIL_FREE char *text = util_format("QEMU died or was killed during the trial%s%s",
                                       words ? ": " : "", words ? words : "");
    return failure_event(text);
}

/* The log's name has the engine's pid, so nobody else would remove it. */
static void remove_log(const struct instance *instance)
{
    UTIL_FREE char *path = log_path(instance);
    unlink(path);
}

static struct backend_event end_event(const struct instance *instance)
{
    const struct vm_console *console = &instance->console;
    switch (libvirt_domain_state(instance->domain)) {
    case LIBVIRT_DIED:
        return death_event(instance);
    case LIBVIRT_DESTROYED:
        return failure_event("somebody ended the virtual machine during the trial (virsh destroy, "
                             "or a signal to QEMU)");
    case LIBVIRT_LOST:
        return failure_event("libvirt's daemon disconnected during the trial");
    case LIBVIRT_RUNS:
    case LIBVIRT_SHUT_DOWN:
        break;
    }
    struct backend_event event = {
        .kind = BACKEND_EXIT, .exit_code = -1, .out_of_memory = console->out_of_memory};
    vm_console_cause(console, event.error.text, sizeof event.error.text);
    return event;
}

static struct backend_event libvirt_next(struct instance *instance, struct deadline deadline)
{
    struct backend_event event;
    /* QEMU may stay connected for a while after its guest has ended, but no more output comes. */
    if (!streams_next(&instance->streams, libvirt_domain_fd(instance->domain), deadline, &event))
        return end_event(instance);
    if (event.kind == BACKEND_OUTPUT && event.stream == OUTPUT_CONSOLE)
        vm_console_feed(&instance->console, event.data, event.length);
    return event;
}

static pid_t libvirt_pid(struct instance *instance)
{
    if (instance->pid == 0)
        find_process(instance);
    return instance->pid;
}

/* Where libvirt makes control groups, that of a domain has the domain's name in its own. */
static const char *libvirt_cgroup(struct instance *instance)
{
    return instance->name;
}

/* ---- end ---- */

static void libvirt_release(struct instance *instance)
{
    vm_release(&instance->streams);
}

static bool process_ends_within(const struct instance *instance, struct deadline deadline)
{
    struct pollfd end = {.fd = instance->pid_fd, .events = POLLIN};
    return instance->pid_fd < 0 || poll(&end, 1, deadline_left_ms(deadline)) > 0;
}

/* Without its daemon QEMU runs on: edgetop kills it, if it has permission. Otherwise the guest ends
 * when the channel closes. */
static void libvirt_stop(struct instance *instance, struct deadline deadline)
{
    if (instance->domain)
        libvirt_domain_destroy(instance->domain, deadline);
    instance->domain = NULL;
    if (process_ends_within(instance, deadline_in(WATCH_DEATH_S)))
        return;
    syscall(SYS_pidfd_send_signal, instance->pid_fd, SIGKILL, NULL, 0);
    process_ends_within(instance, deadline_in(WATCH_DEATH_S));
}

static void libvirt_destroy(struct instance *instance)
{
    libvirt_stop(instance, deadline_in(DESTROY_S));
    remove_log(instance);
    streams_close(&instance->streams);
    util_close(&instance->pid_fd);
    vm_folder_remove(instance->folder);
    free(instance->channel);
    free(instance->serial);
    free(instance->uri);
    free(instance);
}

static int libvirt_sweep(const struct environment *environment, struct error *error)
{
    int domains =
        libvirt_domains_sweep(libvirt_uri(environment), NAME_PREFIX, deadline_in(SWEEP_S), error);
    return domains < 0 ? -1 : domains + vm_folders_sweep();
}

const struct backend libvirt_backend = {
    .name = "libvirt",
    .scratch = VM_SCRATCH,
    .is_machine = true,
    .check = libvirt_check,
    .probe = libvirt_probe,
    .fix = libvirt_fix,
    .prepare = libvirt_prepare,
    .start = libvirt_start,
    .next = libvirt_next,
    .pid = libvirt_pid,
    .cgroup = libvirt_cgroup,
    .release = libvirt_release,
    .stop = libvirt_stop,
    .destroy = libvirt_destroy,
    .sweep = libvirt_sweep,
};
