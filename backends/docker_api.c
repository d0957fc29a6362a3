/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Docker Engine API over its unix socket. */
#define _GNU_SOURCE
#include "backends/docker_api.h"

#include "src/util.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

/* The API versions whose documentation this was written to: Docker 19.03 to 27. */
enum { OLDEST_VERSION = 1040, NEWEST_VERSION = 1047 };

static const size_t REPLY_MAX_BYTES = 8 << 20;
static const double POLL_MAX_MS = 60000;

/* The body of an answer, NUL-terminated. */
struct body {
    char *text;
    size_t length;
};

/* ---- the socket ---- */

const char *docker_api_socket(void)
{
    const char *host = getenv("DOCKER_HOST");
    if (!host || !*host)
        return "/var/run/docker.sock";
    return strncmp(host, "unix://", 7) == 0 ? host + 7 : NULL;
}

int docker_api_reach(void)
{
    const char *path = docker_api_socket();
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!path)
        return EPROTONOSUPPORT;
    if (strlen(path) >= sizeof address.sun_path)
        return ENAMETOOLONG;
    strcpy(address.sun_path, path);
    UTIL_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return errno;
    return 0;
}

/* ---- transfers ---- */

/* What every request has in common. A proxy of the operator's environment is not for us. */
static void set_common(CURL *easy, const struct docker_api *api, const char *path)
{
    UTIL_FREE char *url = util_format("http://docker%s%s", api->prefix, path);
    curl.easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, api->socket);
    curl.easy_setopt(easy, CURLOPT_URL, url);
    curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

CURL *docker_api_transfer(const struct docker_api *api, const char *path,
                          curl_write_callback receive, void *context)
{
    CURL *easy = curl.easy_init();
    set_common(easy, api, path);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDS, "");
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, context);
    return easy;
}

enum docker_wait docker_api_step(CURLM *multi, struct deadline deadline)
{
    struct curl_waitfd cancel = {.fd = deadline.cancel_fd, .events = CURL_WAIT_POLLIN};
    double left_ms = ceil((deadline.at_s - util_now_s()) * 1000);
    int running;
    if (left_ms <= 0)
        return DOCKER_DEADLINE;
    curl.multi_poll(multi, &cancel, deadline.cancel_fd >= 0, (int)fmin(left_ms, POLL_MAX_MS), NULL);
    if (cancel.revents)
        return DOCKER_CANCELLED;
    curl.multi_perform(multi, &running);
    return DOCKER_READY;
}

/* ---- one request ---- */

static size_t receive_body(char *data, size_t size, size_t count, void *context)
{
    struct body *body = context;
    size_t length = size * count;
    if (body->length + length > REPLY_MAX_BYTES)
        return 0;
    body->text = util_realloc(body->text, body->length + length + 1, 1);
    memcpy(body->text + body->length, data, length);
    body->length += length;
    body->text[body->length] = '\0';
    return length;
}

/* The last of the JSON texts in the body: a progress report is a row of them, and says last what
 * went wrong. */
static cJSON *last_json(const char *text)
{
    cJSON *last = NULL, *json;
    while (text && (json = cJSON_ParseWithOpts(text, &text, false))) {
        cJSON_Delete(last);
        last = json;
    }
    return last;
}

static void set_body(CURL *easy, const cJSON *json)
{
    char *text = json ? cJSON_PrintUnformatted(json) : NULL;
    curl.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, text ? text : "");
    cJSON_free(text);
}

/* The file stays open until the request is over; NULL with the error set. */
static FILE *set_upload(CURL *easy, const char *path, struct error *error)
{
    struct stat status;
    FILE *file = fopen(path, "rbe");
    if (!file || fstat(fileno(file), &status) < 0) {
        error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s", path, strerror(errno));
        if (file)
            fclose(file);
        return NULL;
    }
    curl.easy_setopt(easy, CURLOPT_POST, 1L);
    curl.easy_setopt(easy, CURLOPT_READDATA, file);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)status.st_size);
    return file;
}

/* Drives the only transfer of api->multi to its end; -1 with the error set. */
static int finish(struct docker_api *api, const char *path, struct deadline deadline,
                  struct error *error)
{
    CURLMsg *message;
    int queued;
    while (!(message = curl.multi_info_read(api->multi, &queued))) {
        switch (docker_api_step(api->multi, deadline)) {
        case DOCKER_DEADLINE:
            return error_set(error, EXIT_TRIALS_FAILED, "Docker did not answer in time (%s)", path);
        case DOCKER_CANCELLED:
            return error_set(error, EXIT_CANCELLED, "cancelled");
        case DOCKER_READY:
            break;
        }
    }
    if (message->data.result != CURLE_OK)
        return error_set(error, EXIT_TRIALS_FAILED, "no answer from Docker's daemon at %s: %s",
                         api->socket, curl.easy_strerror(message->data.result));
    return 0;
}

/* Sends what api->easy was set up for. */
static long exchange(struct docker_api *api, const char *path, struct deadline deadline,
                     cJSON **reply, struct error *error)
{
    struct body body = {0};
    long status = -1;
    curl.easy_setopt(api->easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl.easy_setopt(api->easy, CURLOPT_WRITEDATA, &body);
    curl.multi_add_handle(api->multi, api->easy);
    if (finish(api, path, deadline, error) == 0)
        curl.easy_getinfo(api->easy, CURLINFO_RESPONSE_CODE, &status);
    curl.multi_remove_handle(api->multi, api->easy);
    UTIL_JSON cJSON *json = status < 0 ? NULL : last_json(body.text);
    free(body.text);
    const char *message = util_json_string(json, "message");
    if (status >= 400)
        error_set(error, EXIT_TRIALS_FAILED, "Docker: %s (HTTP %ld)", message ? message : path,
                  status);
    if (reply) {
        *reply = json;
        json = NULL;
    }
    return status;
}

long docker_api_call(struct docker_api *api, const struct docker_request *request,
                     struct deadline deadline, cJSON **reply, struct error *error)
{
    FILE *file = NULL;
    if (reply)
        *reply = NULL;
    curl.easy_reset(api->easy);
    set_common(api->easy, api, request->path);
    curl.easy_setopt(api->easy, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->file && !(file = set_upload(api->easy, request->file, error)))
        return -1;
    if (!file && strcmp(request->method, "POST") == 0)
        set_body(api->easy, request->body);
    struct curl_slist *headers = curl.slist_append(NULL, "Expect:");
    headers = curl.slist_append(headers, file ? "Content-Type: application/x-tar"
                                              : "Content-Type: application/json");
    curl.easy_setopt(api->easy, CURLOPT_HTTPHEADER, headers);
    long status = exchange(api, request->path, deadline, reply, error);
    curl.slist_free_all(headers);
    if (file)
        fclose(file);
    return status;
}

/* ---- the daemon ---- */

/* "1.41" as 1041; 0 where it is no version. */
static int parse_version(const char *text)
{
    int major, minor;
    return text && sscanf(text, "%d.%d", &major, &minor) == 2 ? major * 1000 + minor : 0;
}

static int negotiate(struct docker_api *api, const cJSON *reply, struct error *error)
{
    const char *software = util_json_string(reply, "Version");
    const char *offered = util_json_string(reply, "ApiVersion");
    int version = parse_version(offered);
    if (version < OLDEST_VERSION)
        return error_set(error, EXIT_NO_ENVIRONMENT,
                         "Docker %s is too old: it speaks API version %s, 1.%d is needed",
                         software ? software : "", offered ? offered : "unknown",
                         OLDEST_VERSION % 1000);
    api->version = version < NEWEST_VERSION ? version : NEWEST_VERSION;
    snprintf(api->prefix, sizeof api->prefix, "/v%d.%d", api->version / 1000, api->version % 1000);
    snprintf(api->software, sizeof api->software, "%s", software ? software : "");
    api->software[strcspn(api->software, "+-~")] = '\0'; /* the distribution's suffix */
    util_make_printable(api->software);
    return 0;
}

int docker_api_open(struct docker_api *api, struct deadline deadline, struct error *error)
{
    *api = (struct docker_api){0};
    if (curl_load(error) != 0)
        return -1;
    *api = (struct docker_api){.multi = curl.multi_init(), .easy = curl.easy_init()};
    int failure = docker_api_reach();
    if (failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "Docker's daemon cannot be reached: %s",
                         strerror(failure));
    snprintf(api->socket, sizeof api->socket, "%s", docker_api_socket());
    UTIL_JSON cJSON *reply = NULL;
    long status =
        docker_api_call(api, &(struct docker_request){.method = "GET", .path = "/version"},
                        deadline, &reply, error);
    return status == 200 ? negotiate(api, reply, error) : -1;
}

void docker_api_close(struct docker_api *api)
{
    if (!api->easy)
        return;
    curl.easy_cleanup(api->easy);
    curl.multi_cleanup(api->multi);
    *api = (struct docker_api){0};
}
