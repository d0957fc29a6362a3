/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unit tests of speech-to-text: recordings good and bad, and CTC decoding by both rules. */
#include "src/base/file.h"
#include "src/base/json.h"
#include "src/base/util.h"
#include "workloads/speech-to-text/ctc.h"
#include "workloads/speech-to-text/wave.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HEADER_BYTES = 44, RATE_HZ = 16000 };

static void put(uint8_t *at, size_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

/* A WAV of 16 bits in which channel c is the constant 1000 * (c + 1); free it. */
static uint8_t *make_wav(size_t frames, size_t channels, size_t rate_hz, size_t *length)
{
    size_t data = 2 * frames * channels;
    *length = HEADER_BYTES + data;
    uint8_t *bytes = util_alloc(*length, 1);
    memcpy(bytes, "RIFF____WAVEfmt ____", 20);
    put(bytes + 4, *length - 8, 4);
    put(bytes + 16, 16, 4);
    put(bytes + 20, 1, 2); /* PCM */
    put(bytes + 22, channels, 2);
    put(bytes + 24, rate_hz, 4);
    put(bytes + 28, 2 * rate_hz * channels, 4);
    put(bytes + 32, 2 * channels, 2);
    put(bytes + 34, 16, 2);
    memcpy(bytes + 36, "data", 4);
    put(bytes + 40, data, 4);
    for (size_t i = 0; i < frames * channels; i++)
        put(bytes + HEADER_BYTES + 2 * i, 1000 * (i % channels + 1), 2);
    return bytes;
}

static void channels_are_averaged_and_the_rest_is_silence(void **state)
{
    (void)state;
    size_t length;
    UTIL_FREE uint8_t *bytes = make_wav(1600, 3, RATE_HZ, &length);
    struct wave wave = {0};
    assert_true(wave_is_known(bytes, 12));
    assert_int_equal(wave_decode(&wave, bytes, length, RATE_HZ, 2000, NULL), 0);
    assert_int_equal(wave.count, 2000);
    assert_true(fabs(wave.duration_s - 0.1) < 1e-9);
    assert_float_equal(wave.samples[800], 2000.0F / 32768, 1e-3F);
    assert_float_equal(wave.samples[1999], 0, 0);
    wave_free(&wave);
}

static void every_rate_becomes_the_networks(void **state)
{
    (void)state;
    static const size_t rates[] = {8000, 11025, 22050, 44100, 48000, 192000};
    struct wave wave = {0};
    for (size_t i = 0; i < ARRAY_LENGTH(rates); i++) {
        size_t length;
        UTIL_FREE uint8_t *bytes = make_wav(rates[i], 1, rates[i], &length);
        assert_int_equal(wave_decode(&wave, bytes, length, RATE_HZ, 1, NULL), 0);
        assert_in_range(wave.count, RATE_HZ - 2, RATE_HZ + 1);
        assert_float_equal(wave.samples[RATE_HZ / 2], 1000.0F / 32768, 1e-3F);
    }
    wave_free(&wave);
}

static void assert_refused(const uint8_t *bytes, size_t length, const char *reason)
{
    struct wave wave = {0};
    struct error error = {0};
    UTIL_FREE uint8_t *copy = util_alloc(length, 1); /* a read beyond is seen */
    memcpy(copy, bytes, length);
    assert_int_equal(wave_decode(&wave, copy, length, RATE_HZ, 1, &error), -1);
    if (!strstr(error.text, reason))
        fail_msg("no \"%s\" in: %s", reason, error.text);
    wave_free(&wave);
}

static void a_wav_that_lies_about_its_length_is_refused(void **state)
{
    (void)state;
    size_t length;
    UTIL_FREE uint8_t *bytes = make_wav(100, 1, RATE_HZ, &length);
    assert_refused(bytes, length - 1, "claims 200 bytes, 199 are left");
    put(bytes + 40, 0xffffffff, 4);
    assert_refused(bytes, length, "claims 4294967295 bytes, 200 are left");
    put(bytes + 40, 0, 4);
    assert_refused(bytes, length, "empty");
    put(bytes + 16, 0x7fffffff, 4); /* the part before it */
    assert_refused(bytes, length, "claims");
}

static void other_damage_is_refused(void **state)
{
    (void)state;
    size_t length;
    UTIL_FREE uint8_t *bytes = make_wav(100, 1, RATE_HZ, &length);
    assert_refused(bytes, 12, "there is no sound in it");
    assert_refused(bytes, 0, "damaged recording");
    put(bytes + 24, 10, 4);
    assert_refused(bytes, length, "1 channels at 10 Hz");
    put(bytes + 24, RATE_HZ, 4);
    put(bytes + 20, 0x1234, 2);
    assert_refused(bytes, length, "damaged recording");
    assert_false(wave_is_known((const uint8_t *)"RIFF____AVI ", 12));
}

static void too_long_is_refused(void **state)
{
    (void)state;
    size_t length;
    UTIL_FREE uint8_t *bytes = make_wav((size_t)WAVE_SECONDS_MAX * 1000, 1, 1000, &length);
    assert_refused(bytes, length, "a recording of 600 s is too long");
}

static void no_damage_crashes_the_decoder(void **state)
{
    (void)state;
    size_t length;
    UTIL_FREE uint8_t *bytes = make_wav(200, 2, 22050, &length);
    unsigned seed = 1;
    struct wave wave = {0};
    for (int round = 0; round < 500; round++) {
        UTIL_FREE uint8_t *copy = util_alloc(length, 1);
        memcpy(copy, bytes, length);
        for (int i = 0; i < 4; i++) {
            seed = seed * 1103515245U + 12345U;
            copy[(seed >> 8) % HEADER_BYTES] = (uint8_t)(seed >> 24);
        }
        struct error error = {0};
        if (wave_decode(&wave, copy, length, RATE_HZ, 1, &error) < 0)
            assert_true(error.text[0] != '\0');
    }
    wave_free(&wave);
}

static void normalised_samples_have_mean_0_and_variance_1(void **state)
{
    (void)state;
    float samples[] = {1, 3, 1, 3};
    struct wave wave = {.samples = samples, .count = 4};
    wave_normalise(&wave);
    assert_float_equal(samples[0], -1, 1e-4F);
    assert_float_equal(samples[3], 1, 1e-4F);
}

/* ---- CTC ---- */

static const char *const labels[] = {"_", "a", "l", "th", "e", "2", " "};
enum { BLANK, A, L, TH, E, TWICE, SPACE };

static void assert_text(const char *repeat, const size_t *tokens, size_t count,
                        const char *expected)
{
    struct ctc_rules rules = {.labels = labels, .count = ARRAY_LENGTH(labels)};
    assert_int_equal(ctc_find(&rules, "_", " ", repeat, NULL), 0);
    UTIL_FREE char *text = ctc_text(&rules, tokens, count);
    assert_string_equal(text, expected);
}

#define ASSERT_TEXT(repeat, expected, ...)                                                         \
    assert_text(repeat, (const size_t[]){__VA_ARGS__},                                             \
                sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t), expected)

static void sileros_rules(void **state)
{
    (void)state;
    ASSERT_TEXT("2", "the", TH, TH, BLANK, E);
    ASSERT_TEXT("2", "al", A, BLANK, A, L); /* blanks do not part equals */
    ASSERT_TEXT("2", "all", A, L, TWICE);
    ASSERT_TEXT("2", "all", A, L, BLANK, TWICE, L, L);
    ASSERT_TEXT("2", "alll", A, L, TWICE, TWICE);
    ASSERT_TEXT("2", "thth e", TH, TWICE, SPACE, SPACE, BLANK, SPACE, E);
    ASSERT_TEXT("2", "a", TWICE, A);
    ASSERT_TEXT("2", "a", TWICE, SPACE, TWICE, A, SPACE);
    ASSERT_TEXT("2", "", BLANK, BLANK);
}

static void plain_ctc_rules(void **state)
{
    (void)state;
    ASSERT_TEXT(NULL, "al", A, A, L, L);
    ASSERT_TEXT(NULL, "all", A, L, BLANK, L);
    ASSERT_TEXT(NULL, "a e", SPACE, A, SPACE, SPACE, E, SPACE);
    ASSERT_TEXT(NULL, "a2", A, TWICE); /* a label like any other */
}

static void labels_are_found_or_named(void **state)
{
    (void)state;
    struct ctc_rules rules = {.labels = labels, .count = ARRAY_LENGTH(labels)};
    struct error error = {0};
    assert_int_equal(ctc_find(&rules, "_", NULL, NULL, NULL), 0);
    assert_int_equal(rules.blank, BLANK);
    assert_int_equal(rules.space, rules.count);
    assert_int_equal(ctc_find(&rules, "<pad>", " ", NULL, &error), -1);
    assert_string_equal(error.text, "the blank label \"<pad>\" is not among the 7 labels");
}

static void best_label_of_each_frame(void **state)
{
    (void)state;
    struct ctc_rules rules = {.labels = labels, .count = 3};
    const float scores[] = {-1, -3, -2, 0, 0, 1}, broken[] = {0, NAN, 0};
    size_t tokens[2];
    assert_int_equal(ctc_best(&rules, scores, 2, tokens), 0);
    assert_int_equal(tokens[0], 0);
    assert_int_equal(tokens[1], 2);
    assert_int_equal(ctc_best(&rules, broken, 1, tokens), -1);
}

/* "hello all" in Silero's own labels, pieces of several letters among them. */
static void known_tokens_of_sileros_labels(void **state)
{
    (void)state;
    UTIL_FREE char *text =
        file_read(EDGETOP_SOURCE_DIR "/../shared/data/silero_en_v1_labels.json", NULL);
    if (!text)
        skip();
    JSON_FREE cJSON *list = cJSON_Parse(text);
    struct ctc_rules rules = {.count = (size_t)cJSON_GetArraySize(list)};
    UTIL_FREE const char **names = util_alloc(rules.count, sizeof *names);
    for (size_t i = 0; i < rules.count; i++)
        names[i] = cJSON_GetArrayItem(list, (int)i)->valuestring;
    rules.labels = names;
    assert_int_equal(rules.count, 999);
    assert_int_equal(ctc_find(&rules, "_", " ", "2", NULL), 0);
    assert_int_equal(rules.blank, 0);
    assert_int_equal(rules.repeat, 997);
    assert_int_equal(rules.space, 998);
    /* 23 "he", 49 "lo", 15 "al", which is said twice */
    const size_t tokens[] = {0, 23, 23, 0, 23, 49, 0, 998, 0, 998, 15, 997, 0, 15};
    UTIL_FREE char *said = ctc_text(&rules, tokens, ARRAY_LENGTH(tokens));
    UTIL_FREE char *expected = util_format("%s%s %s%s", names[23], names[49], names[15], names[15]);
    assert_string_equal(said, expected);
    assert_string_equal(said, "helo alal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_are_averaged_and_the_rest_is_silence),
        cmocka_unit_test(every_rate_becomes_the_networks),
        cmocka_unit_test(a_wav_that_lies_about_its_length_is_refused),
        cmocka_unit_test(other_damage_is_refused),
        cmocka_unit_test(too_long_is_refused),
        cmocka_unit_test(no_damage_crashes_the_decoder),
        cmocka_unit_test(normalised_samples_have_mean_0_and_variance_1),
        cmocka_unit_test(sileros_rules),
        cmocka_unit_test(plain_ctc_rules),
        cmocka_unit_test(labels_are_found_or_named),
        cmocka_unit_test(best_label_of_each_frame),
        cmocka_unit_test(known_tokens_of_sileros_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
