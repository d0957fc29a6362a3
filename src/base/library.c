/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries that are loaded when they are first needed. */
#include "src/base/library.h"

#include <dlfcn.h>
#include <stdio.h>

static void note_failure(struct library *library)
{
    if (!*library->failure)
        snprintf(library->failure, sizeof library->failure, "%s", dlerror());
}

void library_open(struct library *library, const char *name)
{
    library->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library->handle)
        note_failure(library);
}

void *library_find(struct library *library, const char *name)
{
    void *address = library->handle ? dlsym(library->handle, name) : NULL;
    if (library->handle && !address)
        note_failure(library);
    return address;
}
