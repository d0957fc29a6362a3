/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of headings, paragraphs, lines and tables, printed as plain text or as Markdown. */
#include "src/report/document.h"

#include "src/base/util.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LINE_WIDTH 80
/* Of a line's rest, which did not fit. */
#define REST_INDENT 6

enum kind { KIND_HEADING, KIND_PARAGRAPH, KIND_LINES, KIND_TABLE };

struct cell {
    char *text;
    enum document_align align; /* of a column */
};

struct cells {
    struct cell *items;
    size_t count, capacity;
};

struct block {
    enum kind kind;
    int level;
    bool once;                   /* of paragraphs: an explanation */
    char *text;                  /* heading, paragraph */
    struct cells columns, cells; /* table; the cells are the lines of a block of lines */
};

struct document {
    struct block *blocks;
    size_t count, capacity;
};

/* ---- making ---- */

struct document *document_new(void)
{
    return util_alloc(1, sizeof(struct document));
}

static void cells_free(struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        free(cells->items[i].text);
    free(cells->items);
}

void document_free(struct document *document)
{
    for (size_t i = 0; i < document->count; i++) {
        free(document->blocks[i].text);
        cells_free(&document->blocks[i].columns);
        cells_free(&document->blocks[i].cells);
    }
    free(document->blocks);
    free(document);
}

static char *format_text(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = util_alloc((size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

static struct block *add_block(struct document *document, enum kind kind)
{
    UTIL_GROW(document->blocks, document->count, document->capacity);
    struct block *block = &document->blocks[document->count++];
    *block = (struct block){.kind = kind};
    return block;
}

static void add_cell(struct cells *cells, char *text, enum document_align align)
{
    UTIL_GROW(cells->items, cells->count, cells->capacity);
    cells->items[cells->count++] = (struct cell){text, align};
}

void document_heading(struct document *document, int level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct block *block = add_block(document, KIND_HEADING);
    block->level = level;
    block->text = format_text(format, arguments);
    va_end(arguments);
}

void document_paragraph(struct document *document, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_block(document, KIND_PARAGRAPH)->text = format_text(format, arguments);
    va_end(arguments);
}

void document_explanation(struct document *document, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct block *block = add_block(document, KIND_PARAGRAPH);
    block->once = true;
    block->text = format_text(format, arguments);
    va_end(arguments);
}

static struct block *current(struct document *document)
{
    return &document->blocks[document->count - 1];
}

void document_lines(struct document *document)
{
    add_block(document, KIND_LINES);
}

void document_line(struct document *document, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_cell(&current(document)->cells, format_text(format, arguments), ALIGN_LEFT);
    va_end(arguments);
}

void document_table(struct document *document)
{
    add_block(document, KIND_TABLE);
}

void document_column(struct document *document, enum document_align align, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_cell(&current(document)->columns, format_text(format, arguments), align);
    va_end(arguments);
}

void document_cell(struct document *document, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_cell(&current(document)->cells, format_text(format, arguments), ALIGN_LEFT);
    va_end(arguments);
}

void document_number(struct document *document, double value, int decimals)
{
    if (isnan(value))
        document_cell(document, "-");
    else
        document_cell(document, "%.*f", decimals, value);
}

/* ---- printing ---- */

/* Characters of UTF-8 text. */
static size_t text_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += (*text & 0xc0) != 0x80;
    return width;
}

static void repeat(FILE *file, char character, size_t count)
{
    while (count-- > 0)
        putc(character, file);
}

static void print_wrapped(FILE *file, const char *text)
{
    UTIL_FREE char *words = util_strdup(text);
    size_t column = 0;
    for (char *save, *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        size_t width = text_width(word);
        bool wrap = column > 0 && column + 1 + width > LINE_WIDTH;
        if (column > 0)
            putc(wrap ? '\n' : ' ', file);
        fputs(word, file);
        column = wrap || column == 0 ? width : column + 1 + width;
    }
    putc('\n', file);
}

/* How many bytes of the line fit: all of them, or up to a space. */
static size_t fitting_length(const char *line, size_t width)
{
    size_t kept = 0, column = 0;
    for (size_t i = 0; line[i]; i++) {
        kept = line[i] == ' ' && column > REST_INDENT ? i : kept;
        column += (line[i] & 0xc0) != 0x80;
        if (column > width && kept > 0)
            return kept;
    }
    return strlen(line);
}

static void print_lines(FILE *file, const struct block *block)
{
    for (size_t i = 0; i < block->cells.count; i++) {
        const char *line = block->cells.items[i].text;
        size_t length = fitting_length(line, LINE_WIDTH);
        fprintf(file, "%.*s\n", (int)length, line);
        while (*(line += length)) {
            line += strspn(line, " ");
            length = fitting_length(line, LINE_WIDTH - REST_INDENT);
            fprintf(file, "%*s%.*s\n", REST_INDENT, "", (int)length, line);
        }
    }
}

/* Prints the text so that nothing in it is taken for Markdown or HTML. */
static void print_escaped(FILE *file, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_|<>[]#&~", *text))
            putc('\\', file);
        putc(*text, file);
    }
}

static size_t column_width(const struct block *table, size_t column)
{
    size_t width = text_width(table->columns.items[column].text);
    for (size_t i = column; i < table->cells.count; i += table->columns.count) {
        size_t cell = text_width(table->cells.items[i].text);
        width = cell > width ? cell : width;
    }
    return width;
}

/* One line of a table: as many cells as there are columns. */
static void print_text_row(FILE *file, const struct block *table, const struct cell *row,
                           const size_t *widths)
{
    size_t columns = table->columns.count;
    for (size_t c = 0; c < columns; c++) {
        size_t padding = widths[c] - text_width(row[c].text);
        bool right = table->columns.items[c].align == ALIGN_RIGHT;
        if (c > 0)
            fputs("  ", file);
        repeat(file, ' ', right ? padding : 0);
        fputs(row[c].text, file);
        repeat(file, ' ', right || c + 1 == columns ? 0 : padding);
    }
    putc('\n', file);
}

static void print_text_table(FILE *file, const struct block *table)
{
    size_t columns = table->columns.count;
    UTIL_FREE size_t *widths = util_alloc(columns, sizeof *widths);
    for (size_t c = 0; c < columns; c++)
        widths[c] = column_width(table, c);
    print_text_row(file, table, table->columns.items, widths);
    for (size_t c = 0; c < columns; c++) {
        fputs(c > 0 ? "  " : "", file);
        repeat(file, '-', widths[c]);
    }
    putc('\n', file);
    for (size_t i = 0; i + columns <= table->cells.count; i += columns)
        print_text_row(file, table, table->cells.items + i, widths);
}

static void print_markdown_row(FILE *file, const struct block *table, const struct cell *row)
{
    for (size_t c = 0; c < table->columns.count; c++) {
        fputs("| ", file);
        print_escaped(file, row[c].text);
        putc(' ', file);
    }
    fputs("|\n", file);
}

static void print_markdown_table(FILE *file, const struct block *table)
{
    size_t columns = table->columns.count;
    print_markdown_row(file, table, table->columns.items);
    for (size_t c = 0; c < columns; c++)
        fputs(table->columns.items[c].align == ALIGN_RIGHT ? "| ---: " : "| --- ", file);
    fputs("|\n", file);
    for (size_t i = 0; i + columns <= table->cells.count; i += columns)
        print_markdown_row(file, table, table->cells.items + i);
}

static void print_text(FILE *file, const struct block *block)
{
    static const char underlines[] = {'=', '-'};
    switch (block->kind) {
    case KIND_HEADING:
        fprintf(file, "%s\n", block->text);
        if (block->level <= (int)ARRAY_LENGTH(underlines)) {
            repeat(file, underlines[block->level - 1], text_width(block->text));
            putc('\n', file);
        }
        break;
    case KIND_PARAGRAPH:
        print_wrapped(file, block->text);
        break;
    case KIND_LINES:
        print_lines(file, block);
        break;
    case KIND_TABLE:
        print_text_table(file, block);
        break;
    }
}

static void print_markdown(FILE *file, const struct block *block)
{
    switch (block->kind) {
    case KIND_HEADING:
        repeat(file, '#', (size_t)block->level);
        putc(' ', file);
        print_escaped(file, block->text);
        putc('\n', file);
        break;
    case KIND_PARAGRAPH:
        print_escaped(file, block->text);
        putc('\n', file);
        break;
    case KIND_LINES: /* as code, which keeps them as they are */
        for (size_t i = 0; i < block->cells.count; i++)
            fprintf(file, "    %s\n", block->cells.items[i].text);
        break;
    case KIND_TABLE:
        print_markdown_table(file, block);
        break;
    }
}

/* True for an empty table or block of lines, and for the heading and the paragraphs that introduce
 * an empty table. */
static bool is_left_out(const struct document *document, size_t i)
{
    const struct block *block = &document->blocks[i];
    if (block->kind == KIND_TABLE || block->kind == KIND_LINES)
        return block->cells.count == 0;
    while (++i < document->count && document->blocks[i].kind == KIND_PARAGRAPH)
        continue;
    if (i == document->count || document->blocks[i].kind != KIND_TABLE)
        return false;
    return document->blocks[i].cells.count == 0;
}

static bool is_explained_before(const struct document *document, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (document->blocks[j].once &&
            strcmp(document->blocks[j].text, document->blocks[i].text) == 0 &&
            !is_left_out(document, j))
            return true;
    return false;
}

void document_print(const struct document *document, enum document_format format, FILE *file)
{
    bool first = true;
    for (size_t i = 0; i < document->count; i++) {
        if (is_left_out(document, i) ||
            (document->blocks[i].once && is_explained_before(document, i)))
            continue;
        if (!first)
            putc('\n', file);
        first = false;
        if (format == DOCUMENT_MARKDOWN)
            print_markdown(file, &document->blocks[i]);
        else
            print_text(file, &document->blocks[i]);
    }
}
