/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http THREADS: a small REST server at port 8080, by libmicrohttpd. GET /items/N returns an item,
 * POST /items stores one (JSON) and returns its number. */
#define _GNU_SOURCE
#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORT = 8080, ITEMS = 1024, BODY_MAX_BYTES = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *items[ITEMS]; /* the latest ones: item N is items[N % ITEMS] */
static unsigned long last_item;

/* The part of a request that has arrived. */
struct request {
    char body[BODY_MAX_BYTES + 1];
    size_t length;
    bool too_long;
};

/* Takes ownership of the text. */
static unsigned long keep(char *text)
{
    pthread_mutex_lock(&lock);
    unsigned long number = ++last_item;
    char *old = items[number % ITEMS];
    items[number % ITEMS] = text;
    pthread_mutex_unlock(&lock);
    free(old);
    return number;
}

/* A copy of the item; NULL if it is no longer stored. */
static char *look_up(unsigned long number)
{
    char *copy = NULL;
    pthread_mutex_lock(&lock);
    if (number >= 1 && number <= last_item && number + ITEMS > last_item)
        copy = strdup(items[number % ITEMS]);
    pthread_mutex_unlock(&lock);
    return copy;
}

/* Takes ownership of the text; NULL = no body. */
static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, char *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(text ? strlen(text) : 0, text ? text : "",
                                        text ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result get(struct MHD_Connection *connection, const char *path)
{
    unsigned long number = 0;
    char *item = sscanf(path, "/items/%lu", &number) == 1 ? look_up(number) : NULL;
    return answer(connection, item ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND, item);
}

/* Stores valid JSON only, as this server formats it. */
static enum MHD_Result post(struct MHD_Connection *connection, const char *path,
                            const struct request *request)
{
    char *text = NULL;
    cJSON *json = cJSON_Parse(request->body);
    if (strcmp(path, "/items") != 0 || request->too_long || !json) {
        cJSON_Delete(json);
        return answer(connection, MHD_HTTP_BAD_REQUEST, NULL);
    }
    unsigned long number = keep(cJSON_PrintUnformatted(json));
    cJSON_Delete(json);
    if (asprintf(&text, "{\"id\":%lu}", number) < 0)
        text = NULL;
    return answer(connection, MHD_HTTP_CREATED, text);
}

/* Called when the headers of a request have arrived, for each piece of its body, and at its end. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *piece,
                              size_t *length, void **state)
{
    (void)context;
    (void)version;
    struct request *request = *state;
    if (!request) {
        *state = calloc(1, sizeof *request);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*length > 0) {
        request->too_long |= *length > BODY_MAX_BYTES - request->length;
        if (!request->too_long)
            memcpy(request->body + request->length, piece, *length);
        request->length += request->too_long ? 0 : *length;
        *length = 0;
        return MHD_YES;
    }
    if (strcmp(method, "GET") == 0)
        return get(connection, path);
    if (strcmp(method, "POST") == 0)
        return post(connection, path, request);
    return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, NULL);
}

static void forget(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    free(*state);
}

int main(int argc, char **argv)
{
    unsigned threads = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    sigset_t end;
    int number;
    if (threads == 0) {
        fprintf(stderr, "usage: http THREADS\n");
        return EXIT_USAGE;
    }
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_BLOCK, &end, NULL);
    keep(strdup("{\"sensor\":\"cellar\",\"celsius\":12.5}"));
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, PORT, NULL, NULL,
                         handle, NULL, MHD_OPTION_THREAD_POOL_SIZE, threads,
                         MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
    if (!daemon)
        return EXIT_MACHINE;
    sigwait(&end, &number);
    MHD_stop_daemon(daemon);
    return EXIT_SUCCESS;
}
