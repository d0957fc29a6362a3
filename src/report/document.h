/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of headings, paragraphs, lines and tables, printed as plain text or as Markdown. */
#ifndef EDGETOP_REPORT_DOCUMENT_H
#define EDGETOP_REPORT_DOCUMENT_H

#include <stdio.h>

struct document;
enum document_align { ALIGN_LEFT, ALIGN_RIGHT };
enum document_format { DOCUMENT_TEXT, DOCUMENT_MARKDOWN };

struct document *document_new(void);
void document_free(struct document *document);

/* Level 1 is the title. */
void document_heading(struct document *document, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void document_paragraph(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A paragraph that is printed only where it stands first: what explains the tables that follow. */
void document_explanation(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Begins a block of lines that keep their spaces. One that is too long goes on further in. */
void document_lines(struct document *document);
void document_line(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Begins a table: add its columns, then its cells, row after row, each row complete. A table
 * without cells is left out, together with the heading and the paragraphs before it. */
void document_table(struct document *document);
void document_column(struct document *document, enum document_align align, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void document_cell(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A cell with a number; "-" where it is NAN: unknown. */
void document_number(struct document *document, double value, int decimals);

void document_print(const struct document *document, enum document_format format, FILE *file);

#endif
