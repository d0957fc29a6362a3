# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds ONNX graphs with seeded weights.

The weights are He-initialised (K. He et al. 2015, uniform form). With smaller weights the values
shrink from layer to layer until they are denormals, which are slow: no real model has such times.
The random numbers are uniform ones of numpy's frozen legacy generator, the same on every machine.
"""
import zlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 13
IR_VERSION = 7


class Graph:
    """A graph with one input; methods add nodes and return the name of what they compute."""

    def __init__(self, name, input_name, shape):
        self.name = name
        self.random = np.random.RandomState(zlib.crc32(name.encode()))
        self.inputs = [helper.make_tensor_value_info(input_name, TensorProto.FLOAT, shape)]
        self.outputs = []
        self.nodes = []
        self.weights = []
        self.channels = {input_name: shape[1]}

    def constant(self, values, dtype=np.float32):
        name = f"c{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(values, dtype), name))
        return name

    def uniform(self, shape, bound):
        return self.constant((self.random.random_sample(shape) * 2 - 1) * bound)

    def nodes_of(self, op, inputs, count, **attributes):
        names = [f"n{len(self.nodes)}_{i}" for i in range(count)]
        self.nodes.append(helper.make_node(op, inputs, names, name=f"n{len(self.nodes)}",
                                           **attributes))
        return names

    def node(self, op, *inputs, **attributes):
        name, = self.nodes_of(op, inputs, 1, **attributes)
        self.channels[name] = self.channels.get(inputs[0])
        return name

    def conv(self, x, channels, kernel, stride=1, pad=None, gain=6.0, bias=None, groups=1,
             dilation=1):
        """A convolution; gain 6 is He's, for rectified outputs.

        kernel and pad are a number or (height, width); without pad the size does not change."""
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        if pad is None:
            pad = (height // 2 * dilation, width // 2 * dilation)
        down, across = (pad, pad) if isinstance(pad, int) else pad
        inside = self.channels[x] // groups
        weight = self.uniform((channels, inside, height, width),
                              np.sqrt(gain / (inside * height * width)))
        bias = self.constant(np.zeros(channels) if bias is None else bias)
        more = {} if groups == 1 else {"group": groups}
        if dilation != 1:
            more["dilations"] = [dilation, dilation]
        out = self.node("Conv", x, weight, bias, kernel_shape=[height, width],
                        strides=[stride, stride], pads=[down, across, down, across], **more)
        self.channels[out] = channels
        return out

    def linear(self, x, inputs, outputs, gain=6.0):
        weight = self.uniform((inputs, outputs), np.sqrt(gain / inputs))
        return self.node("Gemm", x, weight, self.constant(np.zeros(outputs)))

    def max_pool(self, x, kernel, stride, pad=0):
        return self.node("MaxPool", x, kernel_shape=[kernel, kernel], strides=[stride, stride],
                         pads=[pad] * 4)

    def upsample(self, x):
        """Twice as wide and high, each number four times."""
        return self.node("Resize", x, "", self.constant((1, 1, 2, 2)), mode="nearest",
                         coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def concat(self, *parts):
        out = self.node("Concat", *parts, axis=1)
        self.channels[out] = sum(self.channels[part] for part in parts)
        return out

    def reshape(self, x, *shape):
        return self.node("Reshape", x, self.constant(shape, np.int64))

    def output(self, x, name, shape):
        self.nodes.append(helper.make_node("Identity", [x], [name], name=name))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def serialize(self):
        """The bytes of the .onnx file."""
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.weights)
        model = helper.make_model(graph, producer_name="edgetop", ir_version=IR_VERSION,
                                  opset_imports=[helper.make_opsetid("", OPSET)])
        return model.SerializeToString(deterministic=True)
