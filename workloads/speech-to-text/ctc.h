/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a network's frames to text: greedy CTC. Knows nothing of ONNX Runtime. */
#ifndef EDGETOP_SPEECH_TO_TEXT_CTC_H
#define EDGETOP_SPEECH_TO_TEXT_CTC_H

#include "src/base/error.h"

#include <stddef.h>

/* Which labels mean something else than their text. */
struct ctc_rules {
    const char *const *labels;
    size_t count;
    size_t blank;  /* nothing was said */
    size_t space;  /* between words; count = none */
    size_t repeat; /* what was said last, once more; count = none */
};

/* Finds the three among the labels by their texts; NULL for space or repeat: there is none. -1 with
 * the reason where one is not among them. */
int ctc_find(struct ctc_rules *rules, const char *blank, const char *space, const char *repeat,
             struct error *error);

/* The label of the greatest of each frame's `rules->count` scores; -1 where one is no number. */
int ctc_best(const struct ctc_rules *rules, const float *scores, size_t frames, size_t *tokens);

/* The text of the tokens (heap). Without a repeat label as in A. Graves et al. 2006: a token that
 * stands in several frames on end is one, then blanks go. With one as Silero's decoder has it:
 * blanks go first, and only the repeat label makes a double one. Spaces at both ends go. */
char *ctc_text(const struct ctc_rules *rules, const size_t *tokens, size_t count);

#endif
