/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a network's frames to text: greedy CTC. Does not use ONNX Runtime. */
#ifndef EDGETOP_SPEECH_TO_TEXT_CTC_H
#define EDGETOP_SPEECH_TO_TEXT_CTC_H

#include "src/base/error.h"

#include <stddef.h>

/* The labels, and which of them do not stand for their text. */
struct ctc_rules {
    const char *const *labels;
    size_t count;
    size_t blank;  /* no letter */
    size_t space;  /* between words; count = none */
    size_t repeat; /* the last token once more; count = none */
};

/* Finds the three labels by their texts; NULL for space or repeat: there is none. -1 with the
 * reason if a text is not among the labels. */
int ctc_find(struct ctc_rules *rules, const char *blank, const char *space, const char *repeat,
             struct error *error);

/* The label with the greatest of each frame's `rules->count` scores; -1 if a score is NaN. */
int ctc_best(const struct ctc_rules *rules, const float *scores, size_t frames, size_t *tokens);

/* The text of the tokens (heap). Without a repeat label as in A. Graves et al. 2006: equal tokens
 * in consecutive frames become one, then blanks are removed. With a repeat label as in Silero's
 * decoder: blanks are removed first, and only the repeat label doubles a token. Spaces at both ends
 * are removed. */
char *ctc_text(const struct ctc_rules *rules, const size_t *tokens, size_t count);

#endif
