/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings, by libsndfile and libsamplerate. */
#include "wave.h"

#include "src/base/util.h"

#include <stdlib.h>
#include <string.h>

#include <samplerate.h>
#include <sndfile.h>

enum { BLOCK_FRAMES = 4096 };

void wave_free(struct wave *wave)
{
    free(wave->samples);
    *wave = (struct wave){0};
}

static bool is_wav(const uint8_t *bytes, size_t length)
{
    return length >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WAVE", 4) == 0;
}

bool wave_is_known(const uint8_t *bytes, size_t length)
{
    return is_wav(bytes, length) || (length >= 4 && memcmp(bytes, "fLaC", 4) == 0);
}

/* ---- is a WAV complete? libsndfile would silently read what there is ---- */

static size_t little_endian(const uint8_t *bytes)
{
    return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
           (size_t)bytes[3] << 24;
}

static int check_wav(const uint8_t *bytes, size_t length, struct error *error)
{
    for (size_t at = 12; length - at >= 8;) {
        size_t promised = little_endian(bytes + at + 4), left = length - at - 8;
        if (memcmp(bytes + at, "data", 4) == 0 && promised <= left)
            return 0;
        if (promised > left)
            return error_set(error, EXIT_TRIALS_FAILED,
                             "damaged WAV: a part claims %zu bytes, %zu are left", promised, left);
        at += 8 + promised + promised % 2;
        if (at > length)
            break;
    }
    return error_set(error, EXIT_TRIALS_FAILED, "damaged WAV: there is no sound in it");
}

/* ---- a file in memory, for libsndfile ---- */

struct memory {
    const uint8_t *bytes;
    sf_count_t length, at;
};

static sf_count_t memory_length(void *data)
{
    return ((struct memory *)data)->length;
}

static sf_count_t memory_seek(sf_count_t offset, int whence, void *data)
{
    struct memory *memory = data;
    sf_count_t base = whence == SEEK_CUR ? memory->at : whence == SEEK_END ? memory->length : 0;
    if (offset < -base || offset > memory->length - base)
        return -1;
    return memory->at = base + offset;
}

static sf_count_t memory_read(void *to, sf_count_t count, void *data)
{
    struct memory *memory = data;
    if (count > memory->length - memory->at)
        count = memory->length - memory->at;
    if (count <= 0)
        return 0;
    memcpy(to, memory->bytes + memory->at, (size_t)count);
    memory->at += count;
    return count;
}

static sf_count_t memory_write(const void *from, sf_count_t count, void *data)
{
    (void)from, (void)count, (void)data;
    return 0;
}

static sf_count_t memory_tell(void *data)
{
    return ((struct memory *)data)->at;
}

static SF_VIRTUAL_IO memory_access = {memory_length, memory_seek, memory_read, memory_write,
                                      memory_tell};

/* ---- decoding ---- */

static int check_format(const SF_INFO *info, struct error *error)
{
    if (info->frames < 1)
        return error_set(error, EXIT_TRIALS_FAILED, "the recording is empty");
    if (info->channels > WAVE_CHANNELS_MAX || info->samplerate < 1000 || info->samplerate > 1000000)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "a recording of %d channels at %d Hz: at most %d channels, 1 to 1000 kHz",
                         info->channels, info->samplerate, WAVE_CHANNELS_MAX);
    if (info->frames / info->samplerate >= WAVE_SECONDS_MAX)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "a recording of %lld s is too long: less than %d s",
                         (long long)(info->frames / info->samplerate), WAVE_SECONDS_MAX);
    return 0;
}

/* Writes the mean of each frame's channels to `mono`; -1 if frames are missing. */
static int read_mono(SNDFILE *file, const SF_INFO *info, float *mono)
{
    size_t channels = (size_t)info->channels;
    UTIL_FREE float *block = util_alloc(BLOCK_FRAMES * channels, sizeof *block);
    sf_count_t done = 0, got;
    while (done < info->frames && (got = sf_readf_float(file, block, BLOCK_FRAMES)) > 0) {
        if (got > info->frames - done)
            got = info->frames - done;
        for (size_t i = 0; i < (size_t)got; i++) {
            float sum = 0;
            for (size_t c = 0; c < channels; c++)
                sum += block[i * channels + c];
            mono[(size_t)done + i] = sum / (float)channels;
        }
        done += got;
    }
    return done == info->frames ? 0 : -1;
}

static void make_room(struct wave *wave, size_t count)
{
    if (count > wave->capacity) {
        wave->samples = util_realloc(wave->samples, count, sizeof *wave->samples);
        wave->capacity = count;
    }
}

static int resample(struct wave *wave, const float *mono, size_t count, double ratio,
                    struct error *error)
{
    make_room(wave, (size_t)((double)count * ratio) + 1);
    SRC_DATA data = {.data_in = mono,
                     .input_frames = (long)count,
                     .data_out = wave->samples,
                     .output_frames = (long)wave->capacity,
                     .src_ratio = ratio};
    int failure = src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1);
    if (failure)
        return error_set(error, EXIT_TRIALS_FAILED, "the recording cannot be resampled: %s",
                         src_strerror(failure));
    wave->count = (size_t)data.output_frames_gen;
    return 0;
}

static int read_samples(struct wave *wave, SNDFILE *file, const SF_INFO *info, int rate_hz,
                        struct error *error)
{
    size_t count = (size_t)info->frames;
    UTIL_FREE float *mono = util_alloc(count, sizeof *mono);
    if (read_mono(file, info, mono))
        return error_set(error, EXIT_TRIALS_FAILED,
                         "damaged recording: it ends before its %zu samples", count);
    for (size_t i = 0; i < count; i++)
        if (!isfinite(mono[i]))
            return error_set(error, EXIT_TRIALS_FAILED,
                             "damaged recording: sample %zu is not a number", i);
    wave->duration_s = (double)count / info->samplerate;
    return resample(wave, mono, count, (double)rate_hz / info->samplerate, error);
}

static void pad(struct wave *wave, size_t least)
{
    if (wave->count >= least)
        return;
    make_room(wave, least);
    memset(wave->samples + wave->count, 0, (least - wave->count) * sizeof *wave->samples);
    wave->count = least;
}

int wave_decode(struct wave *wave, const uint8_t *bytes, size_t length, int rate_hz, size_t least,
                struct error *error)
{
    if (is_wav(bytes, length) && check_wav(bytes, length, error))
        return -1;
    struct memory memory = {.bytes = bytes, .length = (sf_count_t)length};
    SF_INFO info = {0};
    SNDFILE *file = sf_open_virtual(&memory_access, SFM_READ, &info, &memory);
    if (!file)
        return error_set(error, EXIT_TRIALS_FAILED, "damaged recording: %s", sf_strerror(NULL));
    int result = check_format(&info, error);
    if (result == 0)
        result = read_samples(wave, file, &info, rate_hz, error);
    sf_close(file);
    if (result == 0)
        pad(wave, least);
    return result;
}

void wave_normalise(struct wave *wave)
{
    double sum = 0, squares = 0, count = (double)wave->count;
    for (size_t i = 0; i < wave->count; i++) {
        sum += (double)wave->samples[i];
        squares += (double)wave->samples[i] * (double)wave->samples[i];
    }
    double mean = sum / count, sd = sqrt(fmax(squares / count - mean * mean, 0) + 1e-7);
    for (size_t i = 0; i < wave->count; i++)
        wave->samples[i] = (float)(((double)wave->samples[i] - mean) / sd);
}
