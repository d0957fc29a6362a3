/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as tables for other programs: CSV by RFC 4180, a header and then one record a line. */
#ifndef EDGETOP_REPORT_CSV_H
#define EDGETOP_REPORT_CSV_H

#include "src/base/error.h"
#include "src/model/model.h"

#include <stdio.h>

/* What a record is about. */
enum csv_of { CSV_TRIALS, CSV_INFERENCES, CSV_SAMPLES, CSV_METRICS, CSV_OF_COUNT };

/* Prints all of them, of every trial. What is unknown is an empty field. `journal` is the path of
 * the model's journal: samples are read from there, because the model drops most of them. -1 with
 * the error set where it cannot be read. */
int csv_print(const struct model *model, const char *journal, enum csv_of of, FILE *file,
              struct error *error);

#endif
