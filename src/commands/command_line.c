/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands' own command lines share. */
#include "src/commands/command_line.h"

#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

int command_fail(const struct error *error)
{
    fprintf(stderr, "edgetop: %s\n", error->text);
    return (int)error->code;
}

int command_bad_option(int argc, char **argv, const struct option *options, struct error *error)
{
    const char *names[OPTIONS_MAX], *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    size_t count = 0;
    for (; options[count].name && count < OPTIONS_MAX; count++) {
        names[count] = options[count].name;
        if (optopt && options[count].val == optopt)
            return error_set(error, EXIT_USAGE, "--%s needs a value (edgetop %s --help)",
                             names[count], argv[0]);
    }
    const char *nearest = text_nearest(word + strspn(word, "-"), names, count);
    return error_set(error, EXIT_USAGE, "%s: unknown option %s%s%s%s (edgetop %s --help)", argv[0],
                     word, nearest ? ": did you mean --" : "", nearest ? nearest : "",
                     nearest ? "?" : "", argv[0]);
}
