/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings: WAV or FLAC of any rate and number of channels to one channel at the network's rate.
 * Does not use ONNX Runtime. */
#ifndef EDGETOP_SPEECH_TO_TEXT_WAVE_H
#define EDGETOP_SPEECH_TO_TEXT_WAVE_H

#include "src/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What wave_is_known() accepts, for messages. */
#define WAVE_KIND "recording (WAV or FLAC)"

/* Longer recordings are refused before memory is allocated. */
enum { WAVE_SECONDS_MAX = 600, WAVE_CHANNELS_MAX = 64 };

/* Samples of -1..1. Start from {0}; wave_free() when done. */
struct wave {
    float *samples;
    size_t count, capacity;
    double duration_s; /* of the recording, before any padding */
};

void wave_free(struct wave *wave);

/* True if these first bytes of a file (12 are enough) are those of a recording that can be decoded.
 */
bool wave_is_known(const uint8_t *bytes, size_t length);

/* Decodes the recording: channels averaged, resampled to rate_hz, padded with silence to at least
 * `least` samples. -1 with the reason if it is damaged, incomplete, empty or too long. */
int wave_decode(struct wave *wave, const uint8_t *bytes, size_t length, int rate_hz, size_t least,
                struct error *error);

/* Shifts and scales the samples to mean 0 and variance 1. */
void wave_normalise(struct wave *wave);

#endif
