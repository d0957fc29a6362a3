/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programs that make the run's private network: ip(8) and nft(8). */
#ifndef EDGETOP_NETWORK_TOOL_H
#define EDGETOP_NETWORK_TOOL_H

#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <sys/types.h>

/* Runs commands of ip, one per line, in the network namespace of the process, or with pid 0 in this
 * one. -1 with the error set: it begins with `what` and says what to do. */
int tool_ip(pid_t pid, const char *commands, const char *what, struct error *error);
/* The JSON that ip or nft prints; argv is NULL-terminated. NULL with the error set. The caller
 * frees it by cJSON_Delete(). */
cJSON *tool_json(char *const *argv, const char *what, struct error *error);
/* Runs commands of nft. -1 with the error set, as above. */
int tool_nft(const char *commands, const char *what, struct error *error);

#endif
