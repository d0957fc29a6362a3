# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of traffic-light: streets with a red light, a green one, or none."""
import drawing

PICTURES = ("red", "green", "none", "red", "green", "none", "red", "green")


def write(folder):
    for number, light in enumerate(PICTURES, 1):
        scene = drawing.Scene(200 + number)
        drawing.street(scene)
        drawing.car(scene, scene.pick(300, 800), 600, 170)
        if light != "none":
            drawing.traffic_light(scene, scene.pick(200, 1080), scene.pick(60, 160),
                                  scene.pick(24, 44), light)
        scene.save(folder / f"{number}-{light}.jpg")
