/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP over a unix socket, with libcurl: requests that obey a deadline. */
#ifndef EDGETOP_BACKENDS_PROCESS_UNIX_HTTP_H
#define EDGETOP_BACKENDS_PROCESS_UNIX_HTTP_H

#include "backends/backend.h"
#include "src/base/curl.h"
#include "src/base/error.h"

#include <cjson/cJSON.h>

/* A server and a connection to it that is reused. */
struct unix_http {
    const char *server;  /* its name, for messages; the caller's */
    const char *message; /* the key of its own message in a refusal; the caller's */
    char socket[108];
    char prefix[16]; /* stands before every path */
    CURLM *multi;
    CURL *easy;
};

/* What is asked for. path begins with '/' and is encoded already. At most one of body and file. */
struct unix_http_request {
    const char *method;
    const char *path;
    const cJSON *body;
    const char *file; /* path of a file to be sent as it is read */
};

/* How waiting for transfers ended. */
enum unix_http_wait { UNIX_HTTP_READY, UNIX_HTTP_DEADLINE, UNIX_HTTP_CANCELLED };

/* connect(2) to the socket: 0, or its errno. */
int unix_http_reach(const char *socket);

/* Nothing is sent yet. Returns -1 with the error set where libcurl cannot be loaded;
 * unix_http_close() in any case. */
int unix_http_open(struct unix_http *http, const char *server, const char *message,
                   const char *socket, struct error *error);
void unix_http_close(struct unix_http *http);

/* Sends the request and waits for the whole answer. Returns its HTTP status; from 400 on *error
 * holds the server's message. Returns -1 with the error set where no answer came. *reply (where
 * not NULL; cJSON_Delete() it) becomes the last JSON text of the body, NULL where there is none. */
long unix_http_call(struct unix_http *http, const struct unix_http_request *request,
                    struct deadline deadline, cJSON **reply, struct error *error);

/* An empty POST that the caller drives in a multi handle of its own, for answers that last. The
 * caller owns the handle. */
CURL *unix_http_transfer(const struct unix_http *http, const char *path,
                         curl_write_callback receive, void *context);

/* Waits until a transfer of multi has something to do or the deadline is over, then lets all of
 * them go on. */
enum unix_http_wait unix_http_step(CURLM *multi, struct deadline deadline);

#endif
