# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs of face-detection: RetinaFace (J. Deng et al. 2019) on MobileNet-0.25 and ResNet-50,
and on a few layers."""
import numpy as np
from graph import Graph

PIXELS = 6 / 4096  # gain of a first layer whose inputs are pixels minus their mean


class Network:
    """Layers with one kind of rectifier; leaky: its slope below 0."""

    def __init__(self, name, leaky, size):
        self.graph = Graph(name, "input", (1, 3, size, size))
        self.leaky = leaky

    def relu(self, x):
        if self.leaky:
            return self.graph.node("LeakyRelu", x, alpha=self.leaky)
        return self.graph.node("Relu", x)

    def conv(self, x, channels, kernel=3, stride=1, **options):
        return self.relu(self.graph.conv(x, channels, kernel, stride, **options))

    def depthwise(self, x, channels, stride=1):
        """A separable convolution: each channel by itself, then all of them at each pixel."""
        inside = self.graph.channels[x]
        return self.conv(self.conv(x, inside, 3, stride, groups=inside), channels, 1)

    def bottleneck(self, x, channels, stride=1):
        """ResNet's block; the first of a stage changes the size. The small gain limits the sums."""
        deep = self.conv(self.conv(x, channels, 1), channels, 3, stride)
        deep = self.graph.conv(deep, 4 * channels, 1, gain=1)
        if stride != 1 or self.graph.channels[x] != 4 * channels:
            x = self.graph.conv(x, 4 * channels, 1, stride, gain=3)
        return self.relu(self.graph.node("Add", x, deep))

    def pyramid(self, features, channels):
        """Features at strides 8, 16 and 32, the coarser ones added to the finer."""
        low, middle, high = (self.conv(x, channels, 1) for x in features)
        middle = self.merge(middle, high, channels)
        return self.merge(low, middle, channels), middle, high

    def merge(self, fine, coarse, channels):
        return self.conv(self.graph.node("Add", fine, self.graph.upsample(coarse)), channels)

    def context(self, x, channels):
        """SSH: views of 3, 5 and 7 pixels side by side."""
        half, quarter = channels // 2, channels // 4
        three = self.graph.conv(x, half, 3)
        inner = self.conv(x, quarter)
        five = self.graph.conv(inner, quarter, 3)
        seven = self.graph.conv(self.conv(inner, quarter), quarter, 3)
        return self.graph.node("Relu", self.graph.concat(three, five, seven))

    def heads(self, features, numbers, bias=None):
        """`numbers` for each of the two priors of each cell, as one list."""
        rows = []
        for x in features:
            x = self.graph.conv(x, 2 * numbers, 1, gain=1 / 3, bias=bias)
            x = self.graph.node("Transpose", x, perm=[0, 2, 3, 1])
            rows.append(self.graph.reshape(x, 1, -1, numbers))
        return self.graph.node("Concat", *rows, axis=1)

    def finish(self, features, channels, size):
        features = [self.context(x, channels) for x in self.pyramid(features, channels)]
        priors = sum(2 * (size // stride) ** 2 for stride in (8, 16, 32))
        boxes, landmarks = self.heads(features, 4), self.heads(features, 10)
        # Faces are rare: without this bias half of the priors would be candidates.
        scores = self.heads(features, 2, np.array([4, 0, 4, 0]))
        self.graph.output(boxes, "boxes", (1, priors, 4))
        self.graph.output(self.graph.node("Softmax", scores, axis=2), "scores", (1, priors, 2))
        self.graph.output(landmarks, "landmarks", (1, priors, 10))
        return self.graph, {"input": {"size": [size, size], "mean": [123, 117, 104], "scale": 1,
                                      "order": "bgr"}}


def mobilenet(name, size=640):
    net = Network(name, 0.1, size)
    x = net.conv("input", 8, 3, 2, gain=PIXELS)
    for channels, stride in ((16, 1), (32, 2), (32, 1), (64, 2)):
        x = net.depthwise(x, channels, stride)
    low = net.depthwise(x, 64)
    middle = net.depthwise(low, 128, 2)
    for _ in range(5):
        middle = net.depthwise(middle, 128)
    high = net.depthwise(net.depthwise(middle, 256, 2), 256)
    return net.finish((low, middle, high), 64, size)


def resnet50(name, size=640):
    net = Network(name, 0, size)
    x = net.graph.max_pool(net.conv("input", 64, 7, 2, gain=PIXELS), 3, 2, 1)
    features = []
    for channels, repeats in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for i in range(repeats):
            x = net.bottleneck(x, channels, 2 if i == 0 and channels > 64 else 1)
        features.append(x)
    return net.finish(features[1:], 256, size)


def small(name, size=128):
    net = Network(name, 0.1, size)
    x = net.conv(net.conv("input", 8, 3, 2, gain=PIXELS), 8, 3, 2)
    low = net.conv(x, 16, 3, 2)
    middle = net.conv(low, 16, 3, 2)
    return net.finish((low, middle, net.conv(middle, 16, 3, 2)), 16, size)


def build(name):
    return {"retinaface-mobilenet": mobilenet, "retinaface-resnet50": resnet50,
            "small": small}[name](name)
