"""Paper tide: cut sheets of coloured paper, stacked, each throwing a soft shadow on the one behind."""

import numpy as np

from studio.canvas import Canvas, blurred, linear, smoothstep
from studio.cutout import Cutout

SKY = ((0.0, "#fbe9d0"), (0.35, "#fde0bd"), (0.6, "#f9c8a2"), (1.0, "#f2a98a"))
SHEETS = (
    "#f6d9b8",
    "#f3b993",
    "#ec9678",
    "#d96f63",
    "#a9526a",
    "#6c4a78",
    "#3f5286",
    "#2a6a8f",
    "#1d7f93",
    "#15647c",
    "#0f4963",
    "#0b3049",
)
SCREEN = {
    "time": "7:32",
    "ink": "#b5485a",
    "weight": 7.5,
    "clock_y": 30,
    "home_y": 30,
    "glass": "#cfe6e4",
    "glass_share": 0.30,
    "foot_ink": "#fff3df",
}
ICONS = {"tile": ("#fff1dc", "#f8d9b6"), "glyph": "#1d6f86", "edge": "#ffffff", "weight": 5.2}


def wallpaper(width, height):
    c = Canvas(width, height, SKY)
    _sun(c)
    for index, color in enumerate(SHEETS):
        _sheet(c, index, color)
        if index == 7:
            _boat(c)
    return c.image()


def _sun(c):
    x, y = 0.34 * c.width, 0.285 * c.height
    for radius, color in ((0.36, "#fbd9ae"), (0.275, "#f9c890"), (0.19, "#f6a873"), (0.115, "#f07f5a")):
        disc = c.disc(x, y, radius * c.width)
        _shadow(c, disc, 0.5)
        c.paint(disc, color)


def _edge(c, index):
    u = np.arange(c.width) / c.width
    share = index / (len(SHEETS) - 1)
    base = 0.335 + 0.58 * share**0.96
    swing = 0.040 * (1 - 0.30 * share)
    phase = index * 2.1 + 0.6 * np.sin(index * 1.7)
    wave = np.sin(u * (3.1 + 0.5 * np.sin(index * 2.3)) + phase) + 0.42 * np.sin(
        u * (6.3 + 0.4 * index % 1.9) - phase * 1.3 + 1
    )
    curl = 0.12 * np.sin(u * 13.7 + phase * 2.2) * (index % 2)
    return (base + swing * (wave * 0.62 + curl)) * c.height


def _sheet(c, index, color):
    edge = _edge(c, index)
    body = c.below(edge)
    _shadow(c, body, 0.62)
    depth = np.clip((c.y - edge[None]) / (0.22 * c.height), 0, 1)
    paper = linear(color) * (1.10 - 0.26 * depth[..., None])
    c.paint(body, paper)
    # The cut shows the paper's thickness: a thin light line, brighter where it faces the sun.
    rim = body * (1 - c.below(edge + 0.30 * c.unit))
    facing = smoothstep(1.0, -0.2, np.abs(c.x / c.width - 0.34))
    c.shine(rim * (0.10 + 0.16 * facing), "#fff2df")
    if index in (4, 6, 8, 9, 10):
        _foam(c, edge, index)


def _shadow(c, body, strength):
    up = int(0.9 * c.unit)
    lifted = np.concatenate([body[up:], body[-up:]])
    near, far = blurred(lifted, 0.9 * c.unit), blurred(lifted, 3.0 * c.unit)
    c.shade(np.clip(strength * (0.42 * near + 0.34 * far), 0, 1) * (1 - body))


def _foam(c, edge, index):
    """Two slits that follow the edge, as a knife would cut them."""
    u = np.arange(c.width) / c.width
    for line in (1, 2):
        gap = (1.5 + 2.3 * line) * c.unit
        start = 0.5 + 0.5 * np.sin(u * 5.1 + index * 1.9 + line * 2.4)
        wide = 0.42 * c.unit * smoothstep(0.42, 0.80, start)
        top = edge + gap
        slit = c.below(top - wide) * (1 - c.below(top + wide)) * (wide[None] > 0.05 * c.unit)
        inner = c.below(top - wide + 0.22 * c.unit) * slit
        c.paint(slit, linear(SHEETS[min(index + 1, len(SHEETS) - 1)]) * 0.55)
        c.paint(inner, linear(SHEETS[max(index - 1, 0)]) * 0.92)


def _boat(c):
    x, y = 0.66 * c.width, float(_edge(c, 7)[int(0.66 * c.width)]) - 0.2 * c.unit
    s = 1.0 * c.unit
    parts = (
        ([(-8.6, -3.6), (8.6, -3.6), (5.0, 1.6), (-5.0, 1.6)], "#fff6e6"),
        ([(0, -12.2), (4.8, -3.6), (0, -3.6)], "#f3dcc0"),
        ([(0, -12.2), (0, -3.6), (-4.8, -3.6)], "#fffaf0"),
        ([(8.6, -3.6), (5.0, 1.6), (0, -1.0), (0, -3.6)], "#eccfae"),
    )
    tilt = np.radians(-5)
    cos, sin = np.cos(tilt), np.sin(tilt)

    def placed(points):
        return [(x + s * (px * cos - py * sin), y + s * (px * sin + py * cos)) for px, py in points]

    whole = Cutout(c)
    for points, _ in parts:
        whole.polygon(placed(points))
    _shadow(c, whole.mask(), 0.75)
    for points, color in parts:
        cutout = Cutout(c)
        cutout.polygon(placed(points))
        c.paint(cutout.mask(), color)
