# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws street scenes and traffic lights: the built-in pictures, without rights of others."""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 720
FINE = 2  # drawn at twice the size, so that edges are smooth
HORIZON = 400
LAMPS = {"red": (255, 60, 40), "yellow": (255, 200, 40), "green": (50, 240, 120)}


class Scene:
    """A picture to draw on in units of its final pixels."""

    def __init__(self, seed, width=WIDTH, height=HEIGHT):
        self.random = np.random.RandomState(seed)
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * FINE, height * FINE))
        self.pen = ImageDraw.Draw(self.image)

    def pick(self, low, high):
        return int(self.random.randint(low, high))

    def shade(self, low=60, high=200):
        return tuple(self.pick(low, high) for _ in range(3))

    def box(self, left, top, width, height, colour):
        self.pen.rectangle([FINE * v for v in (left, top, left + width, top + height)], colour)

    def oval(self, x, y, across, down, colour):
        self.pen.ellipse([FINE * v for v in (x - across, y - down, x + across, y + down)], colour)

    def disc(self, x, y, radius, colour):
        self.oval(x, y, radius, radius, colour)

    def shape(self, points, colour):
        self.pen.polygon([(FINE * x, FINE * y) for x, y in points], colour)

    def save(self, path):
        """With a little blur and grain, so that decoding takes as long as for a photograph."""
        image = self.image.resize((self.width, self.height), Image.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(0.6))
        grain = self.random.randint(-9, 10, (self.height, self.width, 1))
        pixels = np.clip(np.asarray(image, np.int16) + grain, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(path, quality=85)


def sky(scene):
    top, bottom = scene.pick(90, 150), scene.pick(190, 240)
    for y in range(HORIZON):
        level = top + (bottom - top) * y // HORIZON
        scene.box(0, y, WIDTH, 1, (level - 30, level - 5, min(255, level + 20)))


def houses(scene):
    x = 0
    while x < WIDTH:
        width, top = scene.pick(90, 220), scene.pick(60, 300)
        scene.box(x, top, width, HORIZON - top, scene.shade(90, 190))
        for window in range(x + 12, x + width - 24, 34):
            for floor in range(top + 16, HORIZON - 40, 44):
                scene.box(window, floor, 18, 26, scene.shade(40, 90))
        x += width


def road(scene):
    scene.box(0, HORIZON, WIDTH, HEIGHT - HORIZON, (150, 146, 140))
    middle = WIDTH // 2
    scene.shape([(middle - 60, HORIZON), (middle + 60, HORIZON), (WIDTH + 200, HEIGHT),
                 (-200, HEIGHT)], (72, 72, 76))
    for near in range(HORIZON + 10, HEIGHT, 60):
        half = (near - HORIZON) // 30 + 2
        scene.shape([(middle - half, near), (middle + half, near), (middle + half + 2, near + 30),
                     (middle - half - 2, near + 30)], (225, 225, 215))


def street(scene):
    sky(scene)
    houses(scene)
    road(scene)


def car(scene, x, y, width):
    height, colour = width // 3, scene.shade(40, 230)
    scene.shape([(x + width // 5, y - height), (x + width // 3, y - 2 * height),
                 (x + 3 * width // 4, y - 2 * height), (x + 9 * width // 10, y - height)],
                (60, 80, 95))
    scene.box(x, y - height, width, 3 * height // 4, colour)
    for wheel in (x + width // 4, x + 3 * width // 4):
        scene.disc(wheel, y - height // 4, height // 3, (25, 25, 28))
        scene.disc(wheel, y - height // 4, height // 7, (160, 160, 165))


def person(scene, x, y, height):
    head, coat, legs = height // 14, scene.shade(30, 220), scene.shade(20, 90)
    scene.box(x - head, y - height // 2, head - 1, height // 2, legs)
    scene.box(x + 1, y - height // 2, head - 1, height // 2, legs)
    scene.box(x - 2 * head, y - 6 * height // 7, 4 * head, 3 * height // 7, coat)
    scene.disc(x, y - 13 * height // 14, head, (205, 160, 130))


def traffic_light(scene, x, top, lamp, lit):
    """A light with three lamps of radius `lamp` on a pole; lit: "red", "yellow", "green" or None."""
    scene.box(x - lamp // 4, top, lamp // 2, HEIGHT - top, (70, 72, 74))
    scene.box(x - 3 * lamp // 2, top, 3 * lamp, 8 * lamp, (24, 26, 24))
    for i, (name, colour) in enumerate(LAMPS.items()):
        dark = tuple(level // 5 for level in colour)
        y = top + (5 + 9 * i) * lamp // 4 + lamp // 2
        scene.disc(x, y, lamp, colour if name == lit else dark)
        if name == lit:
            scene.disc(x - lamp // 4, y - lamp // 4, lamp // 3, (255, 250, 235))
