# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph of road-sign: the LeNet of Edge AIBench 2.0, for grey pictures."""
from graph import Graph

CLASSES, SIZE = 43, 32


def layer(graph, x, channels):
    return graph.max_pool(graph.node("Relu", graph.conv(x, channels, 5, 1, 0)), 2, 2)


def build(name):
    graph = Graph(name, "input", (1, 1, SIZE, SIZE))
    x = graph.node("Flatten", layer(graph, layer(graph, "input", 8), 20))
    for inputs, outputs in ((20 * 5 * 5, 160), (160, 120)):
        x = graph.node("Relu", graph.linear(x, inputs, outputs))
    graph.output(graph.linear(x, 120, CLASSES, gain=1), "scores", (1, CLASSES))
    return graph, {"input": {"size": [SIZE, SIZE], "mean": 0, "scale": 255, "order": "bgr"}}
