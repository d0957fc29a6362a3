/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs in the state folder: finding, listing and opening them. */
#ifndef EDGETOP_MODEL_RUNS_H
#define EDGETOP_MODEL_RUNS_H

#include "src/base/error.h"
#include "src/journal/journal.h"
#include "src/model/model.h"

/* One run directory. */
struct runs_entry {
    char *path;   /* absolute */
    char *name;   /* its last component: <UTC time>-<name> */
    bool running; /* its engine holds the machine lock */
};

/* All runs, newest first by directory name; free with runs_free. */
struct runs_entry *runs_list(size_t *count);
void runs_free(struct runs_entry *entries, size_t count);

/* Finds a run: a path (of the directory or its journal), or of the state folder: a directory name,
 * a unique part of one, or NULL or "" for the run under way, else the last one. Free the path; NULL
 * with the error set, which names the nearest run. */
char *runs_find(const char *which, struct error *error);
/* The run that is under way on this machine, in whatever folder; free it; NULL where there is none.
 */
char *runs_running(void);

/* A run opened for viewing: its model, which runs_poll keeps up to date. */
struct runs_view {
    char *path;
    struct model *model;
    struct journal_reader *reader;
    bool alive; /* its engine holds the lock, as of the last poll */
    char *mark; /* file by which the engine knows of us; NULL = none */
};
/* Opens, and folds nothing yet; -1 with the error set (then there is nothing to close). */
int runs_open(struct runs_view *view, const char *path, struct error *error);
/* Folds what is new; returns the number of events, -1 on a read error. */
long runs_poll(struct runs_view *view);
void runs_close(struct runs_view *view);

#endif
