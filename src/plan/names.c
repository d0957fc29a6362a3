/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of names. */
#include "src/plan/names.h"

#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

void names_append(struct names *names, char *name)
{
    names->items = util_realloc(names->items, names->count + 1, sizeof *names->items);
    names->items[names->count++] = name;
}

int names_index(const struct names *names, const char *name)
{
    for (size_t i = 0; name && i < names->count; i++)
        if (strcmp(name, names->items[i]) == 0)
            return (int)i;
    return -1;
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct names){0};
}
