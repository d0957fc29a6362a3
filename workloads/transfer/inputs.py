# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of transfer, of 48 KiB. Every copied file is this picture, with another number."""
import drawing
from PIL import Image

BYTES = 48 * 1024


def write(folder):
    scene = drawing.Scene(900)
    drawing.street(scene)
    for _ in range(12):
        distance = scene.pick(430, 690)
        drawing.car(scene, scene.pick(0, 1100), distance, (distance - 380) // 2 + 60)
    path = folder / "picture.jpg"
    scene.save(path)
    with Image.open(path) as picture:
        smaller = picture.resize((640, 360))
    smaller.save(path, quality=80)
    content = path.read_bytes()
    if len(content) > BYTES:
        raise ValueError(f"the picture has {len(content)} bytes, more than {BYTES}")
    path.write_bytes(content.ljust(BYTES, b"\0"))  # decoders ignore what follows a JPEG's end
