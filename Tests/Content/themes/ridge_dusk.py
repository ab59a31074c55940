"""Ridgelines at dusk: eight ridges, each a little nearer to the night."""

import numpy as np

from studio.canvas import Canvas, blurred, gradient, smoothstep
from studio.cutout import Cutout, spruce
from studio.noise import chance, fractal, noise, ridged

SKY = (
    (0.00, "#141a3c"),
    (0.18, "#2b2a5e"),
    (0.34, "#5d3f7d"),
    (0.46, "#a9577f"),
    (0.55, "#e98a72"),
    (0.62, "#f9bf85"),
    (0.70, "#fde3b0"),
    (1.00, "#fde3b0"),
)
RIDGES = ((0.0, "#eba98c"), (0.2, "#c67d84"), (0.4, "#8f5b7e"), (0.62, "#553f6d"), (0.82, "#2b274e"), (1.0, "#10122e"))
SCREEN = {"time": "20:47", "ink": "#fff3dc", "weight": 4.6, "clock_y": 46, "glass": "#7a5a8e", "glass_share": 0.42}
ICONS = {"tile": ("#4a3a72", "#241f4a"), "glyph": "#ffd9a6", "edge": "#c98b8f"}


def wallpaper(width, height):
    c = Canvas(width, height, SKY)
    sun_x, sun_y = 0.64 * width, 0.535 * height
    _stars(c)
    c.shine(0.85 * c.glow(sun_x, sun_y, 0.30 * width, 1.5), "#ff9a5c")
    _clouds(c, sun_x)
    c.paint(c.disc(sun_x, sun_y, 0.105 * width), "#fff3d6")
    count = 8
    for index in range(count):
        _ridge(c, index / (count - 1), index, sun_x)
    return c.image()


def _stars(c):
    cell = 2.2 * c.unit
    cx, cy = np.floor(c.x / cell), np.floor(c.y / cell)
    px, py = (cx + 0.15 + 0.7 * chance(cx, cy, 3)) * cell, (cy + 0.15 + 0.7 * chance(cx, cy, 4)) * cell
    size = (0.05 + 0.11 * chance(cx, cy, 5) ** 6) * c.unit
    spark = np.exp(-(((c.x - px) ** 2 + (c.y - py) ** 2) / (2 * size * size)))
    c.shine(spark * (chance(cx, cy, 6) < 0.45) * 0.75 * smoothstep(0.40, 0.02, c.y / c.height), "#e8e4ff")


def _clouds(c, sun_x):
    u, v = c.x / c.width, c.y / c.height
    veil = fractal(u * 1.6 + 4 + 0.3 * noise(u * 3, v * 9, 7), v * 15, 21, 5)
    band = np.exp(-(((v - 0.40) / 0.085) ** 2))
    mask = smoothstep(0.05, 0.75, veil) * band * 0.72
    lit = gradient(
        ((0.0, "#ffd9a8"), (0.5, "#f08e83"), (1.0, "#7d4d86")),
        np.clip(np.abs(c.x - sun_x) / c.width * 0.9 + (0.46 - v) * 3, 0, 1),
    )
    c.paint(mask, lit)


def _ridge(c, near, index, sun_x):
    u = np.arange(c.width) / c.width
    base = 0.565 + 0.36 * near**1.15
    rise = 0.050 + 0.058 * np.sin(np.pi * min(1, near * 1.15))
    shape = ridged(u * (1.1 + 1.3 * near) + 9.7 * index, np.full_like(u, 0.37 + index), 40 + index, 7, 0.46)
    swell = fractal(u * 1.3 + index * 5.1, np.zeros_like(u), 80 + index, 2)
    edge = (base - rise * (shape - 0.45) * 2 - 0.020 * swell) * c.height
    body = c.below(edge)
    if near > 0.5:
        body = np.maximum(body, _forest(c, edge, near, index))
    smooth = blurred(edge[None, :].repeat(3, axis=0), 5 * c.unit)[1]
    depth = np.clip((c.y - smooth[None, :]) / (0.15 * c.height), 0, 1)
    color = gradient(RIDGES, np.full(c.x.shape, near))
    mist = gradient(RIDGES, np.full(c.x.shape, max(0, near - 0.30)))
    share = (0.62 * depth**1.4 * (1 - 0.35 * near))[..., None]
    warmth = (0.22 * (1 - near) * np.exp(-(((c.x - sun_x) / (0.38 * c.width)) ** 2)))[..., None]
    c.paint(body, color * (1 - share) + mist * share + warmth * np.array([0.9, 0.42, 0.2]))


def _forest(c, edge, near, index):
    """Spruces along the ridge, in groves; the nearer, the taller and the fewer."""
    cutout = Cutout(c)
    tall = c.height * (0.012 + 0.085 * (near - 0.5) ** 1.25)
    step = tall * 0.13
    slots = np.arange(-2, int(c.width / step) + 3)
    for k in slots:
        lots = [float(chance(k, n, 300 + index)) for n in range(9)]
        x = (k + lots[0]) * step
        grove = float(noise(x / c.width * 3.1, index * 0.7, 90 + index))
        if lots[1] < 0.22 - 0.5 * grove:
            continue
        column = int(np.clip(x, 0, c.width - 1))
        size = tall * (0.45 + 0.55 * lots[2] ** 1.5) * (0.85 + 0.5 * max(0, grove))
        spruce(cutout, x, edge[column] + 0.06 * tall, size, lots)
    return cutout.mask()
