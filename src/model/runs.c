/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs kept on this machine: finding, listing and opening them. */
#include "src/model/runs.h"

#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "src/journal/lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_journal(const char *directory)
{
    UTIL_FREE char *path = util_format("%s/journal.ndjson", directory);
    return access(path, F_OK) == 0;
}

/* The directory of the run that is under way, resolved; NULL where there is none. */
static char *running_directory(void)
{
    UTIL_FREE char *directory = NULL;
    if (!lock_holder(NULL, &directory) || directory[0] != '/')
        return NULL;
    return realpath(directory, NULL);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Directory names begin with the UTC time, so sorting them sorts by time. */
static int newest_first(const void *a, const void *b)
{
    const struct runs_entry *left = a, *right = b;
    return strcmp(right->name, left->name);
}

struct runs_entry *runs_list(size_t *count)
{
    struct runs_entry *entries = NULL;
    size_t capacity = 0;
    *count = 0;
    UTIL_FREE char *folder = paths_runs();
    UTIL_FREE char *running = running_directory();
    DIR *listing = opendir(folder);
    for (struct dirent *item; listing && (item = readdir(listing));) {
        UTIL_FREE char *joined = util_format("%s/%s", folder, item->d_name);
        char *path = item->d_name[0] != '.' && has_journal(joined) ? realpath(joined, NULL) : NULL;
        if (!path) /* no run, one without a journal yet, or removed meanwhile */
            continue;
        UTIL_GROW(entries, *count, capacity);
        entries[(*count)++] = (struct runs_entry){.path = path,
                                                  .name = util_strdup(item->d_name),
                                                  .running = running && strcmp(running, path) == 0};
    }
    if (listing)
        closedir(listing);
    if (*count > 0)
        qsort(entries, *count, sizeof *entries, newest_first);
    return entries;
}

void runs_free(struct runs_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(entries[i].path);
        free(entries[i].name);
    }
    free(entries);
}

char *runs_running(void)
{
    char *running = running_directory();
    if (running && has_journal(running))
        return running;
    free(running);
    return NULL;
}

/* The run under way, else the last one. */
static char *find_current(const struct runs_entry *entries, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].running)
            return util_strdup(entries[i].path);
    if (count > 0)
        return util_strdup(entries[0].path);
    error_set(error, EXIT_USAGE, "there is no run yet: start one with `edgetop run`");
    return NULL;
}

/* The name that the operator gave the run: the directory name behind its time. */
static const char *given_name(const struct runs_entry *entry)
{
    const char *behind_time = strstr(entry->name, "Z-");
    return behind_time ? behind_time + 2 : entry->name;
}

static void report_unknown(const char *which, const struct runs_entry *entries, size_t count,
                           struct error *error)
{
    UTIL_FREE const char **names = util_alloc(2 * count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[2 * i] = entries[i].name;
        names[2 * i + 1] = given_name(&entries[i]);
    }
    const char *nearest = text_nearest(which, names, 2 * count);
    if (nearest)
        error_set(error, EXIT_USAGE,
                  "no run is called \"%s\"; is it %s? (`edgetop runs` lists them)", which, nearest);
    else
        error_set(error, EXIT_USAGE, "no run is called \"%s\": `edgetop runs` lists them", which);
}

/* By exact name, else by the only name that contains it. */
static char *find_by_name(const char *which, const struct runs_entry *entries, size_t count,
                          struct error *error)
{
    const struct runs_entry *match = NULL;
    size_t matches = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(entries[i].name, which) == 0)
            return util_strdup(entries[i].path);
        if (strstr(entries[i].name, which)) {
            match = match ? match : &entries[i];
            matches++;
        }
    }
    if (matches == 1)
        return util_strdup(match->path);
    if (matches > 1)
        error_set(error, EXIT_USAGE, "\"%s\" fits %zu runs, the newest is %s: name one of them",
                  which, matches, match->name);
    else
        report_unknown(which, entries, count, error);
    return NULL;
}

/* A run directory given by its path, or by the path of its journal. */
static char *find_by_path(const char *which, struct error *error)
{
    UTIL_FREE char *path = realpath(which, NULL);
    if (path && strcmp(base_name(path), "journal.ndjson") == 0)
        path[base_name(path) - path - 1] = '\0';
    if (path && has_journal(path))
        return util_strdup(path);
    error_set(error, EXIT_USAGE, "%s is no run: there is no journal.ndjson in it", which);
    return NULL;
}

char *runs_find(const char *which, struct error *error)
{
    if (which && *which && (strchr(which, '/') || has_journal(which)))
        return find_by_path(which, error);
    size_t count;
    struct runs_entry *entries = runs_list(&count);
    char *path = which && *which ? find_by_name(which, entries, count, error)
                                 : find_current(entries, count, error);
    runs_free(entries, count);
    return path;
}

static bool is_running(const char *path)
{
    UTIL_FREE char *running = running_directory();
    return running && strcmp(running, path) == 0;
}

int runs_open(struct runs_view *view, const char *path, struct error *error)
{
    *view = (struct runs_view){.path = realpath(path, NULL)};
    if (!view->path)
        return error_set(error, EXIT_USAGE, "%s is no run: there is no such directory", path);
    UTIL_FREE char *journal = util_format("%s/journal.ndjson", view->path);
    view->reader = journal_reader_open(journal, error);
    if (!view->reader) {
        runs_close(view);
        return -1;
    }
    view->model = model_new();
    return 0;
}

/* Leaves a file named by our pid for the engine, which measures what watching costs. Without such a
 * folder, or the right to write to it, our cost is not measured. */
static void leave_mark(struct runs_view *view)
{
    char *path = util_format("%s/viewers/%d", view->path, (int)getpid());
    UTIL_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    view->mark = path;
}

long runs_poll(struct runs_view *view)
{
    /* The lock first: so all that an engine wrote before it ended is read below. */
    view->alive = is_running(view->path);
    if (view->alive && !view->mark)
        leave_mark(view);
    return journal_reader_poll(view->reader, model_handler, view->model);
}

void runs_close(struct runs_view *view)
{
    journal_reader_close(view->reader);
    model_free(view->model);
    if (view->mark)
        unlink(view->mark);
    free(view->mark);
    free(view->path);
    *view = (struct runs_view){0};
}
