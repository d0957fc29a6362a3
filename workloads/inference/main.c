/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of every AI workload: load, first inference, steady inferences, each reported as an
 * event. */
#include "src/base/util.h"
#include "workloads/inference/cold.h"
#include "workloads/inference/session.h"
#include "workloads/inference/workload.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define USAGE                                                                                      \
    "usage: --model FILE --input PATH [--threads N] [--inferences N] [--batch N] [--scratch DIR] " \
    "[--check]"

enum { THREADS_MAX = 1024, INFERENCES_MAX = 10000000, BATCH_MAX = 1000000 };

struct arguments {
    const char *model, *input;
    const char *scratch; /* folder from which an input is read, cold, right before its inference;
                            NULL = inputs are in memory */
    int threads;
    int inferences; /* steady ones, after the first */
    int batch;      /* inputs of one inference, processed one after the other */
    bool check;     /* load and verify, run no inference */
};

/* Everything that an inference needs. */
struct job {
    struct manifest manifest;
    struct session *session;
    struct inputs inputs;
    void *self; /* the workload's state */
    struct events events;
    double steady_s, recorded_s; /* time of the steady inferences, and length of their recordings */
};

static int parse_count(const char *text, int least, int most, const char *name, int *count,
                       struct error *error)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < least || value > most)
        return error_set(error, EXIT_USAGE, "--%s must be %d to %d, not %s", name, least, most,
                         text);
    *count = (int)value;
    return 0;
}

static int parse_option(struct arguments *arguments, int option, struct error *error)
{
    switch (option) {
    case 'm':
        arguments->model = optarg;
        return 0;
    case 'i':
        arguments->input = optarg;
        return 0;
    case 't':
        return parse_count(optarg, 1, THREADS_MAX, "threads", &arguments->threads, error);
    case 'n':
        return parse_count(optarg, 0, INFERENCES_MAX, "inferences", &arguments->inferences, error);
    case 's':
        arguments->scratch = optarg;
        return 0;
    case 'b':
        return parse_count(optarg, 1, BATCH_MAX, "batch", &arguments->batch, error);
    case 'c':
        arguments->check = true;
        return 0;
    default:
        return error_set(error, EXIT_USAGE, USAGE);
    }
}

static int parse_arguments(struct arguments *arguments, int argc, char **argv, struct error *error)
{
    static const struct option options[] = {
        {"model", required_argument, NULL, 'm'},   {"input", required_argument, NULL, 'i'},
        {"threads", required_argument, NULL, 't'}, {"inferences", required_argument, NULL, 'n'},
        {"scratch", required_argument, NULL, 's'}, {"batch", required_argument, NULL, 'b'},
        {"check", no_argument, NULL, 'c'},         {0}};
    int option;
    opterr = 0; /* errors are reported by the `done` event */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (parse_option(arguments, option, error))
            return -1;
    if (!arguments->model || !arguments->input || optind != argc)
        return error_set(error, EXIT_USAGE, USAGE);
    return 0;
}

static void begin_phase(struct events *events, const char *phase)
{
    cJSON *event = event_new("phase");
    cJSON_AddStringToObject(event, "phase", phase);
    events_add(events, event);
    events_write(events);
}

static void report_inputs(struct events *events, const struct inputs *inputs)
{
    UTIL_FREE char *text = inputs_describe(inputs, workload.input_kind);
    if (!text)
        return;
    cJSON *event = event_new("note");
    cJSON_AddStringToObject(event, "level", "warning");
    cJSON_AddStringToObject(event, "text", text);
    events_add(events, event);
}

static int load(struct job *job, const struct arguments *arguments, struct error *error)
{
    if (manifest_load(&job->manifest, arguments->model, &workload.defaults, error))
        return -1;
    job->session = session_open(job->manifest.graph_path, arguments->threads, error);
    if (!job->session)
        return -1;
    job->self = workload.open(&job->manifest, session_graph(job->session), error);
    if (!job->self)
        return -1;
    size_t wanted = (1 + (size_t)arguments->inferences) * (size_t)arguments->batch;
    if (inputs_load(&job->inputs, arguments->input, wanted, workload.input_kind, workload.is_input,
                    error))
        return -1;
    report_inputs(&job->events, &job->inputs);
    return 0;
}

/* Decodes an input; the reason names the file. */
static int decode(struct job *job, size_t i, struct error *error)
{
    const struct input_file *file = &job->inputs.files[i % job->inputs.count];
    struct error reason;
    if (workload.decode(job->self, file, &reason) == 0)
        return 0;
    return error_set(error, reason.code, "%s: %s", file->name, reason.text);
}

/* Time for one or more inputs. */
struct times {
    double decode_s, infer_s, run_s;
};

/* Runs the model on one input; adds to the times. */
static int infer_one(struct job *job, size_t input_number, char label[static LABEL_BYTES],
                     struct times *times, struct error *error)
{
    double begin_s = util_now_s();
    if (decode(job, input_number, error))
        return -1;
    double decoded_s = util_now_s();
    const struct tensor *input = workload.prepare(job->self);
    double prepared_s = util_now_s();
    const struct tensor *outputs = session_run(job->session, input, error);
    double ran_s = util_now_s();
    if (!outputs || workload.finish(job->self, outputs, label, error))
        return -1;
    times->decode_s += decoded_s - begin_s;
    times->infer_s += util_now_s() - decoded_s;
    times->run_s += ran_s - prepared_s;
    return 0;
}

/* Reports times per input: for a batch, the mean. */
static void report_inference(struct job *job, int i, int batch, const char *label,
                             const struct times *times)
{
    double unit_ms = 1e3 / batch;
    cJSON *event = event_new("infer");
    cJSON_AddNumberToObject(event, "i", i);
    event_number(event, "ms", times->infer_s * unit_ms, 4);
    event_number(event, "decode_ms", times->decode_s * unit_ms, 4);
    event_number(event, "run_ms", times->run_s * unit_ms, 4);
    if (batch > 1)
        cJSON_AddNumberToObject(event, "n", batch);
    cJSON_AddStringToObject(event, "label", label);
    events_add(&job->events, event);
}

/* Runs inference i and adds an `infer` event with the answer to the last input. */
static int infer(struct job *job, int i, int batch, struct error *error)
{
    char label[LABEL_BYTES] = "";
    struct times times = {0};
    for (int k = 0; k < batch; k++) {
        if (infer_one(job, (size_t)i * (size_t)batch + (size_t)k, label, &times, error))
            return -1;
        if (i > 0 && workload.duration_s)
            job->recorded_s += workload.duration_s(job->self);
    }
    report_inference(job, i, batch, label, &times);
    job->steady_s += i > 0 ? times.infer_s : 0;
    return 0;
}

static cJSON *metric_of(const char *name, double value, const char *unit)
{
    cJSON *event = event_new("metric");
    cJSON_AddStringToObject(event, "name", name);
    event_number(event, "value", value, 9);
    cJSON_AddStringToObject(event, "unit", unit);
    return event;
}

/* Metrics of all steady inferences together. */
static void report_metrics(struct job *job, const struct arguments *arguments)
{
    if (arguments->batch > 1 && arguments->inferences > 0) {
        cJSON *event = metric_of("batch", job->steady_s * 1e3 / arguments->inferences, "ms");
        cJSON_AddNumberToObject(cJSON_AddObjectToObject(event, "params"), "inputs",
                                arguments->batch);
        events_add(&job->events, event);
    }
    if (job->recorded_s > 0)
        events_add(&job->events,
                   metric_of("real-time factor", job->steady_s / job->recorded_s, "s/s"));
}

static int check(struct job *job, const struct arguments *arguments, struct error *error)
{
    int result = load(job, arguments, error);
    for (size_t i = 0; result == 0 && i < job->inputs.count; i++)
        result = decode(job, i, error);
    return result;
}

/* Reads an input, then runs one inference: the metric `picture` is the time from file to answer. */
static int infer_cold(struct job *job, const char *scratch, int i, double *bytes,
                      struct error *error)
{
    struct input_file *input = &job->inputs.files[(size_t)i % job->inputs.count];
    struct cold_read read;
    if (cold_read(scratch, (size_t)i, input, &read, error))
        return -1;
    double begin_s = util_now_s();
    if (infer(job, i, 1, error))
        return -1;
    double picture_s = read.read_s + util_now_s() - begin_s;
    *bytes += (double)input->length;
    events_add(&job->events, metric_of("picture", picture_s * 1e3, "ms"));
    events_add(&job->events, metric_of("read_cold", read.read_s * 1e3, "ms"));
    events_add(&job->events, metric_of("read_cached", read.again_s * 1e3, "ms"));
    if (!isnan(read.cached_share))
        events_add(&job->events, metric_of("cached_before", read.cached_share * 100, "%"));
    events_write_due(&job->events);
    return 0;
}

static int run_cold(struct job *job, const struct arguments *arguments, struct error *error)
{
    double bytes = 0;
    if (cold_prepare(arguments->scratch, &job->inputs, 1 + (size_t)arguments->inferences,
                     &job->events, error))
        return -1;
    begin_phase(&job->events, "steady");
    double begin_s = util_now_s();
    for (int i = 1; i <= arguments->inferences; i++)
        if (infer_cold(job, arguments->scratch, i, &bytes, error))
            return -1;
    if (arguments->inferences == 0)
        return 0;
    double took_s = util_now_s() - begin_s;
    cJSON *event = metric_of("read_rate", bytes / took_s / 1e6, "MB/s");
    cJSON_AddStringToObject(event, "disk", "read");
    event_number(event, "took_s", took_s, 4);
    events_add(&job->events, event);
    return 0;
}

static int run(struct job *job, const struct arguments *arguments, struct error *error)
{
    begin_phase(&job->events, "load");
    if (load(job, arguments, error))
        return -1;
    begin_phase(&job->events, "first");
    if (infer(job, 0, arguments->batch, error))
        return -1;
    if (workload.detail)
        workload.detail(job->self, &job->events);
    if (arguments->scratch)
        return run_cold(job, arguments, error);
    begin_phase(&job->events, "steady");
    for (int i = 1; i <= arguments->inferences; i++) {
        if (infer(job, i, arguments->batch, error))
            return -1;
        events_write_due(&job->events);
    }
    report_metrics(job, arguments);
    return 0;
}

static void report_done(struct events *events, const struct error *error)
{
    cJSON *event = event_new("done");
    cJSON_AddBoolToObject(event, "ok", !error);
    if (error)
        cJSON_AddStringToObject(event, "reason", error->text);
    events_add(events, event);
    events_write(events);
}

static void job_free(struct job *job)
{
    if (job->self)
        workload.close(job->self);
    session_close(job->session);
    inputs_free(&job->inputs);
    manifest_free(&job->manifest);
    events_free(&job->events);
}

int main(int argc, char **argv)
{
    struct arguments arguments = {.threads = 1, .inferences = 1, .batch = 1};
    struct job job = {0};
    struct error error = {0};
    int result = parse_arguments(&arguments, argc, argv, &error);
    if (result == 0)
        result = (arguments.check ? check : run)(&job, &arguments, &error);
    report_done(&job.events, result == 0 ? NULL : &error);
    job_free(&job);
    return result == 0 ? EXIT_ALL_OK : (int)error.code;
}
