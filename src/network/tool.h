/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tools by which the run's private network is made: ip(8) and nft(8). */
#ifndef EDGETOP_NETWORK_TOOL_H
#define EDGETOP_NETWORK_TOOL_H

#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <sys/types.h>

/* Runs commands of ip's, one a line: in the network namespace of the process, or with pid 0 here.
 * -1 with the error set, which `what` begins, and what to do about it. */
int tool_ip(pid_t pid, const char *commands, const char *what, struct error *error);
/* What ip or nft tells as JSON; argv NULL-terminated. cJSON_Delete() it; NULL with the error set.
 */
cJSON *tool_json(char *const *argv, const char *what, struct error *error);
/* Runs commands of nft's. -1 with the error set. */
int tool_nft(const char *commands, const char *what, struct error *error);

#endif
