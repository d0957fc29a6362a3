/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that may block for any time, with a deadline for the caller. */
#define _GNU_SOURCE
#include "backends/libvirt/call.h"

#include "src/base/util.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>

enum state { RUNS, ENDED, ABANDONED };

struct call {
    void (*work)(void *context);
    void (*abandon)(void *context);
    void *context;
    int ended_fd; /* becomes readable when the work ends */
    atomic_int state;
};

static void call_free(struct call *call)
{
    util_close(&call->ended_fd);
    free(call);
}

/* This thread frees a call that was abandoned; the waiting thread joins it and frees any other. */
static void *run(void *argument)
{
    struct call *call = argument;
    call->work(call->context);
    if (atomic_exchange(&call->state, ENDED) != ABANDONED) {
        eventfd_write(call->ended_fd, 1);
    } else {
        call->abandon(call->context);
        call_free(call);
    }
    return NULL;
}

/* The program's own threads handle all signals. */
static bool start_thread(struct call *call, pthread_t *thread)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(thread, NULL, run, call);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0;
}

static void await(const struct call *call, struct deadline deadline)
{
    struct pollfd polled[] = {{.fd = call->ended_fd, .events = POLLIN},
                              {.fd = deadline.cancel_fd, .events = POLLIN}};
    while (poll(polled, ARRAY_LENGTH(polled), deadline_left_ms(deadline)) < 0 && errno == EINTR) {
    }
}

bool libvirt_call(void (*work)(void *context), void (*abandon)(void *context), void *context,
                  struct deadline deadline)
{
    struct call *call = util_alloc(1, sizeof *call);
    *call = (struct call){
        .work = work, .abandon = abandon, .context = context, .ended_fd = eventfd(0, EFD_CLOEXEC)};
    pthread_t thread;
    if (!start_thread(call, &thread)) {
        work(context);
        call_free(call);
        return true;
    }
    await(call, deadline);
    bool ended = atomic_exchange(&call->state, ABANDONED) == ENDED;
    if (ended) {
        pthread_join(thread, NULL);
        call_free(call);
    } else {
        pthread_detach(thread);
    }
    return ended;
}
