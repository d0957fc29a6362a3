/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tools by which the run's private network is made: ip(8) and nft(8). */
#ifndef EDGETOP_NETWORK_TOOL_H
#define EDGETOP_NETWORK_TOOL_H

#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <sys/types.h>

/* Runs commands of ip's, one a line: in the network namespace of the process, or with pid 0 here.
 * -1 with the error set, which `what` begins, and what to do about it. */
int network_ip(pid_t pid, const char *commands, const char *what, struct error *error);
/* What ip or nft tells as JSON; argv NULL-terminated. cJSON_Delete() it; NULL with the error set.
 */
cJSON *network_tells(char *const *argv, const char *what, struct error *error);
/* Runs commands of nft's. -1 with the error set. */
int network_nft(const char *commands, const char *what, struct error *error);

#endif
