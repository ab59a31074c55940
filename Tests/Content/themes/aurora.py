"""Northern curtain: an aurora over a lake, built as it is in nature, from rays along a folded sheet."""

import numpy as np

from studio.canvas import Canvas, blurred, gradient, linear, smoothstep
from studio.cutout import Cutout, spruce
from studio.noise import chance, fractal, noise

SKY = ((0.00, "#04071a"), (0.30, "#07122b"), (0.52, "#0c2440"), (0.66, "#15405a"), (0.70, "#1d5266"), (1.00, "#1d5266"))
SHORE = 0.705
SCREEN = {"time": "23:18", "ink": "#e9fff4", "weight": 3.6, "clock_y": 46, "glass": "#0b2a33", "glass_share": 0.42}
ICONS = {"tile": ("#10363f", "#081a2c"), "glyph": "#7dffb9", "edge": "#3fd6a0", "weight": 3.8}


def wallpaper(width, height):
    c = Canvas(width, height, SKY)
    stars(c)
    light = np.zeros_like(c.light)
    #        from x, to x, foot y, bend, height, strength, seed
    for sheet in (
        (-0.35, 1.20, 0.600, 0.050, 0.30, 0.34, 31),
        (-0.20, 1.35, 0.555, 0.085, 0.42, 0.62, 12),
        (-0.30, 1.25, 0.470, 0.120, 0.50, 1.00, 29),
    ):
        light += _curtain(c, *sheet)
    light = light + 0.42 * blurred(light, 2.4 * c.unit) + 0.22 * blurred(light, 14 * c.unit)
    c.light = c.light + light
    _hills(c)
    _lake(c)
    return c.image()


def stars(c):
    """Three sizes; the largest carry a soft halo."""
    for cell, share, size, power in ((1.3, 0.30, 0.055, 0.30), (3.4, 0.35, 0.085, 0.75), (14.0, 0.33, 0.13, 1.6)):
        cell *= c.unit
        cx, cy = np.floor(c.x / cell), np.floor(c.y / cell)
        seed = int(share * 1000)
        px = (cx + 0.12 + 0.76 * chance(cx, cy, seed)) * cell
        py = (cy + 0.12 + 0.76 * chance(cx, cy, seed + 1)) * cell
        near = ((c.x - px) ** 2 + (c.y - py) ** 2) / (size * c.unit) ** 2
        lit = (chance(cx, cy, seed + 2) < share) * (0.35 + 0.65 * chance(cx, cy, seed + 3))
        tint = gradient(((0, "#9fc4ff"), (0.6, "#ffffff"), (1, "#ffd9b0")), chance(cx, cy, seed + 4))
        c.shine((np.exp(-near) + 0.10 * np.exp(-near / 14) * (size > 0.1)) * lit * power, tint)


def _curtain(c, start, end, foot, bend, tall, strength, seed):
    """Light of one sheet: thousands of rays, each sharp below and fading upwards through green, teal and violet."""
    count = int(c.width * 5)
    t = np.linspace(0, 1, count)
    fold = fractal(t * 3.2, t * 0 + seed, seed, 4, 0.34)
    x = (start + (end - start) * t + 0.20 * fractal(t * 4.6 + 3, t * 0 + seed, seed + 5, 3)) * c.width
    y = (foot + bend * fold - 0.11 * (t - 0.5)) * c.height
    y = y + 0.012 * c.height * fractal(t * 30, t * 0 + 1, seed + 21, 2, 0.5)
    rays = 0.5 + 0.5 * fractal(t * 95, t * 0, seed + 9, 3, 0.6)
    glow = np.clip(0.35 + 0.9 * fractal(t * 5.5, t * 0 + 2, seed + 13, 3), 0.03, 1.4)
    power = strength * glow * (0.18 + rays**1.9) * smoothstep(0, 0.08, t) * smoothstep(1, 0.92, t)
    reach = tall * c.height * (0.45 + 0.55 * rays) * (0.55 + 0.65 * np.clip(glow, 0, 1))
    column = np.floor(x).astype(int)
    inside = (column >= 0) & (column < c.width)
    rows = np.arange(c.height) + 0.5
    total = np.zeros((c.height, c.width, 3))
    for k in np.flatnonzero(inside):
        up = (y[k] - rows) / reach[k]
        first, last = max(0, int(y[k] - 2.2 * reach[k])), min(c.height, int(y[k] + 0.05 * reach[k]) + 2)
        u = up[first:last]
        body = np.where(u >= 0, np.exp(-2.6 * u) * (1 - np.exp(-u * 26)), 0) + 0.5 * np.exp(-((u / 0.02) ** 2))
        total[first:last, column[k]] += (power[k] * body)[:, None] * _TINTS[np.clip((u * 400 + 40).astype(int), 0, 999)]
    return blurred(total * (2.1 / 5), 0.16 * c.unit)


_TINTS = gradient(
    (
        (0.0, "#b6ffcf"),
        (0.09, "#5dff9d"),
        (0.25, "#22e08a"),
        (0.42, "#14b8a0"),
        (0.60, "#3f6fd8"),
        (0.80, "#8a4fd0"),
        (1.0, "#b04ac0"),
    ),
    np.clip((np.arange(1000) - 40) / 560, 0, 1),
)


def _hills(c):
    u = np.arange(c.width) / c.width
    far = (SHORE - 0.030 - 0.030 * (0.4 + fractal(u * 1.7, u * 0 + 4, 61, 6))) * c.height
    body = c.below(far)
    c.paint(body, gradient(((0, "#1b4458"), (1, "#0f2c40")), np.clip((c.y - far[None]) / (0.05 * c.height), 0, 1)))
    ridge = (SHORE - 0.006 - 0.018 * np.clip(0.3 + fractal(u * 2.3 + 6, u * 0 + 8, 71, 3), -0.2, 1.2)) * c.height
    cutout = Cutout(c)
    step = 0.62 * c.unit
    for k in range(-2, int(c.width / step) + 3):
        lots = [float(chance(k, n, 77)) for n in range(9)]
        x = (k + lots[0]) * step
        rise = float(noise(x / c.width * 2.4 + 1, 3.3, 78))
        tall = c.height * (0.016 + 0.030 * lots[2] ** 2 + 0.022 * max(0, rise)) * (0.8 + 0.4 * abs(x / c.width - 0.45))
        spruce(cutout, x, ridge[int(np.clip(x, 0, c.width - 1))] + 0.2 * tall, tall, lots)
    c.paint(np.maximum(cutout.mask(), c.below(ridge)), "#050d18")


def _lake(c):
    """The sky again, upside down, darker and drawn out by ripples."""
    shore = int(SHORE * c.height)
    depth = np.arange(c.height - shore)
    share = depth / len(depth)
    u = c.x[: len(depth)] / c.width
    near = 1 / (0.035 + share[:, None])
    ripple = fractal(u * 3 + 0.3 * near, near * 3.4, 91, 4, 0.6)
    source = np.clip(
        shore - 1 - depth[:, None] * 1.25 + ripple * (0.5 + 9 * share[:, None]) * c.unit * 0.55, 0, shore - 1
    )
    side = np.clip(c.x[: len(depth)] - 0.5 + ripple * 0.9 * c.unit * (0.2 + share[:, None]), 0, c.width - 1)
    low = np.floor(source).astype(int)
    part = (source - low)[..., None]
    mirrored = (
        c.light[low, side.astype(int)] * (1 - part) + c.light[np.minimum(low + 1, shore - 1), side.astype(int)] * part
    )
    soft = blurred(mirrored, 0.35 * c.unit)
    dim = (0.62 - 0.34 * share)[:, None, None]
    water = soft * dim + linear("#06182a") * 0.55
    mist = np.exp(-share / 0.035)[:, None, None] * 0.22
    c.light[shore:] = water * (1 - mist) + linear("#3fae9b") * mist * 0.6
    bank = c.height * (
        0.945
        - 0.02 * np.cos(np.arange(c.width) / c.width * 4.4 + 0.4)
        - 0.012 * fractal(np.arange(c.width) / c.width * 4, np.full(c.width, 0.4), 97, 5)
    )
    c.paint(c.below(bank), "#03070f")
    _reeds(c, bank)


def _reeds(c, bank):
    cutout = Cutout(c)
    for k in range(150):
        lots = [float(chance(k, n, 99)) for n in range(6)]
        x = lots[0] ** 1.6 * 0.55 * c.width if k % 3 else (1 - lots[0] ** 2 * 0.35) * c.width
        foot = bank[int(np.clip(x, 0, c.width - 1))] + c.unit
        tall = c.height * (0.012 + 0.05 * lots[1] ** 1.5)
        lean = (lots[2] - 0.35) * tall * 0.45
        line = [(x + lean * t * t, foot - tall * t) for t in np.linspace(0, 1, 9)]
        cutout.stroke(line, np.linspace(0.34, 0.10, 9) * c.unit)
    c.paint(cutout.mask(), "#03070f")
