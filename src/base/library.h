/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries that are loaded when they are first needed. */
#ifndef EDGETOP_BASE_LIBRARY_H
#define EDGETOP_BASE_LIBRARY_H

/* Zeroed before it is opened. */
struct library {
    void *handle;      /* NULL = it could not be loaded */
    char failure[256]; /* the first one; "" = none */
};

/* Loads the library of that file name. It stays loaded until the program ends. */
void library_open(struct library *library, const char *name);
/* The address of a function; NULL where the library has none of that name. */
void *library_find(struct library *library, const char *name);

#endif
