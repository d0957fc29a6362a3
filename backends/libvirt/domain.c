/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One running domain of libvirt, and how it ends. */
#define _GNU_SOURCE
#include "backends/libvirt/domain.h"

#include "backends/libvirt/call.h"
#include "src/base/program.h"
#include "src/base/util.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

/* Shared with libvirt's callbacks, which may still run while the domain is taken down; so it has a
 * count of references. */
struct watch {
    char *name;
    int ended_fd;
    atomic_int state; /* enum libvirt_end */
    atomic_int references;
};

struct libvirt_domain {
    virConnectPtr connection;
    virDomainPtr domain;
    struct watch *watch;
    int lifecycle; /* number of the callback for lifecycle events, -1 = none */
    bool closes;   /* the callback for a lost connection is registered */
    char *xml;     /* used while the domain is created */
    struct libvirt_failure failure;
};

/* ---- events ---- */

enum libvirt_end libvirt_end_after(enum libvirt_end now, int event, int detail)
{
    if (now != LIBVIRT_RUNS)
        return now;
    switch (event) {
    case VIR_DOMAIN_EVENT_SHUTDOWN:
        return detail == VIR_DOMAIN_EVENT_SHUTDOWN_HOST ? LIBVIRT_DESTROYED : LIBVIRT_SHUT_DOWN;
    case VIR_DOMAIN_EVENT_CRASHED:
        return LIBVIRT_DIED;
    case VIR_DOMAIN_EVENT_STOPPED:
        break;
    default:
        return now;
    }
    switch (detail) {
    case VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN:
        return LIBVIRT_SHUT_DOWN;
    case VIR_DOMAIN_EVENT_STOPPED_DESTROYED:
        return LIBVIRT_DESTROYED;
    default:
        return LIBVIRT_DIED;
    }
}

static void watch_release(void *context)
{
    struct watch *watch = context;
    if (atomic_fetch_sub(&watch->references, 1) > 1)
        return;
    util_close(&watch->ended_fd);
    free(watch->name);
    free(watch);
}

static void watch_set(struct watch *watch, enum libvirt_end state)
{
    atomic_store(&watch->state, (int)state);
    if (state != LIBVIRT_RUNS)
        eventfd_write(watch->ended_fd, 1);
}

static int on_lifecycle(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                        void *context)
{
    (void)connection;
    struct watch *watch = context;
    if (strcmp(vir.DomainGetName(domain), watch->name) == 0)
        watch_set(watch,
                  libvirt_end_after((enum libvirt_end)atomic_load(&watch->state), event, detail));
    return 0;
}

static void on_close(virConnectPtr connection, int reason, void *context)
{
    (void)connection;
    (void)reason;
    struct watch *watch = context;
    if (atomic_load(&watch->state) == LIBVIRT_RUNS)
        watch_set(watch, LIBVIRT_LOST);
}

/* ---- create ---- */

/* Called before the domain exists, so that no event is lost. */
static int begin_watching(struct libvirt_domain *domain)
{
    struct watch *watch = domain->watch;
    atomic_fetch_add(&watch->references, 1);
    domain->lifecycle = vir.ConnectDomainEventRegisterAny(
        domain->connection, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
        VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle), watch, watch_release);
    if (domain->lifecycle < 0) {
        watch_release(watch);
        return -1;
    }
    atomic_fetch_add(&watch->references, 1);
    domain->closes =
        vir.ConnectRegisterCloseCallback(domain->connection, on_close, watch, watch_release) == 0;
    if (!domain->closes)
        watch_release(watch);
    return domain->closes ? 0 : -1;
}

static void create(void *context)
{
    struct libvirt_domain *domain = context;
    if (begin_watching(domain) == 0)
        domain->domain =
            vir.DomainCreateXML(domain->connection, domain->xml, VIR_DOMAIN_START_AUTODESTROY);
    if (!domain->domain)
        libvirt_failure_get(&domain->failure);
}

static void take_down(void *context)
{
    struct libvirt_domain *domain = context;
    if (domain->domain)
        vir.DomainDestroy(domain->domain); /* fails if it has ended, which is fine */
    if (domain->lifecycle >= 0)
        vir.ConnectDomainEventDeregisterAny(domain->connection, domain->lifecycle);
    if (domain->closes)
        vir.ConnectUnregisterCloseCallback(domain->connection, on_close);
    domain->lifecycle = -1;
    domain->closes = false;
}

static void domain_free(void *context)
{
    struct libvirt_domain *domain = context;
    if (domain->domain)
        vir.DomainFree(domain->domain);
    vir.ConnectClose(domain->connection);
    watch_release(domain->watch);
    free(domain->xml);
    free(domain);
}

static void take_down_and_free(void *context)
{
    take_down(context);
    domain_free(context);
}

static struct libvirt_domain *domain_new(virConnectPtr connection, const char *name,
                                         const char *xml)
{
    struct watch *watch = util_alloc(1, sizeof *watch);
    *watch = (struct watch){.name = util_strdup(name),
                            .ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                            .references = 1};
    struct libvirt_domain *domain = util_alloc(1, sizeof *domain);
    *domain = (struct libvirt_domain){
        .connection = connection, .watch = watch, .lifecycle = -1, .xml = util_strdup(xml)};
    return domain;
}

struct libvirt_domain *libvirt_domain_create(const char *uri, const char *name, const char *xml,
                                             struct deadline deadline, struct error *error)
{
    struct libvirt_failure failure;
    virConnectPtr connection = libvirt_connect(uri, deadline, &failure);
    if (!connection) {
        error_set(error, EXIT_TRIALS_FAILED, "libvirt's daemon cannot be reached: %s",
                  failure.text);
        return NULL;
    }
    struct libvirt_domain *domain = domain_new(connection, name, xml);
    if (!libvirt_call(create, take_down_and_free, domain, deadline)) {
        libvirt_disconnect();
        error_set(error, EXIT_TRIALS_FAILED, "the virtual machine was not created in time");
        return NULL;
    }
    if (domain->domain)
        return domain;
    error_set(error, EXIT_TRIALS_FAILED, "libvirt could not create the virtual machine: %s",
              domain->failure.text);
    take_down_and_free(domain);
    return NULL;
}

int libvirt_domain_fd(const struct libvirt_domain *domain)
{
    return domain->watch->ended_fd;
}

enum libvirt_end libvirt_domain_state(const struct libvirt_domain *domain)
{
    return (enum libvirt_end)atomic_load(&domain->watch->state);
}

/* ---- destroy ---- */

bool libvirt_domain_destroy(struct libvirt_domain *domain, struct deadline deadline)
{
    if (!libvirt_call(take_down, domain_free, domain, deadline)) {
        libvirt_disconnect();
        return false;
    }
    domain_free(domain);
    return true;
}

/* ---- what dead engines left ---- */

static bool is_orphan(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(name, prefix, length) != 0 || !isdigit((unsigned char)name[length]))
        return false;
    char *end;
    pid_t pid = (pid_t)strtol(name + length, &end, 10);
    return *end == '\0' && !program_is_edgetop(pid);
}

struct sweep {
    virConnectPtr connection;
    char *prefix;
    int removed;
    struct libvirt_failure failure;
};

static void sweep_now(void *context)
{
    struct sweep *sweep = context;
    virDomainPtr *domains;
    int count =
        vir.ConnectListAllDomains(sweep->connection, &domains, VIR_CONNECT_LIST_DOMAINS_TRANSIENT);
    if (count < 0)
        libvirt_failure_get(&sweep->failure);
    for (int i = 0; i < count; i++) {
        if (is_orphan(vir.DomainGetName(domains[i]), sweep->prefix))
            sweep->removed += vir.DomainDestroy(domains[i]) == 0;
        vir.DomainFree(domains[i]);
    }
    if (count >= 0)
        free(domains);
    else
        sweep->removed = -1;
}

static void sweep_free(void *context)
{
    struct sweep *sweep = context;
    vir.ConnectClose(sweep->connection);
    free(sweep->prefix);
    free(sweep);
}

int libvirt_domains_sweep(const char *uri, const char *prefix, struct deadline deadline,
                          struct error *error)
{
    struct libvirt_failure failure;
    virConnectPtr connection = libvirt_connect(uri, deadline, &failure);
    if (!connection)
        return 0; /* without a daemon there are no domains */
    struct sweep *sweep = util_alloc(1, sizeof *sweep);
    *sweep = (struct sweep){.connection = connection, .prefix = util_strdup(prefix)};
    if (!libvirt_call(sweep_now, sweep_free, sweep, deadline)) {
        libvirt_disconnect();
        return error_set(error, EXIT_NO_ENVIRONMENT, "libvirt's daemon does not answer");
    }
    int removed = sweep->removed;
    if (removed < 0)
        error_set(error, EXIT_NO_ENVIRONMENT, "libvirt cannot list its domains: %s",
                  sweep->failure.text);
    sweep_free(sweep);
    return removed;
}
