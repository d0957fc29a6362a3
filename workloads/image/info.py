# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the image's info.json: info.py PACKAGES KEY=VALUE...; *_bytes are numbers."""
import json
import sys

info = dict(argument.split("=", 1) for argument in sys.argv[2:])
info = {key: int(value) if key.endswith("_bytes") else value for key, value in info.items()}
with open(sys.argv[1], encoding="utf-8") as packages:
    info["packages"] = dict(line.split() for line in packages)
print(json.dumps(info, indent=1))
