/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Trials table without its drawing: figures of each trial at a moment, their sorting and texts.
 */
#ifndef EDGETOP_UI_TRIALS_ROWS_H
#define EDGETOP_UI_TRIALS_ROWS_H

#include "src/figures/figures.h"

#include <stdbool.h>

enum trials_column {
    TRIALS_NUMBER,
    TRIALS_ENV,
    TRIALS_WORKLOAD,
    TRIALS_ROUND,
    TRIALS_STATUS,
    TRIALS_VALUE,
    TRIALS_FIRST,
    TRIALS_CPU_S,
    TRIALS_CPU_PCT,
    TRIALS_PEAK,
    TRIALS_DURATION,
    TRIALS_TAINTS,
    TRIALS_COLUMNS
};

#define TRIALS_TEXT_SIZE 64

struct trials_row {
    double figures[TRIALS_COLUMNS]; /* what the column is sorted by; NAN = unknown */
    bool final;                     /* it will not change any more */
};
/* A row for each trial begun, by its index in the model. Starts as {0}; free the items. */
struct trials_rows {
    struct trials_row *items;
    size_t count, capacity;
    enum measure measure;
};

/* Updates the rows to the moment; final rows are not computed again. */
void trials_rows_update(struct trials_rows *rows, const struct model *model, enum measure measure,
                        double t);
/* Drops all rows, for another run. */
void trials_rows_clear(struct trials_rows *rows);

/* Which trials are shown, and how they are sorted. */
struct trials_sorting {
    int env, workload; /* -1 = all */
    enum trials_column column;
    bool reverse;
};
/* Indices of the trials that are shown, sorted, unknown figures last; free the result. */
size_t *trials_sort(const struct trials_rows *rows, const struct model *model,
                    struct trials_sorting sorting, size_t *count);

const char *trials_title(enum trials_column column, enum measure measure);
/* The text of a cell; "" if unknown. */
char *trials_text(char text[TRIALS_TEXT_SIZE], const struct trials_rows *rows,
                  const struct model *model, size_t trial, enum trials_column column, double t);
/* Sign and word of a trial at t: "● ok", "○ warm-up", "× failed", "▸ steady". */
const char *trials_status(char text[TRIALS_TEXT_SIZE], const struct model_trial *trial, double t);

#endif
