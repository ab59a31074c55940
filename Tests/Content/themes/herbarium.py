"""Herbarium: pressed plants in ink, with flat colour printed a little beside the line, as old books did."""

import numpy as np

from studio.canvas import Canvas, gradient
from studio.cutout import Cutout, curve
from studio.noise import chance, fractal

PAPER = ((0.0, "#f7efdf"), (0.6, "#f4e9d5"), (1.0, "#efe0c8"))
INK = "#26362f"


class Plate:
    """Two printing plates for each colour: what is filled, and the ink line on top."""

    def __init__(self, canvas):
        self.canvas = canvas
        self.line = Cutout(canvas)
        self.fills = {}

    def fill(self, color, points):
        self.fills.setdefault(color, Cutout(self.canvas)).polygon(points)

    def dot(self, color, x, y, radius):
        self.fills.setdefault(color, Cutout(self.canvas)).disc(x, y, radius)

    def print(self):
        c = self.canvas
        shift = int(0.75 * c.unit)
        for color, cutout in self.fills.items():
            mask = np.roll(cutout.mask(), (shift, -shift), axis=(0, 1))
            tooth = 0.93 + 0.07 * fractal(c.x / c.unit * 0.9, c.y / c.unit * 0.9, 3, 3)
            c.paint(mask * tooth * 0.94, color)
        c.paint(self.line.mask(), INK)


SCREEN = {"time": "10:08", "ink": "#26362f", "weight": 3.4, "clock_y": 30, "glass": "#fffaf0", "glass_share": 0.45}
ICONS = {"tile": ("#fffaf0", "#f1e2c9"), "glyph": "#4d6b58", "edge": "#c9b48f", "weight": 3.4}


def wallpaper(width, height):
    c = Canvas(width, height, PAPER)
    c.paint(
        c.disc(0.635 * width, 0.385 * height, 0.285 * width) * 0.95,
        gradient(((0, "#e8a06c"), (1, "#d9724f")), c.y / c.height * 2.2 - 0.3),
    )
    plate = Plate(c)
    u = c.unit
    _eucalyptus(plate, curve([(20 * u, 226 * u), (10 * u, 170 * u), (46 * u, 110 * u), (30 * u, 52 * u)], 60), u)
    _fern(plate, curve([(96 * u, 228 * u), (92 * u, 180 * u), (66 * u, 150 * u), (70 * u, 104 * u)], 70), u)
    _umbel(plate, curve([(56 * u, 228 * u), (54 * u, 170 * u), (62 * u, 120 * u), (66 * u, 74 * u)], 40), u, 17, 11)
    _umbel(
        plate, curve([(57.1 * u, 178 * u), (54 * u, 160 * u), (46 * u, 146 * u), (44.5 * u, 130 * u)], 24), u, 10, 12
    )
    _poppy(plate, curve([(38 * u, 228 * u), (44 * u, 210 * u), (40 * u, 198 * u), (42 * u, 182 * u)], 26), u)
    _poppy(plate, curve([(8 * u, 228 * u), (9 * u, 216 * u), (4 * u, 200 * u), (7 * u, 186 * u)], 24), u * 0.8)
    plate.print()
    return c.image()


def _directions(spine):
    d = np.gradient(spine, axis=0)
    return d / np.linalg.norm(d, axis=1)[:, None]


def _leaf(plate, color, root, angle, long, wide, u, veins=0, belly=0.45, tip=1.0):
    """One leaf: outline, midrib, and side veins on one half only."""
    t = np.linspace(0, 1, 26)
    profile = wide / 2 * (t**0.75) * ((1 - t) ** (0.62 * tip)) / (belly**0.75 * (1 - belly) ** (0.62 * tip))
    bend = 0.09 * long * np.sin(np.pi * t * 0.9)
    cos, sin = np.cos(angle), np.sin(angle)

    def placed(along, across):
        return np.stack([root[0] + along * cos - across * sin, root[1] + along * sin + across * cos], -1)

    one, other = placed(t * long, bend + profile), placed(t * long, bend - profile)
    plate.fill(color, [tuple(p) for p in np.concatenate([one, other[::-1]])])
    plate.line.stroke(np.concatenate([one, other[::-1]]), 0.26 * u)
    plate.line.stroke(placed(t * long * 0.94, bend), np.linspace(0.30, 0.14, len(t)) * u)
    for k in range(veins):
        at = 0.14 + 0.66 * (k + 0.5) / veins
        reach = np.interp(at + 0.1, t, profile) * 0.80
        mid = np.interp(at, t, bend)
        line = curve([(at * long, mid), ((at + 0.06) * long, mid - reach * 0.5), ((at + 0.13) * long, mid - reach)], 7)
        plate.line.stroke(placed(line[:, 0], line[:, 1]), 0.15 * u)


def _eucalyptus(plate, spine, u):
    plate.line.stroke(spine, np.linspace(0.85, 0.25, len(spine)) * u)
    d = _directions(spine)
    colors = ("#8fae9b", "#6f9585", "#a9c0a6")
    for k in range(15):
        at = int(6 + k * (len(spine) - 8) / 15)
        size = (11.5 - 5.6 * k / 15) * u
        for side in (-1, 1):
            lot = float(chance(k, side, 5))
            angle = np.arctan2(d[at][1], d[at][0]) + side * (0.85 + 0.35 * lot)
            root = spine[at] + d[at] * side * 0.5 * u
            _leaf(
                plate,
                colors[(k + side) % 3],
                root,
                angle,
                size * (0.92 + 0.2 * lot),
                size * 0.74,
                u,
                4 if size > 8 * u else 3,
                0.5,
                0.75,
            )
    _leaf(plate, colors[0], spine[-1], np.arctan2(d[-1][1], d[-1][0]), 6 * u, 3.4 * u, u, 3, 0.5, 0.8)


def _fern(plate, spine, u):
    plate.line.stroke(spine, np.linspace(0.75, 0.2, len(spine)) * u)
    d = _directions(spine)
    for k in range(30):
        share = k / 30
        at = int(8 + share * (len(spine) - 10))
        size = 21 * (1 - share) ** 0.8 * (0.45 + 0.55 * min(1, share * 5)) * u + 1.2 * u
        for side in (-1, 1):
            angle = np.arctan2(d[at][1], d[at][0]) + side * (1.22 - 0.45 * share)
            _leaf(
                plate,
                "#5d8a66" if (k % 2) else "#729c70",
                spine[at] + d[at] * side * 0.25 * u,
                angle,
                size * (1 if side < 0 else 0.86),
                max(1.3 * u, size * 0.155),
                u * 0.72,
                0,
                0.3,
                1.1,
            )


def _umbel(plate, spine, u, reach, seed):
    """Cow parsley: a stem, rays, and on each ray a small umbel of dots."""
    plate.line.stroke(spine, np.linspace(0.62, 0.34, len(spine)) * u)
    head, up = spine[-1], np.arctan2(*_directions(spine)[-1][::-1])
    rays = 15 if reach > 12 else 10
    for k in range(rays):
        spread = (k / (rays - 1) - 0.5) * 2.5
        long = reach * u * (0.92 + 0.16 * float(chance(k, 1, seed))) * (1 - 0.10 * abs(spread))
        end = head + long * np.array([np.cos(up + spread), np.sin(up + spread)])
        bend = head + long * 0.55 * np.array([np.cos(up + spread * 0.62), np.sin(up + spread * 0.62)])
        plate.line.stroke(curve([head, bend, end], 12), 0.22 * u)
        for j in range(9):
            fan = up + spread * 0.8 + (j / 8 - 0.5) * 2.6
            small = end + (1.7 + 0.7 * float(chance(k, j, seed + 1))) * (reach / 14) * u * np.array(
                [np.cos(fan), np.sin(fan)]
            )
            plate.line.stroke([end, small], 0.13 * u)
            plate.line.disc(*small, 0.33 * u)
            plate.dot("#fffaf0", *small, 0.75 * u)


def _poppy(plate, spine, u):
    """A seed head on a hairy stem."""
    plate.line.stroke(spine, np.linspace(0.6, 0.42, len(spine)) * u)
    d = _directions(spine)
    for k in range(4, len(spine) - 1):
        for side in (-1, 1):
            across = np.array([-d[k][1], d[k][0]]) * side
            plate.line.stroke([spine[k], spine[k] + (across * 1.15 + d[k] * 0.3) * u], 0.10 * u)
    head, up = spine[-1], np.arctan2(d[-1][1], d[-1][0])
    cos, sin = np.cos(up), np.sin(up)

    def placed(points):
        return [(head[0] + (a * cos - b * sin) * u, head[1] + (a * sin + b * cos) * u) for a, b in points]

    t = np.linspace(0, np.pi, 30)
    bowl = [(5.0 - 5.0 * np.cos(s), 4.1 * np.sin(s) ** 0.85) for s in t]
    whole = bowl + [(a, -b) for a, b in bowl[::-1]]
    plate.fill("#c8b06a", placed(whole))
    plate.line.stroke(placed(whole), 0.30 * u)
    for rib in (-0.62, -0.22, 0.22, 0.62):
        plate.line.stroke(placed([(a, b * rib) for a, b in bowl[2:-2]]), 0.15 * u)
    crown = [
        (9.6, -4.2),
        (11.6, -4.8),
        (10.9, -2.6),
        (12.3, -1.7),
        (11.2, 0),
        (12.3, 1.7),
        (10.9, 2.6),
        (11.6, 4.8),
        (9.6, 4.2),
    ]
    plate.fill("#9a7d45", placed(crown))
    plate.line.stroke(placed(crown + crown[:1]), 0.28 * u)
