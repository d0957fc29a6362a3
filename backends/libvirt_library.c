/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading libvirt when it is first needed, and the thread of its events. */
#include "backends/libvirt_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

struct vir vir;

static char failure[256]; /* "" = it is loaded */

/* The address of a function; NULL, and noted, where there is none. */
static void *find(void *library, const char *name)
{
    void *address = library ? dlsym(library, name) : NULL;
    if (!address && !*failure)
        snprintf(failure, sizeof failure, "%s", dlerror());
    return address;
}

/* Every call tells its error; nothing is to be printed besides. */
static void keep_quiet(void *context, virErrorPtr error)
{
    (void)context;
    (void)error;
}

/* Sleeps until something comes from the daemon. */
static void *run_events(void *context)
{
    while (vir.EventRunDefaultImpl() == 0) {
    }
    return context;
}

/* Signals are for the program's own threads. */
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
        snprintf(failure, sizeof failure, "no thread for its events: %s", strerror(result));
}

static void load(void)
{
    void *library = dlopen("libvirt.so.0", RTLD_NOW | RTLD_LOCAL);
    void *address;
/* By memcpy: ISO C converts no object pointer to a function pointer. */
#define VIR_FUNCTION(name)                                                                         \
    address = find(library, "vir" #name);                                                          \
    memcpy(&vir.name, &address, sizeof address);
    VIR_FUNCTIONS(VIR_FUNCTION)
#undef VIR_FUNCTION
    if (*failure)
        return;
    vir.SetErrorFunc(NULL, keep_quiet);
    vir.EventRegisterDefaultImpl();
    start_events();
}

int libvirt_load(struct error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (*failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "libvirt cannot be loaded: %s", failure);
    return 0;
}
