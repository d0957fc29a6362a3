/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Docker Engine API over its unix socket: requests that obey a deadline. */
#ifndef EDGETOP_DOCKER_API_H
#define EDGETOP_DOCKER_API_H

#include "backends/backend.h"
#include "backends/curl.h"
#include "src/error.h"

#include <cjson/cJSON.h>

/* A daemon that answered, the API version agreed on with it, and a connection that is reused. */
struct docker_api {
    char socket[108];
    char prefix[16];   /* "/v1.41" */
    int version;       /* 1041 */
    char software[64]; /* the daemon's version, "20.10.24" */
    CURLM *multi;
    CURL *easy;
};

/* What is asked for. path begins with '/' and is encoded already. At most one of body and file. */
struct docker_request {
    const char *method;
    const char *path;
    const cJSON *body;
    const char *file; /* path of a file to be sent as it is read */
};

/* How waiting for transfers ended. */
enum docker_wait { DOCKER_READY, DOCKER_DEADLINE, DOCKER_CANCELLED };

/* The daemon's socket: $DOCKER_HOST where that is unix://, else /var/run/docker.sock. NULL where
 * $DOCKER_HOST names another kind of address. */
const char *docker_api_socket(void);

/* connect(2) to the socket: 0, or its errno; EPROTONOSUPPORT where $DOCKER_HOST is no unix://. */
int docker_api_reach(void);

/* Agrees on an API version with the daemon; docker_api_close() in any case. Returns -1 with the
 * error set. */
int docker_api_open(struct docker_api *api, struct deadline deadline, struct error *error);
void docker_api_close(struct docker_api *api);

/* Sends the request and waits for the whole answer. Returns its HTTP status; from 400 on *error
 * holds the daemon's message. Returns -1 with the error set where no answer came. *reply (where
 * not NULL; cJSON_Delete() it) becomes the last JSON text of the body, NULL where there is none. */
long docker_api_call(struct docker_api *api, const struct docker_request *request,
                     struct deadline deadline, cJSON **reply, struct error *error);

/* An empty POST that the caller drives in a multi handle of its own, for answers that last as long
 * as a container. The caller owns the handle. */
CURL *docker_api_transfer(const struct docker_api *api, const char *path,
                          curl_write_callback receive, void *context);

/* Waits until a transfer of multi has something to do or the deadline is over, then lets all of
 * them go on. */
enum docker_wait docker_api_step(CURLM *multi, struct deadline deadline);

#endif
