/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP over a unix socket, with libcurl. */
#define _GNU_SOURCE
#include "backends/process/unix_http.h"

#include "src/base/json.h"
#include "src/base/util.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static const size_t REPLY_MAX_BYTES = 8 << 20;
static const double POLL_MAX_MS = 60000;

/* The body of an answer, NUL-terminated. */
struct body {
    char *text;
    size_t length;
};

/* ---- the socket ---- */

int unix_http_reach(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return ENAMETOOLONG;
    strcpy(address.sun_path, path);
    UTIL_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return errno;
    return 0;
}

int unix_http_open(struct unix_http *http, const char *server, const char *message,
                   const char *path, struct error *error)
{
    *http = (struct unix_http){.server = server, .message = message};
    if (curl_load(error) != 0)
        return -1;
    http->multi = curl.multi_init();
    http->easy = curl.easy_init();
    snprintf(http->socket, sizeof http->socket, "%s", path);
    return 0;
}

void unix_http_close(struct unix_http *http)
{
    if (!http->easy)
        return;
    curl.easy_cleanup(http->easy);
    curl.multi_cleanup(http->multi);
    *http = (struct unix_http){0};
}

/* ---- transfers ---- */

/* What all requests have in common. The operator's proxy settings do not apply here. */
static void set_common(CURL *easy, const struct unix_http *http, const char *path)
{
    UTIL_FREE char *url = util_format("http://localhost%s%s", http->prefix, path);
    curl.easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, http->socket);
    curl.easy_setopt(easy, CURLOPT_URL, url);
    curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

CURL *unix_http_transfer(const struct unix_http *http, const char *path,
                         curl_write_callback receive, void *context)
{
    CURL *easy = curl.easy_init();
    set_common(easy, http, path);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDS, "");
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, context);
    return easy;
}

enum unix_http_wait unix_http_step(CURLM *multi, struct deadline deadline)
{
    struct curl_waitfd cancel = {.fd = deadline.cancel_fd, .events = CURL_WAIT_POLLIN};
    double left_ms = ceil((deadline.at_s - util_now_s()) * 1000);
    int running;
    if (left_ms <= 0)
        return UNIX_HTTP_DEADLINE;
    curl.multi_poll(multi, &cancel, deadline.cancel_fd >= 0, (int)fmin(left_ms, POLL_MAX_MS), NULL);
    if (cancel.revents)
        return UNIX_HTTP_CANCELLED;
    curl.multi_perform(multi, &running);
    return UNIX_HTTP_READY;
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

/* The last JSON text in the body: a progress report is a row of them, and an error is the last. */
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

/* The file must stay open until the request ends; NULL with the error set. */
static FILE *set_upload(CURL *easy, const char *path, struct error *error)
{
    struct stat status;
    FILE *file = fopen(path, "rbe");
    if (!file || fstat(fileno(file), &status) < 0) {
        error_set(error, EXIT_MACHINE, "%s: %s", path, strerror(errno));
        if (file)
            fclose(file);
        return NULL;
    }
    curl.easy_setopt(easy, CURLOPT_POST, 1L);
    curl.easy_setopt(easy, CURLOPT_READDATA, file);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)status.st_size);
    return file;
}

/* Runs the only transfer of http->multi to its end; -1 with the error set. */
static int finish(struct unix_http *http, const char *path, struct deadline deadline,
                  struct error *error)
{
    CURLMsg *message;
    int queued;
    while (!(message = curl.multi_info_read(http->multi, &queued))) {
        switch (unix_http_step(http->multi, deadline)) {
        case UNIX_HTTP_DEADLINE:
            return error_set(error, EXIT_NO_ENVIRONMENT, "%s did not answer in time (%s)",
                             http->server, path);
        case UNIX_HTTP_CANCELLED:
            return error_set(error, EXIT_CANCELLED, "cancelled");
        case UNIX_HTTP_READY:
            break;
        }
    }
    if (message->data.result != CURLE_OK)
        return error_set(error, EXIT_NO_ENVIRONMENT, "no answer from %s at %s: %s", http->server,
                         http->socket, curl.easy_strerror(message->data.result));
    return 0;
}

/* Sends the request that http->easy is set up for. */
static long exchange(struct unix_http *http, const char *path, struct deadline deadline,
                     cJSON **reply, struct error *error)
{
    struct body body = {0};
    long status = -1;
    curl.easy_setopt(http->easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl.easy_setopt(http->easy, CURLOPT_WRITEDATA, &body);
    curl.multi_add_handle(http->multi, http->easy);
    if (finish(http, path, deadline, error) == 0)
        curl.easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &status);
    curl.multi_remove_handle(http->multi, http->easy);
    JSON_FREE cJSON *json = status < 0 ? NULL : last_json(body.text);
    free(body.text);
    const char *message = json_string(json, http->message);
    if (status >= 400)
        error_set(error, EXIT_NO_ENVIRONMENT, "%s: %s (HTTP %ld)", http->server,
                  message ? message : path, status);
    if (reply) {
        *reply = json;
        json = NULL;
    }
    return status;
}

long unix_http_call(struct unix_http *http, const struct unix_http_request *request,
                    struct deadline deadline, cJSON **reply, struct error *error)
{
    FILE *file = NULL;
    if (reply)
        *reply = NULL;
    curl.easy_reset(http->easy);
    set_common(http->easy, http, request->path);
    curl.easy_setopt(http->easy, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->file && !(file = set_upload(http->easy, request->file, error)))
        return -1;
    if (request->body || (!file && strcmp(request->method, "POST") == 0))
        set_body(http->easy, request->body);
    struct curl_slist *headers = curl.slist_append(NULL, "Expect:");
    headers = curl.slist_append(headers, file ? "Content-Type: application/x-tar"
                                              : "Content-Type: application/json");
    curl.easy_setopt(http->easy, CURLOPT_HTTPHEADER, headers);
    long status = exchange(http, request->path, deadline, reply, error);
    curl.slist_free_all(headers);
    if (file)
        fclose(file);
    return status;
}
