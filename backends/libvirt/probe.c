/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether libvirt and QEMU can run a machine here, and what to do where they cannot. */
#define _GNU_SOURCE
#include "backends/libvirt/probe.h"

#include "backends/libvirt/call.h"
#include "backends/libvirt/connection.h"
#include "backends/libvirt/settings.h"
#include "backends/vm/kvm_probe.h"
#include "src/base/paths.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* A daemon that must start first and then asks QEMU for its capabilities needs some seconds. */
static const double PROBE_S = 30;

/* ---- the daemon ---- */

static void explain_connection(const struct environment *environment, const char *uri,
                               const struct libvirt_failure *failure, struct probe *probe)
{
    const char *reason = failure->text;
    snprintf(probe->hint, sizeof probe->hint, "edgetop doctor --fix %s", environment->name);
    switch (failure->cause) {
    case ENOPKG:
        reason = "libvirt is not installed";
        break;
    case ENOENT:
    case ECONNREFUSED:
        reason = "libvirt's daemon is not running";
        break;
    case ETIMEDOUT:
        snprintf(probe->hint, sizeof probe->hint,
                 "read its log (journalctl -u libvirtd), then restart it (sudo systemctl restart "
                 "libvirtd)");
        break;
    default: /* the socket or polkit refused, and polkit has many texts for that */
        if (libvirt_uri_is_system(uri) && geteuid() != 0 && !program_has_group("libvirt"))
            reason = "you are not in the group libvirt";
    }
    snprintf(probe->reason, sizeof probe->reason, "%.180s (%.60s)", reason, uri);
}

/* ---- the machine ---- */

struct question {
    virConnectPtr connection;
    char *arch, *machine;
    const char *type;
    unsigned long libvirt, qemu; /* versions */
    bool possible;
    struct libvirt_failure failure;
};

static void ask(void *context)
{
    struct question *question = context;
    char *answer = vir.ConnectGetDomainCapabilities(question->connection, NULL, question->arch,
                                                    question->machine, question->type, 0);
    question->possible = answer &&
                         vir.ConnectGetVersion(question->connection, &question->qemu) == 0 &&
                         vir.ConnectGetLibVersion(question->connection, &question->libvirt) == 0;
    if (!question->possible)
        libvirt_failure_get(&question->failure);
    free(answer);
}

static void question_free(void *context)
{
    struct question *question = context;
    vir.ConnectClose(question->connection);
    free(question->arch);
    free(question->machine);
    free(question);
}

static void print_version(char *text, size_t size, const struct question *question)
{
    unsigned long libvirt = question->libvirt, qemu = question->qemu;
    snprintf(text, size, "libvirt %lu.%lu.%lu, QEMU %lu.%lu.%lu", libvirt / 1000000,
             libvirt / 1000 % 1000, libvirt % 1000, qemu / 1000000, qemu / 1000 % 1000,
             qemu % 1000);
}

/* Whether libvirt can run such machines. */
static bool probe_machine(const struct environment *environment,
                          const struct libvirt_settings *settings, virConnectPtr connection,
                          struct deadline deadline, struct probe *probe)
{
    struct question *question = util_alloc(1, sizeof *question);
    *question = (struct question){.connection = connection,
                                  .arch = util_strdup(settings->arch),
                                  .machine = util_strdup(settings->machine),
                                  .type = probe->emulated ? "qemu" : "kvm"};
    if (!libvirt_call(ask, question_free, question, deadline)) {
        libvirt_disconnect();
        explain_connection(environment, settings->uri,
                           &(struct libvirt_failure){.cause = ETIMEDOUT,
                                                     .text = "libvirt's daemon does not answer"},
                           probe);
        return false;
    }
    bool possible = question->possible;
    if (possible) {
        print_version(probe->version, sizeof probe->version, question);
    } else {
        snprintf(probe->reason, sizeof probe->reason,
                 "libvirt cannot run QEMU's machine %.30s: %.150s", settings->machine,
                 question->failure.text);
        snprintf(probe->hint, sizeof probe->hint, "edgetop doctor --fix %s", environment->name);
    }
    question_free(question);
    return possible;
}

/* ---- access to our files ---- */

/* True if other users can enter the folder. One with an access list is trusted: the list is there
 * for a purpose. */
static bool others_can_enter(const char *folder)
{
    struct stat info;
    return stat(folder, &info) != 0 || (info.st_mode & S_IXOTH) ||
           getxattr(folder, "system.posix_acl_access", NULL, 0) > 0;
}

/* The first folder of the path that other users cannot enter (heap); NULL if there is none. */
static char *find_barrier(const char *path)
{
    char *folder = util_strdup(path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!others_can_enter(folder))
            return folder;
        *slash = '/';
    }
    if (!others_can_enter(folder))
        return folder;
    free(folder);
    return NULL;
}

/* The system's daemon runs QEMU as the user libvirt-qemu. */
static bool probe_access(const struct libvirt_settings *settings, struct probe *probe)
{
    UTIL_FREE char *cache = paths_cache(), *runtime = paths_runtime();
    UTIL_FREE char *barrier = libvirt_uri_is_system(settings->uri) ? find_barrier(cache) : NULL;
    const char *variable = "XDG_CACHE_HOME";
    if (!barrier && libvirt_uri_is_system(settings->uri)) {
        barrier = find_barrier(runtime);
        variable = "XDG_RUNTIME_DIR";
    }
    if (!barrier)
        return true;
    snprintf(probe->reason, sizeof probe->reason,
             "the user libvirt-qemu cannot enter the folder %.150s", barrier);
    snprintf(probe->hint, sizeof probe->hint,
             "set %s to a folder that other users can enter, or set \"uri\" to qemu:///session in "
             "the configuration file",
             variable);
    return false;
}

/* ---- the verb ---- */

static void print_settings(const struct libvirt_settings *settings, struct probe *probe)
{
    snprintf(probe->settings, sizeof probe->settings, "machine %.40s, CPU %s, disk cache %s",
             settings->machine, probe->emulated ? "emulated" : "host-passthrough", settings->cache);
}

void libvirt_probe(const struct environment *environment, struct probe *probe)
{
    struct deadline deadline = deadline_in(PROBE_S);
    struct libvirt_settings settings = libvirt_settings_of(environment);
    struct libvirt_failure failure;
    struct probe kvm = {0};
    *probe = (struct probe){0};
    if (!probe_access(&settings, probe))
        return;
    if (!libvirt_machine_exists(&settings)) {
        snprintf(probe->reason, sizeof probe->reason, "QEMU's machine %.60s is for x86-64 only",
                 settings.machine);
        snprintf(probe->hint, sizeof probe->hint, "use kvm or firecracker");
        return;
    }
    virConnectPtr connection = libvirt_connect(settings.uri, deadline, &failure);
    if (!connection) {
        explain_connection(environment, settings.uri, &failure, probe);
        return;
    }
    probe->emulated = !kvm_probe(&kvm);
    if (!probe_machine(environment, &settings, connection, deadline, probe)) {
        probe->emulated = false;
        return;
    }
    print_settings(&settings, probe);
    probe->ready = !probe->emulated || environment->allow_emulation;
    if (!probe->ready) {
        memcpy(probe->reason, kvm.reason, sizeof probe->reason);
        memcpy(probe->hint, kvm.hint, sizeof probe->hint);
    }
}
