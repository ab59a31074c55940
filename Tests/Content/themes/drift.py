"""Drift: evenly spaced lines that follow one slow current."""

import numpy as np

from studio.canvas import Canvas, blurred, linear
from studio.cutout import Cutout
from studio.noise import chance, fractal, noise

GROUND = ((0.0, "#1a1033"), (0.5, "#14102e"), (1.0, "#0a0c22"))
INKS = ("#ffd166", "#ff9f68", "#ff6b6b", "#e0567f", "#a44fa0", "#6a5acd", "#3fa7d6", "#59d2c0")
SCREEN = {
    "time": "14:26",
    "ink": "#fff7e0",
    "weight": 9.0,
    "clock_y": 52,
    "stacked": True,
    "glass": "#1a1033",
    "glass_share": 0.55,
}
ICONS = {"tile": ("#2a1c4c", "#16113a"), "glyph": "#ffc46b", "edge": "#e0567f", "weight": 4.6}


def wallpaper(width, height):
    c = Canvas(width, height, GROUND)
    c.shine(0.10 * c.glow(0.72 * width, 0.30 * height, 0.55 * width), "#ff6b8a")
    c.shine(0.10 * c.glow(0.20 * width, 0.76 * height, 0.60 * width), "#2f9fd0")
    inks = {}
    for line, ink in _lines(width / height):
        cutout = inks.setdefault(ink, Cutout(c))
        share = np.linspace(0, 1, len(line))
        swell = np.sin(np.pi * share) ** 0.55
        weight = 0.20 + 0.62 * float(chance(int(line[0][0] * 1e4), int(line[0][1] * 1e4), 5)) ** 1.6
        cutout.stroke(line * height, np.maximum(0.12, weight * swell) * c.unit)
    for ink, cutout in sorted(inks.items()):
        mask = cutout.mask()
        c.paint(mask, linear(INKS[ink]) * (0.78 + 0.3 * np.clip(1.2 - c.y / c.height, 0, 1))[..., None])
        c.shine(0.16 * blurred(mask, 1.4 * c.unit), INKS[ink])
    return c.image()


def _angle(x, y):
    warp = 0.30 * noise(x * 1.6 + 5, y * 1.6, 2)
    return 1.25 + 2.5 * fractal((x + warp) * 1.25 + 2.0, (y - warp) * 1.25, 6, 2, 0.35) + 1.1 * np.sin(y * 2.3)


def _lines(aspect):
    """Lines in units of the height, longest chances first; none comes nearer to another than the gap."""
    gap, step = 0.0088, 0.0035
    cell = gap
    taken = {}

    def near(x, y, own):
        i, j = int(np.floor(x / cell)), int(np.floor(y / cell))
        for a in (i - 1, i, i + 1):
            for b in (j - 1, j, j + 1):
                for px, py, name in taken.get((a, b), ()):
                    if name != own and (px - x) ** 2 + (py - y) ** 2 < gap * gap:
                        return True
        return False

    for name in range(5200):
        x0 = -0.02 + (aspect + 0.04) * float(chance(name, 1, 71))
        y0 = -0.02 + 1.04 * float(chance(name, 2, 71))
        if near(x0, y0, name):
            continue
        halves = []
        for direction in (1, -1):
            x, y, half = x0, y0, []
            for _ in range(int(30 + 110 * float(chance(name, 3, 71)))):
                a = float(_angle(x, y))
                x, y = x + direction * step * np.cos(a), y + direction * step * np.sin(a)
                if near(x, y, name) or not (-0.03 < x < aspect + 0.03 and -0.03 < y < 1.03):
                    break
                half.append((x, y))
            halves.append(half)
        line = halves[1][::-1] + [(x0, y0)] + halves[0]
        if len(line) < 9:
            continue
        for x, y in line:
            taken.setdefault((int(np.floor(x / cell)), int(np.floor(y / cell))), []).append((x, y, name))
        mx, my = line[len(line) // 2]
        hue = 0.5 + 0.62 * float(fractal(mx * 1.3 + 9, my * 1.1, 33, 2)) + 0.42 * (my - 0.5)
        hue += 0.10 * (float(chance(name, 4, 71)) - 0.5)
        yield np.array(line), int(np.clip(hue * len(INKS), 0, len(INKS) - 1))
