/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: one JSON event a line, appended by one writer thread, read while it grows. */
#ifndef EDGETOP_JOURNAL_JOURNAL_H
#define EDGETOP_JOURNAL_JOURNAL_H

#include "src/base/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* ---- writing (engine only) ---- */

struct journal;

/* Opens (creates) `path` for appending and starts the writer thread. The clock starts at `start_s`
 * seconds of run time (0 for a new run; last t + 1 after a resume). NULL with the error set. */
struct journal *journal_open(const char *path, double start_s, struct error *error);
/* Seconds of run time now. */
double journal_now_s(const struct journal *journal);
/* Queues an event of events.h; takes ownership; safe from any thread; never blocks on the disk. */
void journal_put(struct journal *journal, cJSON *event);
/* Waits until all queued lines are on disk and syncs; -1 with the error set while any line cannot
 * be written (e.g. disk full). Such lines are kept, in order, and tried again with every later put
 * and sync, so a journal has no hole and no half line; the engine ends the run on this error. */
int journal_sync(struct journal *journal, struct error *error);
/* Syncs, stops the thread, frees. -1 with the error set where lines were lost. */
int journal_close(struct journal *journal, struct error *error);
/* Cuts a torn last line of a journal that nobody writes; -1 with the error set. */
int journal_repair(const char *path, struct error *error);

/* ---- reading ---- */

struct journal_reader;
typedef void journal_handler(void *context, const cJSON *event);

/* NULL with the error set. The reader can be polled while the file grows. */
struct journal_reader *journal_reader_open(const char *path, struct error *error);
/* Hands every new whole line that is a JSON object to the handler; returns how many, -1 on a read
 * error. An unfinished last line waits for its newline. Lines that are no JSON object or longer
 * than 16 MiB are counted (journal_reader_bad_lines) and skipped. */
long journal_reader_poll(struct journal_reader *reader, journal_handler *handler, void *context);
size_t journal_reader_bad_lines(const struct journal_reader *reader);
/* True where the file ended in an unfinished line at the last poll (torn, once nobody holds the
 * lock). */
bool journal_reader_partial(const struct journal_reader *reader);
void journal_reader_close(struct journal_reader *reader);

#endif
