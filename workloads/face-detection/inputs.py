# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of face-detection: rooms with groups of people who look at us."""
import drawing

WIDTH, HEIGHT, PICTURES = 1024, 683, 8
SKIN = ((235, 195, 165), (205, 160, 130), (150, 105, 80), (95, 65, 50))
HAIR = ((35, 28, 25), (90, 60, 35), (190, 150, 90), (150, 150, 150))


def room(scene):
    scene.box(0, 0, WIDTH, HEIGHT, scene.shade(150, 220))
    scene.box(0, 2 * HEIGHT // 3, WIDTH, HEIGHT // 3, scene.shade(70, 130))
    for _ in range(scene.pick(1, 4)):
        x, y = scene.pick(20, WIDTH - 200), scene.pick(20, 120)
        scene.box(x, y, scene.pick(80, 180), scene.pick(60, 110), scene.shade(60, 200))


def person(scene, x, y, size):
    """A head of that height at (x, y), and shoulders below it."""
    skin, hair = SKIN[scene.pick(0, len(SKIN))], HAIR[scene.pick(0, len(HAIR))]
    half = size * 2 // 5
    scene.oval(x, y + size * 5 // 4, size, size * 3 // 4, scene.shade(30, 200))
    scene.oval(x, y - size // 8, half * 9 // 8, size // 2, hair)
    scene.oval(x, y, half, size // 2, skin)
    for side in (-1, 1):
        eye = x + side * half * 2 // 5
        scene.oval(eye, y - size // 12, size / 13, size / 20, (245, 245, 240))
        scene.disc(eye, y - size / 12, size / 28, (40, 30, 25))
        scene.box(eye - size / 11, y - size / 5, size / 5.5, size / 40, hair)
    shade = tuple(level * 4 // 5 for level in skin)
    scene.shape([(x, y - size / 14), (x - size / 16, y + size / 9), (x + size / 16, y + size / 9)],
                shade)
    scene.oval(x, y + size / 4, size / 8, size / 26, (165, 70, 70))


def write(folder):
    for number in range(1, PICTURES + 1):
        scene = drawing.Scene(400 + number, WIDTH, HEIGHT)
        room(scene)
        rows = scene.pick(1, 4)
        for row in range(rows):
            size = 56 + 34 * row + scene.pick(0, 20)
            y = 190 + 130 * row
            for x in range(size + scene.pick(0, size), WIDTH - size, 5 * size // 2):
                person(scene, x + scene.pick(-9, 10), y + scene.pick(-12, 13), size)
        scene.save(folder / f"group-{number}.jpg")
