/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading libcurl when it is first needed. */
#include "src/base/curl.h"

#include "src/base/library.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct curl curl;

static struct library library;

static void load(void)
{
    void *address;
    library_open(&library, "libcurl.so.4");
/* By memcpy: ISO C converts no object pointer to a function pointer. */
#define CURL_FUNCTION(name)                                                                        \
    address = library_find(&library, "curl_" #name);                                               \
    memcpy(&curl.name, &address, sizeof address);
    CURL_FUNCTIONS(CURL_FUNCTION)
#undef CURL_FUNCTION
    if (!*library.failure)
        curl.global_init(CURL_GLOBAL_DEFAULT);
}

int curl_load(struct error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (*library.failure)
        return error_set(error, EXIT_NO_ENVIRONMENT, "libcurl cannot be loaded: %s",
                         library.failure);
    return 0;
}
