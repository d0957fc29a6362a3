/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: one JSON event a line, appended by one writer thread, read while it grows. */
#ifndef EDGETOP_JOURNAL_H
#define EDGETOP_JOURNAL_H

#include "src/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* ---- writing (engine only) ---- */

struct journal;

/* Opens (creates) `path` for appending and starts the writer thread. The clock starts at `start_s`
 * seconds of run time (0 for a new run; last t + 1 after a resume). NULL with the error set. */
struct journal *journal_open(const char *path, double start_s, struct error *error);
/* Seconds of run time now. */
double journal_now_s(const struct journal *journal);
/* An event {"t":now,"ev":name} to add members to; hand it to journal_put. */
cJSON *journal_event(const struct journal *journal, const char *name);
/* Queues the event; takes ownership; safe from any thread; never blocks on the disk. */
void journal_put(struct journal *journal, cJSON *event);
/* Waits until all queued lines are on disk and syncs; -1 once any line could not be written (e.g.
 * disk full), with the error set. */
int journal_sync(struct journal *journal, struct error *error);
/* Syncs, stops the thread, frees. */
int journal_close(struct journal *journal, struct error *error);
/* Cuts a torn last line of a journal nobody writes; -1 with the error set. */
int journal_repair(const char *path, struct error *error);

/* ---- reading ---- */

struct journal_reader;
typedef void journal_handler(void *context, const cJSON *event);

/* NULL with the error set. The reader can be polled while the file grows. */
struct journal_reader *journal_reader_open(const char *path, struct error *error);
/* Hands every new whole line that is a JSON object to the handler; returns how many, -1 on a read
 * error. Lines that are no JSON are counted (journal_reader_bad_lines) and skipped. */
long journal_reader_poll(struct journal_reader *reader, journal_handler *handler, void *context);
size_t journal_reader_bad_lines(const struct journal_reader *reader);
/* True where the file ends in an unfinished line (torn, once nobody holds the lock). */
bool journal_reader_partial(const struct journal_reader *reader);
/* The file's descriptor, to watch (inotify works on its path; polling at 10 Hz is fine too). */
void journal_reader_close(struct journal_reader *reader);

#endif
