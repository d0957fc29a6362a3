# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs of traffic-light: Inception-v3 (C. Szegedy et al. 2015), and a small LeNet."""
from graph import Graph

LABELS = ("none", "green", "red")


def conv(graph, x, channels, kernel=1, stride=1, pad=None):
    """Convolution (batch normalisation folded into it) and ReLU."""
    return graph.node("Relu", graph.conv(x, channels, kernel, stride, pad))


def average(graph, x):
    return graph.node("AveragePool", x, kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])


def chain(graph, x, *layers):
    for channels, kernel in layers:
        x = conv(graph, x, channels, kernel)
    return x


def block_35(graph, x, pooled):
    return graph.concat(conv(graph, x, 64), chain(graph, x, (48, 1), (64, 5)),
                        chain(graph, x, (64, 1), (96, 3), (96, 3)),
                        conv(graph, average(graph, x), pooled))


def reduce_35(graph, x):
    deep = chain(graph, x, (64, 1), (96, 3))
    return graph.concat(conv(graph, x, 384, 3, 2, 0), conv(graph, deep, 96, 3, 2, 0),
                        graph.max_pool(x, 3, 2))


def block_17(graph, x, n):
    across, down = (1, 7), (7, 1)
    return graph.concat(conv(graph, x, 192), chain(graph, x, (n, 1), (n, across), (192, down)),
                        chain(graph, x, (n, 1), (n, down), (n, across), (n, down), (192, across)),
                        conv(graph, average(graph, x), 192))


def reduce_17(graph, x):
    wide = conv(graph, x, 192)
    deep = chain(graph, x, (192, 1), (192, (1, 7)), (192, (7, 1)))
    return graph.concat(conv(graph, wide, 320, 3, 2, 0), conv(graph, deep, 192, 3, 2, 0),
                        graph.max_pool(x, 3, 2))


def block_8(graph, x):
    def fork(y):
        return conv(graph, y, 384, (1, 3)), conv(graph, y, 384, (3, 1))
    return graph.concat(conv(graph, x, 320), *fork(conv(graph, x, 384)),
                        *fork(chain(graph, x, (448, 1), (384, 3))),
                        conv(graph, average(graph, x), 192))


def finish(graph, scores, size):
    graph.output(scores, "scores", (1, len(LABELS)))
    return graph, {"input": {"size": [size, size], "mean": 128, "scale": 128}, "labels": LABELS}


def inception_v3(size=299):
    graph = Graph("inception-v3", "input", (1, 3, size, size))
    x = conv(graph, "input", 32, 3, 2, 0)
    x = conv(graph, conv(graph, x, 32, 3, 1, 0), 64, 3)
    x = conv(graph, graph.max_pool(x, 3, 2), 80)
    x = graph.max_pool(conv(graph, x, 192, 3, 1, 0), 3, 2)
    for pooled in (32, 64, 64):
        x = block_35(graph, x, pooled)
    x = reduce_35(graph, x)
    for n in (128, 160, 160, 192):
        x = block_17(graph, x, n)
    x = reduce_17(graph, x)
    x = block_8(graph, block_8(graph, x))
    x = graph.node("Flatten", graph.node("GlobalAveragePool", x))
    return finish(graph, graph.linear(x, 2048, len(LABELS), gain=1), size)


def small(size=32):
    graph = Graph("small", "input", (1, 3, size, size))
    x = graph.max_pool(conv(graph, "input", 6, 5), 2, 2)
    x = graph.max_pool(conv(graph, x, 16, 5, 1, 0), 2, 2)
    x = graph.node("Flatten", x)
    for inputs, outputs in ((16 * 6 * 6, 120), (120, 84)):
        x = graph.node("Relu", graph.linear(x, inputs, outputs))
    return finish(graph, graph.linear(x, 84, len(LABELS), gain=1), size)


def build(name):
    return {"inception-v3": inception_v3, "small": small}[name]()
