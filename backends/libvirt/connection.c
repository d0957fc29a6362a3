/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection to libvirt's daemon. */
#define _GNU_SOURCE
#include "backends/libvirt/connection.h"

#include "backends/libvirt/call.h"
#include "src/base/text.h"
#include "src/base/util.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- URI ---- */

const char *libvirt_uri(const struct environment *environment)
{
    if (environment->uri)
        return environment->uri;
    return geteuid() == 0 ? "qemu:///system" : "qemu:///session";
}

/* The part after "qemu://" or "qemu+unix://"; NULL if the URI begins otherwise. */
static const char *path_of(const char *uri)
{
    static const char *const beginnings[] = {"qemu://", "qemu+unix://"};
    for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++) {
        size_t length = strlen(beginnings[i]);
        if (strncmp(uri, beginnings[i], length) == 0)
            return uri + length;
    }
    return NULL;
}

static bool path_is(const char *path, const char *wanted)
{
    size_t length = strlen(wanted);
    return strncmp(path, wanted, length) == 0 && (path[length] == '\0' || path[length] == '?');
}

const char *libvirt_uri_fault(const char *uri)
{
    const char *path = path_of(uri);
    if (!path)
        return "it must begin with qemu:///";
    if (*path != '/')
        return "it is not on this machine";
    if (!path_is(path, "/system") && !path_is(path, "/session"))
        return "it must be qemu:///system or qemu:///session";
    return NULL;
}

bool libvirt_uri_is_system(const char *uri)
{
    const char *path = path_of(uri);
    return path && path_is(path, "/system");
}

/* ---- failures ---- */

/* Skips the time before QEMU's own lines: "2026-11-23T10:15:00.123456Z ". */
static const char *skip_time(const char *line)
{
    int length = 0;
    sscanf(line, "%*4u-%*2u-%*2uT%*2u:%*2u:%*2u.%*uZ: %n", &length);
    if (length == 0)
        sscanf(line, "%*4u-%*2u-%*2uT%*2u:%*2u:%*2u.%*uZ %n", &length);
    return line + length;
}

/* Skips the faulty option that QEMU repeats, which may be long JSON. */
static const char *skip_option(const char *line)
{
    const char *end = strstr(line, "}: ");
    return strncmp(line, "qemu-system-", strlen("qemu-system-")) == 0 && end ? end + 3 : line;
}

void libvirt_last_message(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \r\n", text[length - 1]))
        text[--length] = '\0';
    const char *newline = strrchr(text, '\n');
    const char *line = newline ? newline + 1 : text, *said = strstr(line, "Z qemu-system-");
    /* libvirt's own text may stand before QEMU's. */
    line = skip_option(said ? said + 2 : skip_time(line));
    memmove(text, line, strlen(line) + 1);
    text_make_printable(text);
}

const char *libvirt_last_log_line(char *text)
{
    const char *words = NULL;
    for (char *rest = text, *line; rest && (line = strsep(&rest, "\n"));) {
        const char *said = skip_time(line);
        if (said > line) {
            text_make_printable(line);
            words = said;
        }
    }
    return words;
}

void libvirt_failure_get(struct libvirt_failure *failure)
{
    const virError *error = vir.GetLastError();
    *failure = (struct libvirt_failure){.code = error ? error->code : VIR_ERR_INTERNAL_ERROR};
    if (failure->code == VIR_ERR_SYSTEM_ERROR)
        failure->cause = error->int1;
    UTIL_FREE char *text =
        util_strdup(error && error->message ? error->message : "it gives no reason");
    libvirt_last_message(text);
    snprintf(failure->text, sizeof failure->text, "%s", text);
}

/* ---- connecting ---- */

struct opening {
    char *uri;
    virConnectPtr connection;
    struct libvirt_failure failure;
};

static void open_now(void *context)
{
    struct opening *opening = context;
    opening->connection = vir.ConnectOpen(opening->uri);
    if (!opening->connection)
        libvirt_failure_get(&opening->failure);
}

static void opening_free(void *context)
{
    struct opening *opening = context;
    if (opening->connection)
        vir.ConnectClose(opening->connection);
    free(opening->uri);
    free(opening);
}

static virConnectPtr open_within(const char *uri, struct deadline deadline,
                                 struct libvirt_failure *failure)
{
    struct opening *opening = util_alloc(1, sizeof *opening);
    opening->uri = util_strdup(uri);
    if (!libvirt_call(open_now, opening_free, opening, deadline)) {
        *failure = (struct libvirt_failure){.code = VIR_ERR_OPERATION_TIMEOUT,
                                            .cause = ETIMEDOUT,
                                            .text = "libvirt's daemon does not answer"};
        return NULL;
    }
    virConnectPtr connection = opening->connection;
    *failure = opening->failure;
    opening->connection = NULL;
    opening_free(opening);
    return connection;
}

/* The connection that stays open, and its URI. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static virConnectPtr kept;
static char *kept_uri;

/* The caller holds the mutex. */
static void keep(virConnectPtr connection, const char *uri)
{
    if (kept)
        vir.ConnectClose(kept);
    free(kept_uri);
    kept = connection;
    kept_uri = util_strdup(uri);
}

virConnectPtr libvirt_connect(const char *uri, struct deadline deadline,
                              struct libvirt_failure *failure)
{
    struct error error;
    if (libvirt_load(&error) < 0) {
        *failure = (struct libvirt_failure){.code = VIR_ERR_NO_SUPPORT, .cause = ENOPKG};
        snprintf(failure->text, sizeof failure->text, "%s", error.text);
        return NULL;
    }
    pthread_mutex_lock(&mutex);
    if (!kept || strcmp(kept_uri, uri) != 0 || vir.ConnectIsAlive(kept) != 1)
        keep(open_within(uri, deadline, failure), uri);
    virConnectPtr connection = kept;
    if (connection)
        vir.ConnectRef(connection);
    pthread_mutex_unlock(&mutex);
    return connection;
}

void libvirt_disconnect(void)
{
    pthread_mutex_lock(&mutex);
    keep(NULL, NULL);
    pthread_mutex_unlock(&mutex);
}
