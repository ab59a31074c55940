"""Contour: a map of islands that are nowhere, with a line for every ten metres."""

import numpy as np

from studio.canvas import Canvas, blurred, gradient, smoothstep
from studio.noise import fractal

SEA = ((0.0, "#071a26"), (0.55, "#0c2c3a"), (1.0, "#12424d"))
LAND = ((0.0, "#1d5a55"), (0.20, "#2f7462"), (0.42, "#6f9367"), (0.62, "#c2ac6f"), (0.82, "#dc8f5f"), (1.0, "#f2d6b3"))
SCREEN = {"time": "11:54", "ink": "#f7ecd2", "weight": 6.4, "clock_y": 46, "glass": "#0c2c3a", "glass_share": 0.5}
ICONS = {"tile": ("#15505a", "#0b2c3a"), "glyph": "#f4e0b4", "edge": "#6fb3a0", "weight": 4.2}


def wallpaper(width, height):
    c = Canvas(width, height)
    x, y = c.x / c.width, c.y / c.width
    warp_x, warp_y = fractal(x * 1.5 + 3, y * 1.5, 4, 3), fractal(x * 1.5, y * 1.5 + 7, 5, 3)
    ground = fractal(x * 1.32 + 0.26 * warp_x + 1.7, y * 1.32 + 0.26 * warp_y + 4.3, 62, 5, 0.46)
    ground = ground * 0.9 + 0.10 - 0.20 * np.abs(x - 0.5)
    land = np.clip(ground / 0.86, 0, 1)
    sea = np.clip(1 + ground / 0.62, 0, 1)
    shade = _relief(ground, width)
    levels = 20
    tint = gradient(LAND, (np.floor(land * levels) + 0.5) / levels)
    depth = gradient(SEA, (np.floor(sea * 7) + 0.5) / 7)
    is_land = smoothstep(-0.5, 0.5, ground / _slope(ground))
    c.light = depth
    halo = blurred(is_land, 3.0 * c.unit) * (1 - is_land)
    c.shine(halo * 0.5, "#1d6a6a")
    c.paint(is_land, tint * (0.78 + 0.44 * shade)[..., None])
    c.paint(_lines(land * levels, 0.105 * c.unit) * is_land * 0.50, "#0d2b2c")
    c.paint(_lines(land * levels / 5, 0.20 * c.unit) * is_land * 0.80, "#0d2b2c")
    c.paint(_lines(sea * 7, 0.09 * c.unit) * (1 - is_land) * 0.42, "#4fb0aa")
    coast = np.clip(0.5 + 0.17 * c.unit - np.abs(ground / _slope(ground)), 0, 1)
    c.paint(coast, "#f4e7cb")
    _graticule(c)
    _summits(c, ground)
    return c.image()


def _slope(field):
    """Change from one pixel to the next, never zero."""
    dy, dx = np.gradient(field)
    return np.hypot(dx, dy) + 1e-9


def _lines(level, half):
    """Where `level` is a whole number, `half` pixels to each side."""
    away = np.abs(level - np.round(level)) / _slope(level)
    return np.clip(half + 0.5 - away, 0, 1) * (np.round(level) > 0)


def _relief(ground, width):
    dy, dx = np.gradient(blurred(ground, width / 400))
    return np.clip(0.5 + (-dx * -0.7 + -dy * -0.7) * width * 0.16, 0, 1)


def _graticule(c):
    cell = 20 * c.unit
    for axis in (c.x, c.y):
        away = np.abs((axis + 0.5 * cell) % cell - 0.5 * cell)
        c.shine(np.clip(0.045 * c.unit + 0.5 - away, 0, 1) * 0.055, "#d8f0e8")
    ax = np.abs((c.x + 0.5 * cell) % cell - 0.5 * cell)
    ay = np.abs((c.y + 0.5 * cell) % cell - 0.5 * cell)
    cross = np.maximum(
        (ax < 0.9 * c.unit) * np.clip(0.07 * c.unit + 0.5 - ay, 0, 1),
        (ay < 0.9 * c.unit) * np.clip(0.07 * c.unit + 0.5 - ax, 0, 1),
    )
    c.shine(cross * 0.30, "#d8f0e8")


def _summits(c, ground):
    """A triangle on each high top."""
    reach = int(9 * c.unit)
    for _ in range(6):
        row, column = np.unravel_index(np.argmax(ground), ground.shape)
        if ground[row, column] < 0.46:
            return
        x, y, r = column, row, 1.25 * c.unit
        edge = np.maximum(np.abs(c.x - x) * 0.866 - (c.y - y) * 0.5 - r * 0.5, (c.y - y) - r * 0.5)
        c.paint(np.clip(0.5 - edge + 0.35 * c.unit, 0, 1), "#0d2b2c")
        c.paint(np.clip(0.5 - edge, 0, 1), "#fff4dc")
        ground = np.where(np.hypot(c.x - x, c.y - y) < reach * 2.4, -1, ground)
