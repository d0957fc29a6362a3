/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trials' image in Docker: named by its digest, imported once. */
#define _GNU_SOURCE
#include "backends/docker/image.h"

#include "backends/docker/api.h"
#include "src/base/json.h"
#include "src/base/util.h"

/* The image's tag is that many characters of its digest. */
enum { DOCKER_TAG_LENGTH = 12 };

char *docker_image_name(const struct image *image)
{
    return util_format("edgetop:%.*s", DOCKER_TAG_LENGTH, image->digest);
}

/* 1 = Docker has the image, 0 = it has not, -1 with the error set. */
static int has_image(struct docker_api *api, const struct image *image, struct deadline deadline,
                     struct error *error)
{
    UTIL_FREE char *name = docker_image_name(image);
    UTIL_FREE char *path = util_format("/images/%s/json", name);
    struct unix_http_request request = {.method = "GET", .path = path};
    struct error failure = {0};
    long status = docker_api_call(api, &request, deadline, NULL, &failure);
    if (status == 200)
        return 1;
    return status == 404 ? 0 : error_set(error, failure.code, "%s", failure.text);
}

/* Docker answers 200 as soon as the import begins; a later error is in the body. */
static int import_image(struct docker_api *api, const struct image *image, struct deadline deadline,
                        struct error *error)
{
    UTIL_FREE char *path = util_format("/images/create?fromSrc=-&repo=edgetop&tag=%.*s",
                                       DOCKER_TAG_LENGTH, image->digest);
    JSON_FREE cJSON *reply = NULL;
    struct unix_http_request request = {.method = "POST", .path = path, .file = image->tar};
    if (docker_api_call(api, &request, deadline, &reply, error) != 200)
        return -1;
    const char *failure = json_string(reply, "error");
    if (failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "Docker could not import the image: %s",
                         failure);
    return 0;
}

int docker_prepare(const struct trial_spec *spec, struct deadline deadline, struct error *error)
{
    struct docker_api api;
    int result = docker_api_open(&api, deadline, error);
    if (result == 0)
        result = has_image(&api, spec->image, deadline, error);
    if (result == 0)
        result = import_image(&api, spec->image, deadline, error);
    docker_api_close(&api);
    return result < 0 ? -1 : 0;
}
