/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of names. */
#ifndef EDGETOP_PLAN_NAMES_H
#define EDGETOP_PLAN_NAMES_H

#include <stddef.h>

struct names {
    char **items; /* heap, as is each */
    size_t count;
};

/* Appends a name (heap); the list owns it from then on. */
void names_append(struct names *names, char *name);
/* Index of the name, -1 when the list does not have it or it is NULL. */
int names_index(const struct names *names, const char *name);
/* Frees them and leaves an empty list. */
void names_free(struct names *names);

#endif
