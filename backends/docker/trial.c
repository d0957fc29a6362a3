/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One trial in a container: created, attached to, started, waited for, removed. */
#define _GNU_SOURCE
#include "backends/docker/trial.h"

#include "backends/docker/api.h"
#include "backends/docker/container.h"
#include "backends/docker/stream.h"
#include "src/base/json.h"
#include "src/base/util.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const double CREATE_S = 30;  /* never interrupted: the container would stay */
static const double INSPECT_S = 5;  /* to inspect a container */
static const double DESTROY_S = 15; /* removing one container */

/* A request whose answer comes while other requests run. */
struct transfer {
    CURL *easy; /* NULL = not open */
    bool ended;
    CURLcode result; /* valid once ended */
    char answer[1024];
    size_t answer_bytes;
};

struct instance {
    struct docker_api api;
    char *id;     /* of the container; NULL = none */
    CURLM *multi; /* the transfers */
    struct transfer attach, wait, start;
    bool started; /* BACKEND_STARTED was returned */
    bool broken;  /* the output is not a stream of frames */
    pid_t pid;    /* of its first process, 0 = unknown */
    int pidfd;    /* of the same, -1 = none */
    struct docker_stream stream;
    /* Attached output that next() has not returned yet: output[begin, end). The transfer pauses
     * while more does not fit. */
    size_t begin, end;
    bool paused;
    char output[64 << 10];
};

/* ---- transfers ---- */

static size_t receive_output(char *data, size_t size, size_t count, void *context)
{
    struct instance *instance = context;
    size_t length = size * count;
    if (instance->end + length > sizeof instance->output) {
        instance->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    memcpy(instance->output + instance->end, data, length);
    instance->end += length;
    return length;
}

static size_t receive_answer(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    if (transfer->answer_bytes + length >= sizeof transfer->answer)
        return 0;
    memcpy(transfer->answer + transfer->answer_bytes, data, length);
    transfer->answer_bytes += length;
    return length;
}

static void close_transfer(struct instance *instance, struct transfer *transfer)
{
    if (!transfer->easy)
        return;
    curl.multi_remove_handle(instance->multi, transfer->easy);
    curl.easy_cleanup(transfer->easy);
    transfer->easy = NULL;
}

static struct transfer *transfer_of(struct instance *instance, const CURL *easy)
{
    if (easy == instance->attach.easy)
        return &instance->attach;
    return easy == instance->wait.easy ? &instance->wait : &instance->start;
}

/* Waits until a transfer can go on, and marks the transfers that have ended. */
static enum unix_http_wait step(struct instance *instance, struct deadline deadline)
{
    enum unix_http_wait outcome = unix_http_step(instance->multi, deadline);
    CURLMsg *message;
    int queued;
    while ((message = curl.multi_info_read(instance->multi, &queued))) {
        struct transfer *transfer = transfer_of(instance, message->easy_handle);
        transfer->ended = true;
        transfer->result = message->data.result;
    }
    return outcome;
}

static long status_of(const struct transfer *transfer)
{
    long status = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* Both must be answered before the container starts, or its first output would be lost. */
static int await_answers(struct instance *instance, struct deadline deadline, struct error *error)
{
    const struct transfer *both[] = {&instance->attach, &instance->wait};
    for (size_t i = 0; i < ARRAY_LENGTH(both); i++) {
        while (status_of(both[i]) == 0) {
            if (both[i]->ended)
                return error_set(error, EXIT_TRIALS_FAILED, "no answer from Docker's daemon: %s",
                                 curl.easy_strerror(both[i]->result));
            enum unix_http_wait outcome = step(instance, deadline);
            if (outcome == UNIX_HTTP_DEADLINE)
                return error_set(error, EXIT_TRIALS_FAILED, "Docker did not answer in time");
            if (outcome == UNIX_HTTP_CANCELLED)
                return error_set(error, EXIT_CANCELLED, "cancelled");
        }
        if (status_of(both[i]) != 200)
            return error_set(error, EXIT_TRIALS_FAILED, "Docker refused to attach (HTTP %ld)",
                             status_of(both[i]));
    }
    return 0;
}

static void open_transfer(struct instance *instance, struct transfer *transfer, const char *verb,
                          curl_write_callback receive, void *context)
{
    UTIL_FREE char *path = util_format("/containers/%s/%s", instance->id, verb);
    transfer->easy = unix_http_transfer(&instance->api.http, path, receive, context);
    curl.multi_add_handle(instance->multi, transfer->easy);
}

static int open_transfers(struct instance *instance, struct deadline deadline, struct error *error)
{
    instance->multi = curl.multi_init();
    open_transfer(instance, &instance->attach, "attach?stream=1&stdin=1&stdout=1&stderr=1",
                  receive_output, instance);
    open_transfer(instance, &instance->wait, "wait?condition=next-exit", receive_answer,
                  &instance->wait);
    return await_answers(instance, deadline, error);
}

/* ---- start ---- */

static int create_container(struct instance *instance, const struct trial_spec *spec,
                            struct deadline deadline, struct error *error)
{
    JSON_FREE cJSON *body = docker_container(spec);
    JSON_FREE cJSON *reply = NULL;
    struct unix_http_request request = {
        .method = "POST", .path = "/containers/create", .body = body};
    struct deadline limit = deadline_in(CREATE_S);
    limit.at_s = fmin(limit.at_s, deadline.at_s);
    if (docker_api_call(&instance->api, &request, limit, &reply, error) != 201)
        return -1;
    instance->id = util_strdup(json_string(reply, "Id"));
    return instance->id ? 0
                        : error_set(error, EXIT_TRIALS_FAILED, "Docker returned no container id");
}

/* A request about the container; as docker_api_call(). */
static long call_container(struct instance *instance, const char *method, const char *verb,
                           struct deadline deadline, cJSON **reply, struct error *error)
{
    UTIL_FREE char *path = util_format("/containers/%s%s", instance->id, verb);
    struct unix_http_request request = {.method = method, .path = path};
    return docker_api_call(&instance->api, &request, deadline, reply, error);
}

/* Docker answers only some time after the program has started (0.1 s or more). The first output
 * must not wait for that, so the answer is received beside the output. */
static void send_start(struct instance *instance)
{
    int running;
    open_transfer(instance, &instance->start, "start", receive_answer, &instance->start);
    curl.multi_perform(instance->multi, &running);
}

struct instance *docker_start(const struct trial_spec *spec, struct deadline deadline,
                              struct error *error)
{
    struct instance *instance = util_alloc(1, sizeof *instance);
    instance->pidfd = -1;
    if (docker_api_open(&instance->api, deadline, error) == 0 &&
        create_container(instance, spec, deadline, error) == 0 &&
        open_transfers(instance, deadline, error) == 0) {
        send_start(instance);
        return instance;
    }
    docker_destroy(instance);
    return NULL;
}

/* ---- what happens ---- */

/* Puts the next piece of output into *event; false if there is none. */
static bool take_output(struct instance *instance, struct backend_event *event)
{
    struct docker_piece piece = {0};
    while (piece.length == 0 && instance->begin < instance->end && !instance->broken) {
        ptrdiff_t used = docker_stream_next(&instance->stream, instance->output + instance->begin,
                                            instance->end - instance->begin, &piece);
        instance->broken = used < 0;
        instance->begin += used < 0 ? 0 : (size_t)used;
    }
    if (piece.length == 0)
        return false;
    *event = (struct backend_event){.kind = BACKEND_OUTPUT,
                                    .stream = piece.channel == DOCKER_STDOUT ? OUTPUT_EVENTS
                                                                             : OUTPUT_CONSOLE,
                                    .data = piece.data,
                                    .length = piece.length};
    return true;
}

/* The buffer is empty: a paused transfer may go on. */
static void make_room(struct instance *instance)
{
    instance->begin = instance->end = 0;
    if (!instance->paused)
        return;
    instance->paused = false;
    if (instance->attach.easy)
        curl.easy_pause(instance->attach.easy, CURLPAUSE_CONT);
}

static struct backend_event failure_event(const char *text)
{
    struct backend_event event = {.kind = BACKEND_ERROR};
    error_set(&event.error, EXIT_TRIALS_FAILED, "%s", text);
    return event;
}

/* The event for Docker's answer to the start. */
static struct backend_event start_event(struct instance *instance)
{
    JSON_FREE cJSON *answer = cJSON_Parse(instance->start.answer);
    JSON_FREE cJSON *details = NULL;
    struct error error = {0};
    const char *message = json_string(answer, "message");
    if (instance->start.result != CURLE_OK || status_of(&instance->start) != 204)
        return failure_event(message ? message : "Docker's daemon disconnected at the start");
    if (call_container(instance, "GET", "/json", deadline_in(INSPECT_S), &details, &error) != 200)
        return failure_event(error.text);
    const cJSON *state = cJSON_GetObjectItemCaseSensitive(details, "State");
    instance->pid = json_int(state, "Pid", 0);
    if (instance->pid > 0)
        instance->pidfd = (int)syscall(SYS_pidfd_open, instance->pid, 0);
    instance->started = true;
    return (struct backend_event){.kind = BACKEND_STARTED};
}

/* The event for the end of the container, or of the daemon. */
static struct backend_event end_event(struct instance *instance)
{
    JSON_FREE cJSON *answer = cJSON_Parse(instance->wait.answer);
    JSON_FREE cJSON *details = NULL;
    if (instance->wait.result != CURLE_OK || !cJSON_HasObjectItem(answer, "StatusCode"))
        return failure_event("Docker's daemon disconnected during the trial");
    struct backend_event event = {.kind = BACKEND_EXIT,
                                  .exit_code = json_int(answer, "StatusCode", -1)};
    if (call_container(instance, "GET", "/json", deadline_in(INSPECT_S), &details, &event.error) !=
        200)
        return failure_event(event.error.text);
    const cJSON *state = cJSON_GetObjectItemCaseSensitive(details, "State");
    event.out_of_memory = json_bool(state, "OOMKilled", false);
    return event;
}

/* Both transfers have ended, in either order; a released instance has no output. */
static bool has_ended(const struct instance *instance)
{
    return instance->wait.ended && (instance->attach.ended || !instance->attach.easy);
}

struct backend_event docker_next(struct instance *instance, struct deadline deadline)
{
    struct backend_event event;
    for (;;) {
        if (take_output(instance, &event))
            return event;
        if (instance->broken)
            return failure_event("Docker's output stream is damaged");
        make_room(instance);
        if (instance->end > 0)
            continue;
        if (instance->start.ended && !instance->started)
            return start_event(instance);
        if (has_ended(instance))
            return end_event(instance);
        switch (step(instance, deadline)) {
        case UNIX_HTTP_DEADLINE:
            return (struct backend_event){.kind = BACKEND_DEADLINE};
        case UNIX_HTTP_CANCELLED:
            return (struct backend_event){.kind = BACKEND_CANCELLED};
        case UNIX_HTTP_READY:
            break;
        }
    }
}

pid_t docker_pid(struct instance *instance)
{
    return instance->pid;
}

/* ---- end ---- */

/* The daemon closes the container's stdin when the attached client disconnects. */
void docker_release(struct instance *instance)
{
    close_transfer(instance, &instance->attach);
}

/* Containers outlive their daemon, and the shim keeps their stdin open. Without a daemon edgetop
 * kills the first process itself, if it has permission; the other processes of the PID namespace
 * end with it. */
static void kill_without_daemon(const struct instance *instance)
{
    if (instance->pidfd >= 0)
        syscall(SYS_pidfd_send_signal, instance->pidfd, SIGKILL, NULL, 0);
}

void docker_stop(struct instance *instance, struct deadline deadline)
{
    docker_release(instance);
    while (!instance->start.ended && step(instance, deadline) == UNIX_HTTP_READY)
        ;
    bool runs = status_of(&instance->start) == 204;
    if (!runs || (instance->wait.ended && instance->wait.result == CURLE_OK))
        return;
    if (call_container(instance, "POST", "/kill", deadline, NULL, NULL) < 0)
        kill_without_daemon(instance);
    while (!instance->wait.ended && step(instance, deadline) == UNIX_HTTP_READY)
        ;
}

void docker_destroy(struct instance *instance)
{
    close_transfer(instance, &instance->attach);
    close_transfer(instance, &instance->wait);
    close_transfer(instance, &instance->start);
    if (instance->id)
        call_container(instance, "DELETE", "?force=1&v=1", deadline_in(DESTROY_S), NULL, NULL);
    if (instance->multi)
        curl.multi_cleanup(instance->multi);
    docker_api_close(&instance->api);
    util_close(&instance->pidfd);
    free(instance->id);
    free(instance);
}
