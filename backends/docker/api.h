/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Docker Engine API over its unix socket. */
#ifndef EDGETOP_BACKENDS_DOCKER_API_H
#define EDGETOP_BACKENDS_DOCKER_API_H

#include "backends/backend.h"
#include "backends/process/unix_http.h"
#include "src/base/error.h"

#include <cjson/cJSON.h>

/* A daemon that answered, and the API version agreed on with it. */
struct docker_api {
    struct unix_http http; /* the version is its prefix: "/v1.41" */
    int version;           /* 1041 */
    char software[64];     /* the daemon's version, "20.10.24" */
};

/* The daemon's socket: $DOCKER_HOST where that is unix://, else /var/run/docker.sock. NULL where
 * $DOCKER_HOST is another kind of address. */
const char *docker_api_socket(void);

/* connect(2) to the socket: 0, or its errno; EPROTONOSUPPORT where $DOCKER_HOST is another kind of
 * address. */
int docker_api_reach(void);

/* Agrees on an API version with the daemon. Returns -1 with the error set; call docker_api_close()
 * in any case. */
int docker_api_open(struct docker_api *api, struct deadline deadline, struct error *error);
void docker_api_close(struct docker_api *api);

/* As unix_http_call(). */
long docker_api_call(struct docker_api *api, const struct unix_http_request *request,
                     struct deadline deadline, cJSON **reply, struct error *error);

#endif
