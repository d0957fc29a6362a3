# SPDX-License-Identifier: GPL-3.0-or-later
"""peer.py opencv|pytorch GRAPH WIDTH HEIGHT THREADS: runs an ONNX graph in another framework. Prints,
as a line of JSON, the framework's version and the means of the output tensors; then, for each number
on standard input, the milliseconds of that many inferences. inference.py says what it needs."""

import json
import sys
import time

import numpy


def opencv(graph, threads):
    import cv2
    cv2.setNumThreads(threads)
    net = cv2.dnn.readNetFromONNX(graph)
    names = net.getUnconnectedOutLayersNames()

    def infer(picture):
        net.setInput(picture)
        return net.forward(names)
    return infer, f"OpenCV {cv2.__version__}"


def pytorch(graph, threads):
    import onnx2torch
    import torch
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)  # as our program does
    model = onnx2torch.convert(graph).eval()

    def infer(picture):
        with torch.inference_mode():
            answer = model(torch.from_numpy(picture))
        return [tensor.numpy() for tensor in (answer if isinstance(answer, (list, tuple))
                                              else [answer])]
    return infer, f"PyTorch {torch.__version__}"


def timed_ms(infer, picture):
    begin_s = time.perf_counter()
    infer(picture)
    return 1e3 * (time.perf_counter() - begin_s)


def say(value):
    print(json.dumps(value), flush=True)


def main():
    framework, graph, width, height, threads = sys.argv[1:]
    infer, version = {"opencv": opencv, "pytorch": pytorch}[framework](graph, int(threads))
    # The times do not depend on the picture's content.
    picture = numpy.random.default_rng(1).random((1, 3, int(height), int(width)), numpy.float32)
    say({"version": version,
         "means": sorted(float(abs(tensor).mean()) for tensor in infer(picture))})
    for line in sys.stdin:
        say([timed_ms(infer, picture) for _ in range(int(line))])


main()
