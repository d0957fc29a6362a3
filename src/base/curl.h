/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl, loaded when it is first needed. It needs some thirty other libraries, and loading them
 * takes longer than everything else before the first screen. */
#ifndef EDGETOP_BASE_CURL_H
#define EDGETOP_BASE_CURL_H

#include "src/base/error.h"

#include <curl/curl.h>

/* The functions that edgetop calls, without their "curl_". */
#define CURL_FUNCTIONS(X)                                                                          \
    X(global_init)                                                                                 \
    X(easy_init)                                                                                   \
    X(easy_setopt)                                                                                 \
    X(easy_getinfo)                                                                                \
    X(easy_perform)                                                                                \
    X(easy_pause)                                                                                  \
    X(easy_reset)                                                                                  \
    X(easy_strerror)                                                                               \
    X(easy_cleanup)                                                                                \
    X(multi_init)                                                                                  \
    X(multi_add_handle)                                                                            \
    X(multi_remove_handle)                                                                         \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_info_read)                                                                             \
    X(multi_cleanup)                                                                               \
    X(slist_append)                                                                                \
    X(slist_free_all)

struct curl {
#define CURL_FUNCTION(name) __typeof__(curl_##name) *(name);
    CURL_FUNCTIONS(CURL_FUNCTION)
#undef CURL_FUNCTION
};

/* Valid after curl_load(). */
extern struct curl curl;

/* Loads and initialises libcurl, once in a process. -1 with the error set where it cannot be
 * loaded. */
int curl_load(struct error *error);

#endif
