/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a plan as an operator edits them: each is a text, checked when it is set. */
#ifndef EDGETOP_UI_SETUP_FORM_H
#define EDGETOP_UI_SETUP_FORM_H

#include "src/base/error.h"
#include "src/plan/plan.h"

#include <stdbool.h>

/* A field is one option of `edgetop run`. */
struct form_field {
    const char *option, *label;
    const char *about; /* one line: what it means */
};

/* The i-th field, NULL past the last. */
const struct form_field *form_field(size_t i);
size_t form_count(void);

/* The field as `edgetop run` takes it ("4096M"), and as it is shown ("4 GiB"). Free both. */
char *form_value(const struct plan *plan, size_t i);
char *form_shown(const struct plan *plan, size_t i);
/* Sets the field from a text. If the text is not allowed: -1 with the error set, and the plan does
 * not change. */
int form_set(struct plan *plan, size_t i, const char *text, struct error *error);
/* Sets a field that has few values to the next value; false for a field that takes a text. */
bool form_next(struct plan *plan, size_t i);

/* Where the cursor moves from field i, by `down` rows and `right` fields, in a grid of so many
 * columns that is filled row by row; -1 above the first row, form_count() below the last. */
int form_move(size_t i, int columns, int down, int right);

#endif
