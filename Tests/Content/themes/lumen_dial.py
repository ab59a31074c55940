"""Lumen dial: a face for the band. The ring is the day, from midnight to midnight; the bead on it is the sun."""

import numpy as np

from studio import band
from studio.canvas import Canvas, blurred, gradient
from studio.distance import Field
from studio.noise import chance

DAY = (
    (0.00, "#27306f"),
    (0.18, "#4a4aa8"),
    (0.27, "#d9748a"),
    (0.34, "#ffb36b"),
    (0.50, "#ffe9a8"),
    (0.68, "#ffb36b"),
    (0.76, "#e0607a"),
    (0.86, "#5a4bb0"),
    (1.00, "#27306f"),
)
GROUND = ((0.0, "#0a0c1d"), (0.55, "#10122b"), (1.0, "#080917"))
TABLE = ((0.0, "#ece3d8"), (0.55, "#ddcfc0"), (1.0, "#c4b09f"))
STRAP = ("#4a5470", "#343c55", "#1c2133")
RING = {"x": 120, "y": 150, "radius": 100, "width": 9}
FACE = {
    "clock": {"x": 120, "y": (113, 187), "height": 64, "weight": 8.5, "ink": ("#fff4dc", "#ffc98a")},
    "steps": {"x": 56, "y": 334, "radius": 31, "width": 7, "ink": "#6fe0b5", "glyph": "shoe"},
    "heart": {"x": 120, "y": 366, "radius": 26, "height": 24, "ink": "#ff7d8d"},
    "battery": {"x": 184, "y": 334, "radius": 31, "width": 7, "ink": "#7fb6ff", "glyph": "bolt"},
}
TIME = {"hours": "17", "minutes": "24", "steps": 0.72, "beats": 64, "battery": 0.86}


def background(scale=1):
    """Everything that does not move."""
    c = Canvas(band.WIDTH * scale, band.HEIGHT * scale, GROUND)
    _stars(c)
    field = Field(c.width, c.height)
    x, y, r, wide = (RING[k] * 100 / band.WIDTH for k in ("x", "y", "radius", "width"))
    turn = (np.arctan2(field.x - x, y - field.y) / (2 * np.pi) + 0.5) % 1
    colors = gradient(DAY, turn)
    ring = field.mask(np.abs(field.circle(x, y, r)) - wide / 2)
    c.light = c.light + 0.34 * blurred(ring, 5 * c.unit)[..., None] * colors
    c.paint(ring, colors)
    for hour in range(24):
        angle = 2 * np.pi * hour / 24
        large = hour % 6 == 0
        px, py = x + (r - 6.6) * np.sin(angle), y - (r - 6.6) * np.cos(angle)
        c.paint(field.mask(field.circle(px, py, 0.95 if large else 0.42)) * (0.95 if large else 0.5), "#cfd4ff")
    return c


def _stars(c):
    cell = 7.0 * c.unit
    cx, cy = np.floor(c.x / cell), np.floor(c.y / cell)
    px, py = (cx + 0.2 + 0.6 * chance(cx, cy, 3)) * cell, (cy + 0.2 + 0.6 * chance(cx, cy, 4)) * cell
    spark = np.exp(-((c.x - px) ** 2 + (c.y - py) ** 2) / (0.34 * c.unit) ** 2)
    c.shine(spark * (chance(cx, cy, 6) < 0.4) * 0.35 * chance(cx, cy, 7), "#b9c2ff")


def with_sun(c, day):
    """Puts the bead at a share of the day; midnight is below, noon above."""
    field = Field(c.width, c.height)
    x, y, r = (RING[k] * 100 / band.WIDTH for k in ("x", "y", "radius"))
    angle = 2 * np.pi * (day - 0.5)
    px, py = x + r * np.sin(angle), y - r * np.cos(angle)
    c.shine(0.8 * np.exp(-np.hypot(field.x - px, field.y - py) / 5.0), "#ffb070")
    c.paint(field.mask(field.circle(px, py, 4.9)), "#0a0c1d")
    c.paint(field.mask(field.circle(px, py, 3.9)), "#fff3cf")
    return c


def shown(scale=1):
    hours = int(TIME["hours"]) + int(TIME["minutes"]) / 60
    return band.composed(with_sun(background(scale), hours / 24), FACE, scale=scale, **TIME)
