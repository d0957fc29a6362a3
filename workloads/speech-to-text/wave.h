/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings: WAV or FLAC of any rate and number of channels to one channel at the rate that a
 * network takes. Knows nothing of ONNX Runtime. */
#ifndef EDGETOP_SPEECH_TO_TEXT_WAVE_H
#define EDGETOP_SPEECH_TO_TEXT_WAVE_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What wave_is_known() accepts, for messages. */
#define WAVE_KIND "recording (WAV or FLAC)"

/* Longer ones are refused before any memory is taken for them. */
enum { WAVE_SECONDS_MAX = 600, WAVE_CHANNELS_MAX = 64 };

/* Samples of -1..1. Start from {0}; wave_free() when done. */
struct wave {
    float *samples;
    size_t count, capacity;
    double duration_s; /* of the recording, before any padding */
};

void wave_free(struct wave *wave);

/* Do these first bytes (12 are enough) of a file begin a recording of a kind that is known? */
bool wave_is_known(const uint8_t *bytes, size_t length);

/* Decodes the recording: channels averaged, resampled to rate_hz, padded with silence to at least
 * `least` samples. -1 with the reason where it is damaged, promises more than it holds, is empty or
 * too long. */
int wave_decode(struct wave *wave, const uint8_t *bytes, size_t length, int rate_hz, size_t least,
                struct error *error);

/* Shifts and scales the samples to mean 0 and variance 1. */
void wave_normalise(struct wave *wave);

#endif
