/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loaded model, on the ONNX Runtime C API. */
#include "workloads/inference/session.h"

#include "src/base/util.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onnxruntime_c_api.h>

struct session {
    const OrtApi *api;
    OrtEnv *env;
    OrtSession *ort;
    OrtMemoryInfo *memory;
    OrtAllocator *allocator; /* ONNX Runtime's default one, not ours to release */
    struct graph graph;
    OrtValue *values[GRAPH_VALUES_MAX]; /* outputs of the last run */
    struct tensor outputs[GRAPH_VALUES_MAX];
};

/* 0 if the status is good, else -1 with "WHAT: ONNX Runtime's message"; releases the status. */
static int check(const struct session *session, OrtStatus *status, const char *what,
                 struct error *error)
{
    if (!status)
        return 0;
    error_set(error, EXIT_TRIALS_FAILED, "%s: %s", what, session->api->GetErrorMessage(status));
    session->api->ReleaseStatus(status);
    return -1;
}

/* No spinning: on shared cores it takes up to four times as long, and it inflates CPU use. */
static OrtStatus *set_options(const OrtApi *api, OrtSessionOptions *options, int threads)
{
    OrtStatus *status = api->SetIntraOpNumThreads(options, threads);
    if (!status)
        status = api->SetInterOpNumThreads(options, 1);
    if (!status)
        status = api->SetSessionExecutionMode(options, ORT_SEQUENTIAL);
    if (!status)
        status = api->AddSessionConfigEntry(options, "session.intra_op.allow_spinning", "0");
    if (!status)
        status = api->AddSessionConfigEntry(options, "session.set_denormal_as_zero", "1");
    if (!status)
        status = api->SetSessionLogSeverityLevel(options, ORT_LOGGING_LEVEL_FATAL);
    return status;
}

static int load(struct session *session, const char *path, int threads, struct error *error)
{
    const OrtApi *api = session->api;
    OrtSessionOptions *options = NULL;
    int result = check(session, api->CreateSessionOptions(&options), "session options", error);
    if (result == 0)
        result = check(session, set_options(api, options, threads), "session options", error);
    if (result == 0)
        result = check(session, api->CreateSession(session->env, path, options, &session->ort),
                       "the model cannot be loaded as ONNX", error);
    api->ReleaseSessionOptions(options);
    return result;
}

static const char *type_name(ONNXTensorElementDataType type)
{
    static const char *const names[] = {
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT] = "float",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8] = "uint8",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8] = "int8",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32] = "int32",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64] = "int64",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16] = "float16",
        [ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE] = "double",
    };
    const char *name = (size_t)type < ARRAY_LENGTH(names) ? names[type] : NULL;
    return name ? name : "of another type";
}

static OrtStatus *read_shape(const OrtApi *api, const OrtTensorTypeAndShapeInfo *info,
                             int64_t dims[GRAPH_RANK_MAX], size_t *rank)
{
    OrtStatus *status = api->GetDimensionsCount(info, rank);
    if (!status && *rank > GRAPH_RANK_MAX)
        return api->CreateStatus(ORT_NOT_IMPLEMENTED, "more than 8 dimensions");
    return status ? status : api->GetDimensions(info, dims, *rank);
}

static OrtStatus *read_type(const OrtApi *api, const OrtTypeInfo *type, struct graph_value *value)
{
    const OrtTensorTypeAndShapeInfo *info = NULL; /* stays NULL if the value is not a tensor */
    OrtStatus *status = api->CastTypeInfoToTensorInfo(type, &info);
    value->type = "(not a tensor)";
    if (status || !info)
        return status;
    ONNXTensorElementDataType element = ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
    status = api->GetTensorElementType(info, &element);
    value->type = type_name(element);
    return status ? status : read_shape(api, info, value->dims, &value->rank);
}

typedef OrtStatus *(ORT_API_CALL *name_getter)(const OrtSession *, size_t, OrtAllocator *, char **);
typedef OrtStatus *(ORT_API_CALL *type_getter)(const OrtSession *, size_t, OrtTypeInfo **);

static OrtStatus *read_value(struct session *session, size_t i, name_getter get_name,
                             type_getter get_type, struct graph_value *value)
{
    char *name = NULL;
    OrtTypeInfo *type = NULL;
    OrtStatus *status = get_name(session->ort, i, session->allocator, &name);
    if (!status) {
        snprintf(value->name, sizeof value->name, "%s", name);
        session->allocator->Free(session->allocator, name);
        status = get_type(session->ort, i, &type);
    }
    if (!status)
        status = read_type(session->api, type, value);
    session->api->ReleaseTypeInfo(type);
    return status;
}

static OrtStatus *read_graph(struct session *session)
{
    const OrtApi *api = session->api;
    struct graph *graph = &session->graph;
    OrtStatus *status = api->SessionGetInputCount(session->ort, &graph->input_count);
    if (!status)
        status = api->SessionGetOutputCount(session->ort, &graph->output_count);
    if (!status &&
        (graph->input_count > GRAPH_VALUES_MAX || graph->output_count > GRAPH_VALUES_MAX))
        return api->CreateStatus(ORT_NOT_IMPLEMENTED, "more than 16 inputs or outputs");
    for (size_t i = 0; !status && i < graph->input_count; i++)
        status = read_value(session, i, api->SessionGetInputName, api->SessionGetInputTypeInfo,
                            &graph->inputs[i]);
    for (size_t i = 0; !status && i < graph->output_count; i++)
        status = read_value(session, i, api->SessionGetOutputName, api->SessionGetOutputTypeInfo,
                            &graph->outputs[i]);
    return status;
}

/* Since 1.29, upstream's builds keep a database in the home folder and send telemetry to their
 * maker, from an extra thread, during inference. The variable is read once, when the environment
 * is created. */
static void forbid_telemetry(void)
{
    setenv("ORT_DISABLE_TELEMETRY", "1", 1);
}

static int start(struct session *session, const char *path, int threads, struct error *error)
{
    const OrtApi *api = session->api;
    forbid_telemetry();
    if (check(session, api->CreateEnv(ORT_LOGGING_LEVEL_FATAL, "edgetop", &session->env),
              "ONNX Runtime", error) ||
        check(session, api->GetAllocatorWithDefaultOptions(&session->allocator), "ONNX Runtime",
              error) ||
        check(session,
              api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &session->memory),
              "ONNX Runtime", error))
        return -1;
    return load(session, path, threads, error) ||
                   check(session, read_graph(session), "the model's inputs and outputs", error)
               ? -1
               : 0;
}

struct session *session_open(const char *path, int threads, struct error *error)
{
    const OrtApi *api = OrtGetApiBase()->GetApi(ORT_API_VERSION);
    if (!api) {
        error_set(error, EXIT_TRIALS_FAILED, "ONNX Runtime %s is too old: API %d is needed",
                  OrtGetApiBase()->GetVersionString(), ORT_API_VERSION);
        return NULL;
    }
    struct session *session = util_alloc(1, sizeof *session);
    session->api = api;
    if (start(session, path, threads, error) == 0)
        return session;
    session_close(session);
    return NULL;
}

static void release_outputs(struct session *session)
{
    for (size_t i = 0; i < session->graph.output_count; i++) {
        session->api->ReleaseValue(session->values[i]);
        session->values[i] = NULL;
    }
}

void session_close(struct session *session)
{
    if (!session)
        return;
    release_outputs(session);
    session->api->ReleaseMemoryInfo(session->memory);
    session->api->ReleaseSession(session->ort);
    session->api->ReleaseEnv(session->env);
    free(session);
}

const struct graph *session_graph(const struct session *session)
{
    return &session->graph;
}

static OrtStatus *run(struct session *session, const struct tensor *input)
{
    const OrtApi *api = session->api;
    const char *input_name = session->graph.inputs[0].name, *output_names[GRAPH_VALUES_MAX];
    for (size_t i = 0; i < session->graph.output_count; i++)
        output_names[i] = session->graph.outputs[i].name;
    OrtValue *value = NULL;
    OrtStatus *status = api->CreateTensorWithDataAsOrtValue(
        session->memory, input->data, tensor_size(input) * sizeof(float), input->dims, input->rank,
        ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &value);
    if (!status)
        status = api->Run(session->ort, NULL, &input_name, (const OrtValue *const *)&value, 1,
                          output_names, session->graph.output_count, session->values);
    api->ReleaseValue(value);
    return status;
}

/* An output that is not float stays an empty tensor: a workload reads only outputs that it found to
 * be float. */
static OrtStatus *view_output(struct session *session, size_t i)
{
    const OrtApi *api = session->api;
    struct tensor *tensor = &session->outputs[i];
    *tensor = (struct tensor){.rank = 1};
    if (strcmp(session->graph.outputs[i].type, "float") != 0)
        return NULL;
    OrtTensorTypeAndShapeInfo *info = NULL;
    OrtStatus *status = api->GetTensorTypeAndShape(session->values[i], &info);
    if (!status)
        status = read_shape(api, info, tensor->dims, &tensor->rank);
    if (!status)
        status = api->GetTensorMutableData(session->values[i], (void **)&tensor->data);
    api->ReleaseTensorTypeAndShapeInfo(info);
    return status;
}

const struct tensor *session_run(struct session *session, const struct tensor *input,
                                 struct error *error)
{
    release_outputs(session);
    if (check(session, run(session, input), "inference", error))
        return NULL;
    for (size_t i = 0; i < session->graph.output_count; i++)
        if (check(session, view_output(session, i), "inference", error))
            return NULL;
    return session->outputs;
}
