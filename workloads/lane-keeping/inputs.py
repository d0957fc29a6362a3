# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of lane-keeping: straight roads of three lanes, in size and view like CULane's. The
name says how far the car is from the middle of its lane (-1: on the left line)."""
import drawing

WIDTH, HEIGHT, HORIZON = 1640, 590, 236  # the part below the horizon is the network's input
HALF_LANE = 0.6  # pixels to the side for each pixel below the horizon
OFFSETS = (0.0, -0.5, 0.25, 0.5, -0.25, 0.0, 0.4, -0.4)


def line(scene, slope, dashed):
    """A line on the road, wider where it is nearer; dashes become longer, too."""
    depth = 8.0
    while depth < HEIGHT - HORIZON:
        end = min(1.18 * depth, HEIGHT - HORIZON)
        scene.shape([(WIDTH / 2 + (slope + side) * d, HORIZON + d)
                     for d, side in ((depth, -0.025), (depth, 0.025), (end, 0.025), (end, -0.025))],
                    (228, 228, 218))
        depth = 1.06 * end if dashed else end


def road(scene):
    level = scene.pick(120, 190)
    scene.box(0, 0, WIDTH, HORIZON, (level - 30, level - 5, level + 40))
    scene.box(0, HORIZON, WIDTH, HEIGHT - HORIZON, scene.shade(70, 95))
    middle, depth = WIDTH / 2, HEIGHT - HORIZON
    shade = scene.pick(60, 80)
    scene.shape([(middle, HORIZON), (middle + 3 * depth, HEIGHT), (middle - 3 * depth, HEIGHT)],
                (shade, shade, shade + 4))


def write(folder):
    for number, offset in enumerate(OFFSETS, 1):
        scene = drawing.Scene(600 + number, WIDTH, HEIGHT)
        road(scene)
        for lanes in (-3, -1, 1, 3):
            line(scene, HALF_LANE * (lanes - offset), abs(lanes) == 1)
        scene.save(folder / f"{number}-offset-{offset:+.2f}.jpg")
