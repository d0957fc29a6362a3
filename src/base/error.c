/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors: one line a person can act on. */
#include "src/base/error.h"

#include "src/base/text.h"

#include <stdarg.h>
#include <stdio.h>

int error_set(struct error *error, enum exit_code code, const char *format, ...)
{
    if (!error)
        return -1;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    text_make_printable(error->text);
    error->code = code;
    return -1;
}
