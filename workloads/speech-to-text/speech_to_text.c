/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speech-to-text: what does a recording say? Any network from raw samples to CTC frames. */
#include "ctc.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/util.h"
#include "wave.h"
#include "workloads/inference/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE_HZ = 16000, LEAST_SAMPLES = 12800 /* as in Silero's programs */ };

/* The labels without a manifest that names them. */
static const char *const letters[] = {"_", "a", "b", "c", "d", "e", "f", "g", "h", "i",
                                      "j", "k", "l", "m", "n", "o", "p", "q", "r", "s",
                                      "t", "u", "v", "w", "x", "y", "z", "'", " "};

struct recogniser {
    struct wave wave;
    int rate_hz;
    size_t least;
    bool normalise;
    struct ctc_rules rules;
    struct tensor input;
};

static void recogniser_close(void *self)
{
    struct recogniser *recogniser = self;
    wave_free(&recogniser->wave);
    free(recogniser);
}

/* More members of the manifest: "input": {"rate", "least", "normalise"}, "blank", "space",
 * "repeat". */
static int read_manifest(struct recogniser *recogniser, const struct manifest *manifest,
                         struct error *error)
{
    const cJSON *input = cJSON_GetObjectItemCaseSensitive(manifest->json, "input");
    const char *blank = json_string(manifest->json, "blank");
    const char *space = json_string(manifest->json, "space");
    recogniser->rate_hz = json_int(input, "rate", RATE_HZ);
    int least = json_int(input, "least", LEAST_SAMPLES);
    recogniser->normalise = json_bool(input, "normalise", false);
    recogniser->rules =
        (struct ctc_rules){.labels = manifest->labels, .count = manifest->label_count};
    if (recogniser->rate_hz < 1000 || recogniser->rate_hz > 192000 || least < 1 ||
        least > RATE_HZ * WAVE_SECONDS_MAX)
        return error_set(error, EXIT_TRIALS_FAILED,
                         "model manifest: \"rate\" must be 1000 to 192000 (Hz), \"least\" 1 to %d "
                         "(samples)",
                         RATE_HZ * WAVE_SECONDS_MAX);
    recogniser->least = (size_t)least;
    return ctc_find(&recogniser->rules, blank ? blank : "_", space ? space : " ",
                    json_string(manifest->json, "repeat"), error);
}

static void *recogniser_open(const struct manifest *manifest, const struct graph *graph,
                             struct error *error)
{
    int64_t classes = (int64_t)manifest->label_count;
    if (graph->input_count != 1 || !graph_value_is(&graph->inputs[0], 2, (int64_t[]){1, -1}) ||
        graph->inputs[0].dims[1] >= 0 || graph->output_count < 1 ||
        !graph_value_is(&graph->outputs[0], 3, (int64_t[]){1, -1, classes})) {
        UTIL_FREE char *expected = util_format("input float [1,?] (samples), first output float "
                                               "[1,frames,%lld], one for each label",
                                               (long long)classes);
        graph_mismatch(graph, expected, error);
        return NULL;
    }
    struct recogniser *recogniser = util_alloc(1, sizeof *recogniser);
    if (read_manifest(recogniser, manifest, error) == 0)
        return recogniser;
    recogniser_close(recogniser);
    return NULL;
}

static int recogniser_decode(void *self, const struct input_file *file, struct error *error)
{
    struct recogniser *recogniser = self;
    return wave_decode(&recogniser->wave, file->bytes, file->length, recogniser->rate_hz,
                       recogniser->least, error);
}

static const struct tensor *recogniser_prepare(void *self)
{
    struct recogniser *recogniser = self;
    struct wave *wave = &recogniser->wave;
    if (recogniser->normalise)
        wave_normalise(wave);
    recogniser->input =
        (struct tensor){.data = wave->samples, .dims = {1, (int64_t)wave->count}, .rank = 2};
    return &recogniser->input;
}

static int recogniser_finish(void *self, const struct tensor outputs[],
                             char label[static LABEL_BYTES], struct error *error)
{
    const struct recogniser *recogniser = self;
    const struct tensor *scores = &outputs[0];
    if (scores->rank != 3 || scores->dims[0] != 1 || scores->dims[1] < 0 ||
        scores->dims[2] != (int64_t)recogniser->rules.count)
        return error_set(error, EXIT_TRIALS_FAILED, "the model's output has changed its shape");
    size_t frames = (size_t)scores->dims[1];
    UTIL_FREE size_t *tokens = util_alloc(frames, sizeof *tokens);
    if (ctc_best(&recogniser->rules, scores->data, frames, tokens))
        return error_set(error, EXIT_TRIALS_FAILED, "the model answered with NaN");
    UTIL_FREE char *text = ctc_text(&recogniser->rules, tokens, frames);
    snprintf(label, LABEL_BYTES, "%s", *text ? text : "(nothing)");
    if (strlen(text) >= LABEL_BYTES)
        memcpy(label + LABEL_BYTES - 4, "...", 4);
    text_make_printable(label); /* a letter may have been cut */
    return 0;
}

static double recogniser_duration_s(const void *self)
{
    return ((const struct recogniser *)self)->wave.duration_s;
}

const struct workload workload = {
    .input_kind = WAVE_KIND,
    .is_input = wave_is_known,
    .defaults = {.format = {.scale = {1, 1, 1}},
                 .labels = letters,
                 .label_count = ARRAY_LENGTH(letters)},
    .open = recogniser_open,
    .close = recogniser_close,
    .decode = recogniser_decode,
    .prepare = recogniser_prepare,
    .finish = recogniser_finish,
    .duration_s = recogniser_duration_s,
};
