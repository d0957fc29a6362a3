/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a network's frames to text: greedy CTC. */
#include "ctc.h"

#include "src/base/util.h"
#include "workloads/inference/classify.h"

#include <stdbool.h>
#include <string.h>

static int find(const struct ctc_rules *rules, const char *kind, const char *text, size_t *index,
                struct error *error)
{
    *index = rules->count;
    for (size_t i = 0; text && i < rules->count; i++)
        if (strcmp(rules->labels[i], text) == 0) {
            *index = i;
            return 0;
        }
    if (!text)
        return 0;
    return error_set(error, EXIT_TRIALS_FAILED, "the %s label \"%s\" is not among the %zu labels",
                     kind, text, rules->count);
}

int ctc_find(struct ctc_rules *rules, const char *blank, const char *space, const char *repeat,
             struct error *error)
{
    return find(rules, "blank", blank, &rules->blank, error) ||
                   find(rules, "space", space, &rules->space, error) ||
                   find(rules, "repeat", repeat, &rules->repeat, error)
               ? -1
               : 0;
}

int ctc_best(const struct ctc_rules *rules, const float *scores, size_t frames, size_t *tokens)
{
    for (size_t i = 0; i < frames; i++) {
        tokens[i] = classify_best(scores + i * rules->count, rules->count);
        if (tokens[i] == rules->count)
            return -1;
    }
    return 0;
}

/* A text that grows. */
struct transcript {
    char *bytes;
    size_t length, capacity;
};

static void append(struct transcript *text, const struct ctc_rules *rules, size_t token)
{
    const char *part = token == rules->space ? " " : rules->labels[token];
    size_t length = strlen(part);
    if (text->length + length + 1 > text->capacity) {
        text->capacity = 2 * (text->length + length + 1);
        text->bytes = util_realloc(text->bytes, text->capacity, 1);
    }
    memcpy(text->bytes + text->length, part, length + 1);
    text->length += length;
}

static void add_tokens(struct transcript *text, const struct ctc_rules *rules, const size_t *tokens,
                       size_t count)
{
    bool has_repeat = rules->repeat < rules->count;
    size_t last = rules->count; /* none */
    for (size_t i = 0; i < count; i++) {
        if (tokens[i] == rules->repeat) {
            if (last < rules->count) /* at the beginning there is nothing to repeat */
                append(text, rules, last);
        } else if (tokens[i] != rules->blank) {
            if (tokens[i] != last)
                append(text, rules, tokens[i]);
            last = tokens[i];
        } else if (!has_repeat) {
            last = rules->count;
        }
    }
}

char *ctc_text(const struct ctc_rules *rules, const size_t *tokens, size_t count)
{
    struct transcript text = {util_strdup(""), 0, 1};
    add_tokens(&text, rules, tokens, count);
    size_t begin = strspn(text.bytes, " ");
    while (text.length > begin && text.bytes[text.length - 1] == ' ')
        text.length--;
    memmove(text.bytes, text.bytes + begin, text.length - begin);
    text.bytes[text.length - begin] = '\0';
    return text.bytes;
}
