# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of object-detection: streets with cars, people and traffic lights."""
import drawing

PICTURES = 8


def write(folder):
    for number in range(1, PICTURES + 1):
        scene = drawing.Scene(100 + number)
        drawing.street(scene)
        for _ in range(scene.pick(2, 6)):
            distance = scene.pick(430, 690)
            drawing.car(scene, scene.pick(0, 1100), distance, (distance - 380) // 2 + 60)
        for _ in range(scene.pick(2, 7)):
            distance = scene.pick(450, 710)
            drawing.person(scene, scene.pick(40, 1240), distance, distance - 340)
        drawing.traffic_light(scene, scene.pick(900, 1200), scene.pick(120, 200), 16, "red")
        scene.save(folder / f"street-{number}.jpg")
