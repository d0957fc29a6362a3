/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP over a unix socket, with libcurl: requests with a deadline. */
#ifndef EDGETOP_BACKENDS_PROCESS_UNIX_HTTP_H
#define EDGETOP_BACKENDS_PROCESS_UNIX_HTTP_H

#include "backends/backend.h"
#include "src/base/curl.h"
#include "src/base/error.h"

#include <cjson/cJSON.h>

/* A server, and a connection that all requests use. */
struct unix_http {
    const char *server;  /* its name, for messages; the caller owns it */
    const char *message; /* the key of its message in an answer that refuses; the caller owns it */
    char socket[108];
    char prefix[16]; /* stands before every path */
    CURLM *multi;
    CURL *easy;
};

/* One request. path begins with '/' and is already encoded. It has a body or a file or neither. */
struct unix_http_request {
    const char *method;
    const char *path;
    const cJSON *body;
    const char *file; /* path of a file that is sent as the body */
};

/* Why the wait for transfers ended. */
enum unix_http_wait { UNIX_HTTP_READY, UNIX_HTTP_DEADLINE, UNIX_HTTP_CANCELLED };

/* connect(2) to the socket: 0, or its errno. */
int unix_http_reach(const char *socket);

/* Sends nothing yet. Returns -1 with the error set if libcurl cannot be loaded; call
 * unix_http_close() in any case. */
int unix_http_open(struct unix_http *http, const char *server, const char *message,
                   const char *socket, struct error *error);
void unix_http_close(struct unix_http *http);

/* Sends the request and waits for the whole answer. Returns its HTTP status; from 400 on the error
 * is set to the server's message. Returns -1 with the error set if no answer came. *reply (where
 * not NULL; the caller frees it by cJSON_Delete()) becomes the last JSON text of the body, NULL if
 * there is none. */
long unix_http_call(struct unix_http *http, const struct unix_http_request *request,
                    struct deadline deadline, cJSON **reply, struct error *error);

/* An empty POST whose answer takes long: the caller owns it and runs it in a multi handle of its
 * own. */
CURL *unix_http_transfer(const struct unix_http *http, const char *path,
                         curl_write_callback receive, void *context);

/* Waits until a transfer of multi can go on, then lets all of them go on; or until the deadline. */
enum unix_http_wait unix_http_step(CURLM *multi, struct deadline deadline);

#endif
