# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs of speech-to-text: QuartzNet (S. Kriman et al. 2019) from raw samples to 999 labels, a
frame for each 80 ms: the interface of Silero's models."""
import numpy as np
from graph import Graph

VOWELS, CONSONANTS = "aeiouy", "bcdfghjklmnpqrstvwxz"
HOP = 160  # samples: 10 ms of 16 kHz


def make_labels():
    """Blank, letters and pieces of words, the repeat label, space: 999 of them."""
    letters = sorted(VOWELS + CONSONANTS)
    pairs = [c + v for c in CONSONANTS for v in VOWELS]
    triples = [pair + c for pair in pairs for c in CONSONANTS]
    pieces = (letters + pairs + triples)[:996]
    return ["_", *pieces, "2", " "]


class Network:
    """Convolutions along time: pictures of height 1."""

    def __init__(self, name):
        self.graph = Graph(name, "samples", (1, "count"))
        x = self.graph.reshape("samples", 1, 1, 1, -1)
        self.graph.channels[x] = 1
        self.first = x

    def conv(self, x, channels, kernel, stride=1, gain=6.0, **options):
        return self.graph.conv(x, channels, (1, kernel), stride, gain=gain, **options)

    def relu(self, x):
        return self.graph.node("Relu", x)

    def separable(self, x, channels, kernel, gain=6.0, **options):
        """Each channel along time, then all of them at each moment."""
        inside = self.graph.channels[x]
        x = self.conv(x, inside, kernel, groups=inside, gain=3, **options)
        return self.conv(x, channels, 1, gain=gain)

    def block(self, x, channels, kernel):
        """Five separable convolutions beside a shortcut; the small gain limits the sums."""
        deep = x
        for _ in range(4):
            deep = self.relu(self.separable(deep, channels, kernel))
        deep = self.separable(deep, channels, kernel, gain=1)
        return self.relu(self.graph.node("Add", deep, self.conv(x, channels, 1, gain=3)))

    def finish(self, x):
        """The scores of each frame; most frames of speech are blank."""
        labels = make_labels()
        bias = np.zeros(len(labels))
        bias[0] = 2
        x = self.conv(x, len(labels), 1, gain=1, bias=bias)
        x = self.graph.node("Squeeze", x, self.graph.constant([2], np.int64))
        x = self.graph.node("Transpose", x, perm=[0, 2, 1])
        self.graph.output(self.graph.node("LogSoftmax", x, axis=2), "scores",
                          (1, "frames", len(labels)))
        return self.graph, {"input": {"rate": 16000, "least": 12800}, "labels": labels,
                            "blank": "_", "space": " ", "repeat": "2"}


def quartznet(name, repeats):
    net = Network(name)
    # Spectra first, as a convolution; samples are small numbers.
    x = net.relu(net.conv(net.first, 64, 2 * HOP, HOP, gain=600))
    x = net.relu(net.separable(x, 256, 33, stride=2))
    for channels, kernel in ((256, 33), (256, 39), (512, 51), (512, 63), (512, 75)):
        for _ in range(repeats):
            x = net.block(x, channels, kernel)
    x = net.relu(net.separable(x, 512, 87, dilation=2))
    return net.finish(net.relu(net.conv(x, 1024, 1, 4)))


def small(name):
    net = Network(name)
    x = net.relu(net.conv(net.first, 32, 2 * HOP, HOP, gain=600))
    return net.finish(net.relu(net.separable(x, 32, 11, stride=8)))


def build(name):
    if name == "small":
        return small(name)
    return quartznet(name, {"quartznet-5x5": 1, "quartznet-15x5": 3}[name])
