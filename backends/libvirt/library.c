/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading libvirt when it is first needed, and the thread that receives its events. */
#include "backends/libvirt/library.h"

#include "src/base/library.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

struct vir vir;

static struct library library;

/* Every call returns its error, so libvirt need not print it. */
static void keep_quiet(void *context, virErrorPtr error)
{
    (void)context;
    (void)error;
}

/* Waits for messages of the daemon and runs the callbacks. */
static void *run_events(void *context)
{
    while (vir.EventRunDefaultImpl() == 0) {
    }
    return context;
}

/* The program's own threads handle all signals. */
static void start_events(void)
{
    sigset_t all, before;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(&thread, NULL, run_events, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result == 0)
        pthread_detach(thread);
    else
        snprintf(library.failure, sizeof library.failure,
                 "cannot start the thread for its events: %s", strerror(result));
}

static void load(void)
{
    void *address;
    library_open(&library, "libvirt.so.0");
/* By memcpy, because ISO C does not convert an object pointer to a function pointer. */
#define VIR_FUNCTION(name)                                                                         \
    address = library_find(&library, "vir" #name);                                                 \
    memcpy(&vir.name, &address, sizeof address);
    VIR_FUNCTIONS(VIR_FUNCTION)
#undef VIR_FUNCTION
    if (*library.failure)
        return;
    vir.SetErrorFunc(NULL, keep_quiet);
    vir.EventRegisterDefaultImpl();
    start_events();
}

int libvirt_load(struct error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (*library.failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "libvirt cannot be loaded: %s",
                         library.failure);
    return 0;
}
