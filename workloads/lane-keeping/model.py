# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs of lane-keeping: ENet (A. Paszke et al. 2016), the network of the self-attention
distillation that Edge AIBench 2.0 names; SCNN on VGG-16 (X. Pan et al. 2017), which its program
runs; and an edge detector whose answers on drawn roads are known."""
import numpy as np
from graph import Graph

WIDTH, HEIGHT, TOP = 800, 288, 0.4
CLASSES = 5  # none and four lines
PIXELS = 6 / 4096  # gain of a first layer whose inputs are pixels minus their mean


def finish(graph, x):
    graph.output(x, "scores", (1, CLASSES, HEIGHT, WIDTH))
    return graph, {"input": {"size": [WIDTH, HEIGHT], "mean": [124, 117, 104], "scale": 1},
                   "top": TOP}


class ENet:
    def __init__(self, name):
        self.graph = Graph(name, "input", (1, 3, HEIGHT, WIDTH))

    def prelu(self, x):
        channels = self.graph.channels[x]
        return self.graph.node("PRelu", x, self.graph.constant(np.full((channels, 1, 1), 0.25)))

    def conv(self, x, channels, kernel, stride=1, **options):
        return self.prelu(self.graph.conv(x, channels, kernel, stride, **options))

    def conv_transpose(self, x, channels, kernel, pad=0):
        """Twice as wide and high."""
        inside = self.graph.channels[x]
        weight = self.graph.uniform((inside, channels, kernel, kernel),
                                    np.sqrt(6 / (inside * kernel)))
        out = self.graph.node("ConvTranspose", x, weight, kernel_shape=[kernel, kernel],
                              strides=[2, 2], pads=[pad] * 4, output_padding=[pad, pad])
        self.graph.channels[out] = channels
        return out

    def merge(self, x, deep, channels):
        """Adds the computed part to the shortcut; its small gain limits the sums."""
        total = self.graph.node("Add", x, self.graph.conv(deep, channels, 1, gain=1))
        self.graph.channels[total] = channels
        return self.prelu(total)

    def regular(self, x, dilation=1):
        channels = self.graph.channels[x]
        deep = self.conv(x, channels // 4, 1)
        return self.merge(x, self.conv(deep, channels // 4, 3, dilation=dilation), channels)

    def asymmetric(self, x):
        channels = self.graph.channels[x]
        deep = self.graph.conv(self.conv(x, channels // 4, 1), channels // 4, (5, 1))
        return self.merge(x, self.conv(deep, channels // 4, (1, 5)), channels)

    def down(self, x, channels):
        """Half as wide and high; also returns the place of the greatest of each four pixels."""
        inside = self.graph.channels[x]
        pooled, places = self.graph.nodes_of("MaxPool", [x], 2, kernel_shape=[2, 2],
                                             strides=[2, 2])
        pads = self.graph.constant((0, 0, 0, 0, 0, channels - inside, 0, 0), np.int64)
        wider = self.graph.node("Pad", pooled, pads)
        deep = self.conv(self.conv(x, inside // 4, 2, 2, pad=0), inside // 4, 3)
        return self.merge(wider, deep, channels), places

    def up(self, x, places, channels):
        flat = self.graph.conv(x, channels, 1, gain=3)
        wide = self.graph.node("MaxUnpool", flat, places, kernel_shape=[2, 2], strides=[2, 2])
        deep = self.conv(x, channels // 4, 1)
        return self.merge(wide, self.prelu(self.conv_transpose(deep, channels // 4, 2)), channels)


def enet(name):
    net = ENet(name)
    x = net.graph.concat(net.graph.conv("input", 13, 3, 2, gain=PIXELS),
                         net.graph.max_pool("input", 2, 2))
    x, first = net.down(net.prelu(x), 64)
    for _ in range(4):
        x = net.regular(x)
    x, second = net.down(x, 128)
    for _ in range(2):
        for dilation in (2, 4):
            x = net.regular(net.regular(x), dilation)
            x = net.regular(net.asymmetric(x), 4 * dilation)
    x = net.up(x, second, 64)
    x = net.up(net.regular(net.regular(x)), first, 16)
    return finish(net.graph, net.conv_transpose(net.regular(x), CLASSES, 3, 1))


def slices(graph, x, axis, count):
    names = graph.nodes_of("Split", [x, graph.constant([1] * count, np.int64)], count, axis=axis)
    for name in names:
        graph.channels[name] = graph.channels[x]
    return names


def pass_messages(graph, x, axis, count, channels=128):
    """Row by row (axis 2) or column by column (3), forwards and backwards: each slice receives a
    message from the one before it."""
    kernel = [1, 9] if axis == 2 else [9, 1]
    pads = [0, 4, 0, 4] if axis == 2 else [4, 0, 4, 0]
    bound = np.sqrt(3 * 2 / (9 * channels * channels * 5))
    parts = slices(graph, x, axis, count)
    for _ in range(2):
        weight = graph.uniform((channels, channels, *kernel), bound)
        passed = [parts[0]]
        for part in parts[1:]:
            message = graph.node("Conv", passed[-1], weight, kernel_shape=kernel, pads=pads)
            passed.append(graph.node("Add", graph.node("Relu", message), part))
        parts = passed[::-1]
    out = graph.node("Concat", *parts, axis=axis)
    graph.channels[out] = channels
    return out


def scnn(name):
    graph = Graph(name, "input", (1, 3, HEIGHT, WIDTH))

    def conv(x, channels, kernel=3, **options):
        return graph.node("Relu", graph.conv(x, channels, kernel, **options))

    x = conv(conv("input", 64, gain=PIXELS), 64)
    x = graph.max_pool(x, 2, 2)
    x = graph.max_pool(conv(conv(x, 128), 128), 2, 2)
    x = graph.max_pool(conv(conv(conv(x, 256), 256), 256), 2, 2)
    x = conv(conv(conv(x, 512), 512), 512)
    for _ in range(3):
        x = conv(x, 512, dilation=2)
    x = conv(conv(x, 1024, dilation=4), 128, 1)
    x = pass_messages(graph, x, 2, HEIGHT // 8)
    x = pass_messages(graph, x, 3, WIDTH // 8)
    x = graph.conv(x, CLASSES, 1, gain=1)
    return finish(graph, graph.node("Resize", x, "", graph.constant((1, 1, 8, 8)), mode="linear",
                                    coordinate_transformation_mode="half_pixel"))


def zones():
    """Where each line may be: between two slopes, as all lines of a straight road begin in the middle
    of the upper edge."""
    x, y = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    slope = (x - WIDTH / 2) / y
    bounds = (-9, -0.72, 0, 0.72, 9)  # halfway between lines when the car is in the middle
    masks = [(slope >= low) & (slope < high) for low, high in zip(bounds, bounds[1:])]
    return np.array([masks], np.float32)


def edges(name):
    graph = Graph(name, "input", (1, 3, HEIGHT, WIDTH))
    light = graph.node("Conv", "input", graph.constant(np.full((1, 3, 1, 1), 1 / 3)),
                       kernel_shape=[1, 1])
    views = []
    for width in (9, 31):
        mean = graph.constant(np.full((1, 1, 1, width), 1 / width))
        views.append(graph.node("Conv", light, mean, kernel_shape=[1, width],
                                pads=[0, width // 2, 0, width // 2]))
    ridge = graph.node("Relu", graph.node("Sub", graph.node("Sub", *views), graph.constant(20)))
    lines = graph.node("Mul", graph.node("Mul", ridge, graph.constant(0.5)),
                       graph.constant(zones()))
    none = graph.constant(np.full((1, 1, HEIGHT, WIDTH), 2))
    return finish(graph, graph.node("Concat", none, lines, axis=1))


def build(name):
    return {"enet": enet, "scnn-vgg16": scnn, "edges": edges}[name](name)
