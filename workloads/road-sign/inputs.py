# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of road-sign: small ones with one sign each, in size and shape like GTSRB's."""
import math

import drawing

RED, BLUE, WHITE, BLACK, YELLOW = ((190, 25, 35), (20, 70, 160), (240, 240, 238), (25, 25, 25),
                                   (250, 205, 40))


def polygon(scene, corners, radius, turn, colour):
    angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
    scene.shape([(scene.x + radius * math.cos(a), scene.y + radius * math.sin(a))
                 for a in angles], colour)


def stop(scene, r):
    polygon(scene, 8, r, math.pi / 8, RED)
    for i in range(4):
        scene.box(scene.x - 3 * r / 5 + 3 * r * i / 10, scene.y - r / 4, r / 5, r / 2, WHITE)


def no_entry(scene, r):
    scene.disc(scene.x, scene.y, r, RED)
    scene.box(scene.x - 2 * r / 3, scene.y - r / 6, 4 * r / 3, r / 3, WHITE)


def limit(scene, r):
    scene.disc(scene.x, scene.y, r, RED)
    scene.disc(scene.x, scene.y, 3 * r / 4, WHITE)
    for side in (-1, 1):
        x = scene.x + side * r / 4
        scene.disc(x, scene.y, r / 4, BLACK)
        scene.disc(x, scene.y, r / 9, WHITE)


def warning(scene, r):
    polygon(scene, 3, r, -math.pi / 2, RED)
    polygon(scene, 3, 2 * r / 3, -math.pi / 2, WHITE)
    scene.box(scene.x - r / 16, scene.y - r / 3, r / 8, r / 3, BLACK)
    scene.disc(scene.x, scene.y + r / 6, r / 14, BLACK)


def give_way(scene, r):
    polygon(scene, 3, r, math.pi / 2, RED)
    polygon(scene, 3, 3 * r / 5, math.pi / 2, WHITE)


def priority(scene, r):
    polygon(scene, 4, r, 0, WHITE)
    polygon(scene, 4, 3 * r / 4, 0, YELLOW)


def straight_on(scene, r):
    scene.disc(scene.x, scene.y, r, BLUE)
    scene.box(scene.x - r / 8, scene.y - r / 4, r / 4, 7 * r / 8, WHITE)
    scene.shape([(scene.x, scene.y - 3 * r / 4), (scene.x - r / 2, scene.y - r / 6),
                 (scene.x + r / 2, scene.y - r / 6)], WHITE)


SIGNS = (stop, no_entry, limit, warning, give_way, priority, straight_on)
PICTURES = 3 * len(SIGNS)


def write(folder):
    for number in range(PICTURES):
        sign = SIGNS[number % len(SIGNS)]
        scene = drawing.Scene(300 + number, 40 + 8 * (number % 5), 40 + 8 * (number % 4))
        scene.box(0, 0, scene.width, scene.height, scene.shade(90, 180))
        scene.box(0, scene.height // 2, scene.width, scene.height, scene.shade(60, 120))
        half = min(scene.width, scene.height) / 2
        scene.x = scene.width / 2 + scene.pick(-3, 4)
        scene.y = scene.height / 2 + scene.pick(-3, 4)
        sign(scene, half - scene.pick(4, 8))
        scene.save(folder / f"{number:02}-{sign.__name__.replace('_', '-')}.png")
