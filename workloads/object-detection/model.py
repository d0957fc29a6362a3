# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs of object-detection: YOLOv5 v7.0 (s and n), and a small one of the same interface."""
import math

import numpy as np
from graph import Graph

CLASSES = 80
ANCHORS = ((8, ((10, 13), (16, 30), (33, 23))),
           (16, ((30, 61), (62, 45), (59, 119))),
           (32, ((116, 90), (156, 198), (373, 326))))


def conv(graph, x, channels, kernel=1, stride=1, pad=None):
    """YOLOv5's Conv: convolution (batch normalisation folded into it) and SiLU."""
    x = graph.conv(x, channels, kernel, stride, pad)
    return graph.node("Mul", x, graph.node("Sigmoid", x))


def c3(graph, x, channels, repeats, shortcut=True):
    half = channels // 2
    deep, flat = conv(graph, x, half), conv(graph, x, half)
    for _ in range(repeats):
        inner = conv(graph, conv(graph, deep, half), half, 3)
        deep = graph.node("Add", deep, inner) if shortcut else inner
    return conv(graph, graph.concat(deep, flat), channels)


def sppf(graph, x, channels):
    x = conv(graph, x, channels // 2)
    pools = [x]
    for _ in range(3):
        pools.append(graph.max_pool(pools[-1], 5, 1, 2))
    return conv(graph, graph.concat(*pools), channels)


def head_bias(stride):
    """As YOLOv5 initialises it: for 8 objects in a picture of 640 pixels, 0.6 of a class.

    Without it every box would be a candidate, and suppression would take longer than the
    network."""
    bias = np.zeros((3, 5 + CLASSES))
    bias[:, 4] = round(math.log(8 / (640 / stride) ** 2), 4)
    bias[:, 5:] = round(math.log(0.6 / (CLASSES - 0.99999)), 4)
    return bias.reshape(-1)


def detect(graph, x, side, stride, anchors):
    """One scale of the detection head: side * side cells of three boxes each, in pixels."""
    x = graph.conv(x, 3 * (5 + CLASSES), 1, gain=1 / 3, bias=head_bias(stride))
    x = graph.reshape(x, 1, 3, 5 + CLASSES, side, side)
    x = graph.node("Sigmoid", graph.node("Transpose", x, perm=[0, 1, 3, 4, 2]))
    sizes = graph.constant((2, 2, 1 + CLASSES), np.int64)
    xy, wh, scores = graph.nodes_of("Split", (x, sizes), 3, axis=4)
    rows, columns = np.mgrid[0:side, 0:side]
    cells = np.stack((columns, rows), axis=-1).reshape(1, 1, side, side, 2) - 0.5
    xy = graph.node("Add", graph.node("Mul", xy, graph.constant(2)), graph.constant(cells))
    xy = graph.node("Mul", xy, graph.constant(stride))
    wh = graph.node("Pow", graph.node("Mul", wh, graph.constant(2)), graph.constant(2))
    wh = graph.node("Mul", wh, graph.constant(np.reshape(anchors, (1, 3, 1, 1, 2))))
    return graph.reshape(graph.node("Concat", xy, wh, scores, axis=4), 1, -1, 5 + CLASSES)


def finish(graph, scales, size):
    """The heads on features at strides 8, 16 and 32, as one list of boxes."""
    boxes = [detect(graph, x, size // stride, stride, anchors)
             for x, (stride, anchors) in zip(scales, ANCHORS)]
    rows = sum(3 * (size // stride) ** 2 for stride, _ in ANCHORS)
    graph.output(graph.node("Concat", *boxes, axis=1), "output0", (1, rows, 5 + CLASSES))
    return graph, {"input": {"size": [size, size]}}


def yolov5(name, width, size=640):
    """YOLOv5 v7.0 at depth 0.33; width: the channels of its first layer."""
    graph = Graph(name, "images", (1, 3, size, size))
    x = conv(graph, "images", width, 6, 2, 2)
    x = c3(graph, conv(graph, x, 2 * width, 3, 2), 2 * width, 1)
    p3 = c3(graph, conv(graph, x, 4 * width, 3, 2), 4 * width, 2)
    p4 = c3(graph, conv(graph, p3, 8 * width, 3, 2), 8 * width, 3)
    x = c3(graph, conv(graph, p4, 16 * width, 3, 2), 16 * width, 1)
    top = conv(graph, sppf(graph, x, 16 * width), 8 * width)
    x = c3(graph, graph.concat(graph.upsample(top), p4), 8 * width, 1, False)
    middle = conv(graph, x, 4 * width)
    small = c3(graph, graph.concat(graph.upsample(middle), p3), 4 * width, 1, False)
    x = graph.concat(conv(graph, small, 4 * width, 3, 2), middle)
    medium = c3(graph, x, 8 * width, 1, False)
    x = graph.concat(conv(graph, medium, 8 * width, 3, 2), top)
    return finish(graph, (small, medium, c3(graph, x, 16 * width, 1, False)), size)


def small(size=128):
    graph = Graph("small", "images", (1, 3, size, size))
    x = conv(graph, conv(graph, "images", 8, 6, 2, 2), 16, 3, 2)
    p3 = conv(graph, x, 16, 3, 2)
    p4 = conv(graph, p3, 32, 3, 2)
    return finish(graph, (p3, p4, conv(graph, p4, 32, 3, 2)), size)


def build(name):
    return {"yolov5s": lambda: yolov5("yolov5s", 32), "yolov5n": lambda: yolov5("yolov5n", 16),
            "small": small}[name]()
