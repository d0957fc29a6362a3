/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all commands share: reading their words, and one style of errors. */
#include "src/commands/command_line.h"

#include "src/base/text.h"
#include "src/base/util.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int command_fail(const struct error *error)
{
    fprintf(stderr, "edgetop: %s\n", error->text);
    return (int)error->code;
}

int command_misuse(const char *command, struct error *error, const char *format, ...)
{
    char reason[sizeof error->text];
    struct text text = TEXT_IN(reason);
    va_list arguments;
    va_start(arguments, format);
    text_vadd(&text, format, arguments);
    va_end(arguments);
    return error_set(error, EXIT_USAGE, "%s: %s (see edgetop %s --help)", command, reason, command);
}

/* What getopt_long() refused: it leaves in optopt the `val` of a long option that it knows, the
 * letter of a short option, or 0. */
static int refuse_option(char **argv, const struct option *options, struct error *error)
{
    const char *names[OPTIONS_MAX], *word = argv[optind - 1];
    size_t count = 0;
    bool is_long = strncmp(word, "--", 2) == 0;
    for (; options[count].name && count < OPTIONS_MAX; count++) {
        names[count] = options[count].name;
        if (is_long && optopt && options[count].val == optopt)
            return command_misuse(argv[0], error, "--%s %s", names[count],
                                  options[count].has_arg ? "needs a value" : "takes no value");
    }
    if (optopt)
        return command_misuse(argv[0], error, "unknown option -%c", optopt);
    UTIL_FREE char *suggestion = text_suggestion("--", word + strspn(word, "-"), names, count);
    return command_misuse(argv[0], error, "unknown option %s%s", word, suggestion);
}

int command_option(int argc, char **argv, const struct option *options, struct error *error)
{
    opterr = 0;
    int option = getopt_long(argc, argv, "", options, NULL);
    if (option == '?')
        refuse_option(argv, options, error);
    return option;
}

int command_words(int argc, char **argv, int most, struct error *error)
{
    if (argc - optind <= most)
        return 0;
    return command_misuse(argv[0], error, "unexpected \"%s\"", argv[optind + most]);
}
