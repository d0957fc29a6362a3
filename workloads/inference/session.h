/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loaded model: the one place that knows ONNX Runtime. */
#ifndef EDGETOP_INFERENCE_SESSION_H
#define EDGETOP_INFERENCE_SESSION_H

#include "workloads/inference/graph.h"

struct session;

/* Loads the graph for that many threads. NULL with the reason. Close it with session_close(). */
struct session *session_open(const char *path, int threads, struct error *error);
void session_close(struct session *session);

/* The graph's inputs and outputs; they belong to the session. */
const struct graph *session_graph(const struct session *session);

/* Runs the graph on its one input. The tensors (graph->output_count of them, all of them floats or
 * empty) belong to the session until the next run. NULL with the reason. */
const struct tensor *session_run(struct session *session, const struct tensor *input,
                                 struct error *error);

#endif
