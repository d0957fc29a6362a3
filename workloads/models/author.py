#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the built-in models and inputs of every workload: author.py OUTDIR

A workload's folder may have two files for it: model.py with build(name), which is called for each
model in manifest.json and returns a Graph and the members of its model manifest; inputs.py with
write(folder).
Nothing depends on the clock or the machine: two runs write the same files.
"""
import importlib.util
import json
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
WORKLOADS = HERE.parent
sys.path.insert(0, str(HERE))


def load(path):
    """The Python file as a module, under a name that no other workload uses."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_models(workload, out):
    listed = json.loads((workload / "manifest.json").read_text())["models"]
    module = load(workload / "model.py")
    for model in listed:
        name = model["name"]
        print(f"model {workload.name}/{name}", flush=True)
        graph, members = module.build(name)
        (out / f"{name}.onnx").write_bytes(graph.serialize())
        manifest = {"file": f"{name}.onnx", **model, **members}
        (out / f"{name}.json").write_text(json.dumps(manifest, indent=2) + "\n")


def write_inputs(workload, out):
    print(f"inputs {workload.name}", flush=True)
    folder = out / "inputs"
    folder.mkdir(exist_ok=True)
    load(workload / "inputs.py").write(folder)


def main():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} OUTDIR")
    for workload in sorted(path for path in WORKLOADS.iterdir() if path.is_dir()):
        out = pathlib.Path(sys.argv[1]) / workload.name
        for file, write in ("model.py", write_models), ("inputs.py", write_inputs):
            if (workload / file).exists():
                out.mkdir(parents=True, exist_ok=True)
                write(workload, out)


if __name__ == "__main__":
    main()
