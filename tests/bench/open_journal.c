/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open_journal RUN REPEATS: in turn, only parses the lines of the run's journal, and opens the run
 * as the screens do. Prints the seconds of both. */
#include "src/base/file.h"
#include "src/base/util.h"
#include "src/model/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double parse_s(const char *run)
{
    double start_s = util_now_s();
    UTIL_FREE char *path = util_format("%s/journal.ndjson", run);
    UTIL_FREE char *text = file_read(path, NULL);
    for (char *line = text, *end; line && (end = strchr(line, '\n')); line = end + 1)
        cJSON_Delete(cJSON_ParseWithLength(line, (size_t)(end - line)));
    return util_now_s() - start_s;
}

static double open_s(const char *run)
{
    struct runs_view view;
    struct error error;
    double start_s = util_now_s();
    if (runs_open(&view, run, &error) != 0) {
        fprintf(stderr, "open_journal: %s\n", error.text);
        exit(EXIT_FAILURE);
    }
    long events = runs_poll(&view);
    double took_s = util_now_s() - start_s;
    runs_close(&view);
    if (events <= 0) {
        fprintf(stderr, "open_journal: nothing in %s\n", run);
        exit(EXIT_FAILURE);
    }
    return took_s;
}

int main(int argc, char **argv)
{
    int repeats = argc == 3 ? atoi(argv[2]) : 0;
    if (repeats < 1) {
        fputs("usage: open_journal RUN REPEATS\n", stderr);
        return EXIT_USAGE;
    }
    for (int i = 0; i < repeats; i++) {
        double parse = parse_s(argv[1]);
        printf("{\"parse_s\":%.6f,\"open_s\":%.6f}\n", parse, open_s(argv[1]));
    }
    return 0;
}
