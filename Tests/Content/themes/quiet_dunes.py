"""Quiet dunes: a field of sand seen across its crests, lit from low on the left."""

import functools

import numpy as np

from studio.canvas import Canvas, blurred, gradient, linear, smoothstep
from studio.noise import fractal, noise

SKY = ((0.0, "#27466b"), (0.18, "#5a7793"), (0.32, "#a8a6a6"), (0.42, "#e7bd97"), (0.50, "#f8d2a4"), (1.0, "#f8d2a4"))
SAND = ((0.0, "#3c2a4a"), (0.22, "#7a4650"), (0.48, "#cf7f4f"), (0.74, "#f2b06d"), (1.0, "#ffdfa6"))
SUN = np.array([-0.754, 0.339, 0.453]) / np.linalg.norm([-0.754, 0.339, 0.453])
HORIZON = 0.445
FAR = 60.0
SCREEN = {
    "time": "6:05",
    "ink": "#fff6e6",
    "weight": 3.8,
    "clock_y": 76,
    "home_y": 66,
    "glass": "#f7d3a4",
    "glass_share": 0.42,
    "foot_ink": "#fff0d8",
}
ICONS = {"tile": ("#fbe3bd", "#eebc86"), "glyph": "#5d3a4f", "edge": "#fff6e6", "weight": 4.2}


def wallpaper(width, height):
    fine = 2
    c = Canvas(width, height, SKY)
    _sky(c)
    sand, cover = _sand(width * fine, height * fine)
    sand = sand.reshape(height, fine, width, fine, 3).mean(axis=(1, 3))
    cover = cover.reshape(height, fine, width, fine).mean(axis=(1, 3))
    c.light = c.light * (1 - cover[..., None]) + sand
    return c.image()


def _sky(c):
    x, y, r = 0.70 * c.width, 0.175 * c.height, 0.088 * c.width
    c.shine(0.16 * c.glow(x, y, 2.6 * r), "#ffe9c8")
    moon = c.disc(x, y, r)
    u, v = (c.x - x) / r, (c.y - y) / r
    seas = smoothstep(0.05, 0.55, fractal(u * 1.3 + 2, v * 1.3, 5, 4)) * 0.16
    c.paint(moon * 0.94, linear("#fbf1dd") * (1 - seas[..., None]))
    w, h = c.x / c.width, c.y / c.height
    veil = fractal(w * 1.2 + 0.2 * noise(w * 2, h * 8, 3), h * 17 + 5, 14, 5)
    c.paint(smoothstep(0.1, 0.9, veil) * np.exp(-(((h - 0.33) / 0.07) ** 2)) * 0.5, "#ffe0bd")


def _height(x, z):
    """Metres above the plain: crests that run across the view, gentle to windward and steep behind."""
    bend = 1.7 * noise(x * 0.16, z * 0.09, 8) + 0.55 * noise(x * 0.42 + 3, z * 0.2, 9)
    phase = z * 0.155 + x * 0.075 + bend
    step = np.floor(phase)
    u = phase - step
    tall = 0.55 + 0.75 * np.clip(0.5 + noise(x * 0.11 + 7.1 * step, step * 3.7, 11), 0, 1)
    crest = 0.66 + 0.05 * noise(x * 0.5, step * 1.7, 12)
    up = np.clip(u / crest, 0, 1)
    down = np.clip((1 - u) / (1 - crest), 0, 1)
    rise = np.where(u < crest, up**1.7 * (1.35 - 0.35 * up), down**1.15)
    swell = 0.9 * fractal(x * 0.05 + 1, z * 0.045, 15, 2)
    return 1.35 * tall * rise + swell + 0.02 * z


def _sand(width, height):
    """Light of every pixel that sees sand (already multiplied by its cover), and the cover."""
    steps = 2200
    z = 2.2 * (FAR / 2.2) ** np.linspace(0, 1, steps)
    across = (np.arange(width) + 0.5) / width - 0.5
    eye, focal = 5.4, 1.05 * width
    horizon = HORIZON * height
    x = across[None, :] * z[:, None] * (width / focal)
    ground = _height(x, z[:, None])
    row = horizon + (eye - ground) / z[:, None] * focal * 0.55
    top = np.minimum.accumulate(row, axis=0)
    light = np.zeros((height, width, 3))
    cover = np.zeros((height, width))
    rows = np.arange(height) + 0.5
    for column in range(width):
        line = top[:, column]
        # `line` falls with distance; the first step at or above a row is what the row sees.
        index = np.searchsorted(-line, -rows, side="left")
        seen = index < steps
        cover[seen, column] = 1
        k = index[seen]
        before = np.maximum(k - 1, 0)
        span = line[before] - line[k]
        part = np.where(span > 1e-9, (line[before] - rows[seen]) / np.where(span > 1e-9, span, 1), 1)
        hit = row[k, column] <= line[before]
        depth = np.where(hit, z[before] + np.clip(part, 0, 1) * (z[k] - z[before]), z[k])
        light[seen, column] = _lit(across[column] * depth * (width / focal), depth)
    return light, cover


def _lit(x, z):
    step = 0.012 + 0.0022 * z
    here = _height(x, z)
    slope_x = (_height(x + step, z) - here) / step
    slope_z = (_height(x, z + step) - here) / step
    ripple_phase = (z * 5.2 + x * 2.2 + 2.2 * noise(x * 0.9, z * 0.9, 31)) * 2.4
    fade = np.exp(-z / 9.0) * smoothstep(0.75, 0.1, np.abs(slope_z))
    slope_z = slope_z + 0.14 * np.cos(ripple_phase) * fade
    slope_x = slope_x + 0.07 * np.cos(ripple_phase) * fade
    length = np.sqrt(1 + slope_x**2 + slope_z**2)
    facing = (-slope_x * SUN[0] + SUN[1] - slope_z * SUN[2]) / length
    lit = np.clip(facing, 0, 1) * smoothstep(0.10, 0.0, _shadows().depth(x, z))
    grain = 0.5 + 0.5 * noise(x * 0.7, z * 0.5, 44)
    tone = gradient(SAND, np.clip(lit * 1.32 + 0.03 * grain, 0, 1))
    haze = (1 - np.exp(-((z / 34) ** 1.4)))[:, None]
    return tone * (1 - haze) + linear("#f4c79c") * haze


class _ShadowMap:
    """How deep each place lies in shade. One axis points to the sun, so that the shade is one running maximum."""

    CELL, REACH = 0.028, 46.0

    def __init__(self):
        flat = np.hypot(SUN[0], SUN[2])
        self.sun, self.climb = (SUN[0] / flat, SUN[2] / flat), SUN[1] / flat
        places = np.arange(-self.REACH, self.REACH, self.CELL)
        along, across = places[None, :], places[:, None]
        x, z = self._turned(along, across)
        line = _height(x, z + 30) - along * self.climb
        highest = np.maximum.accumulate(line[:, ::-1], axis=1)[:, ::-1]
        self.over = blurred(highest - line, 1.2)

    def _turned(self, along, across):
        return along * self.sun[0] - across * self.sun[1], along * self.sun[1] + across * self.sun[0]

    def depth(self, x, z):
        z = z - 30
        along = (x * self.sun[0] + z * self.sun[1] + self.REACH) / self.CELL
        across = (-x * self.sun[1] + z * self.sun[0] + self.REACH) / self.CELL
        last = len(self.over) - 2
        i, j = np.clip(across.astype(int), 0, last), np.clip(along.astype(int), 0, last)
        v, u = np.clip(across - i, 0, 1), np.clip(along - j, 0, 1)
        low = self.over[i, j] * (1 - u) + self.over[i, j + 1] * u
        high = self.over[i + 1, j] * (1 - u) + self.over[i + 1, j + 1] * u
        return low * (1 - v) + high * v


@functools.cache
def _shadows():
    return _ShadowMap()
