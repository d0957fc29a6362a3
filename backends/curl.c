/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading libcurl when it is first needed. */
#include "backends/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct curl curl;

static char failure[256]; /* "" = it is loaded */

/* The address of a function; NULL, and noted, where there is none. */
static void *find(void *library, const char *name)
{
    void *address = library ? dlsym(library, name) : NULL;
    if (!address && !*failure)
        snprintf(failure, sizeof failure, "%s", dlerror());
    return address;
}

static void load(void)
{
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    void *address;
/* By memcpy: ISO C converts no object pointer to a function pointer. */
#define CURL_FUNCTION(name)                                                                        \
    address = find(library, "curl_" #name);                                                        \
    memcpy(&curl.name, &address, sizeof address);
    CURL_FUNCTIONS(CURL_FUNCTION)
#undef CURL_FUNCTION
    if (!*failure)
        curl.global_init(CURL_GLOBAL_DEFAULT);
}

int curl_load(struct error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (*failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "libcurl cannot be loaded: %s", failure);
    return 0;
}
