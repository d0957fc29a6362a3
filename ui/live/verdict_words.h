/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdicts of all pairs of environments in words, for the foot of the Trials panel. Draws
 * nothing. */
#ifndef EDGETOP_UI_LIVE_VERDICT_WORDS_H
#define EDGETOP_UI_LIVE_VERDICT_WORDS_H

#include "src/figures/compare.h"

struct verdicts {
    const struct figures_pair *pairs; /* all of them, as figures_pairs() sorts them */
    size_t count;
    const char *const *names; /* of the environments */
    bool lower_is_better;
};

enum { VERDICT_SIZE = 512 };
/* Each writes one sentence, "" where nothing can be said yet. Names come first. Details are left
 * out where the sentence would take more than `rows` rows of `width` columns, so that it is cut
 * only where a name alone is too long. */
void verdict_words_of_means(const struct verdicts *verdicts, int width, int rows,
                            char text[VERDICT_SIZE]);
void verdict_words_of_spreads(const struct verdicts *verdicts, int width, int rows,
                              char text[VERDICT_SIZE]);
/* Whether the sentence about means is about spreads too. */
bool verdict_words_are_common(const struct verdicts *verdicts);

#endif
