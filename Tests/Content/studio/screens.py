"""Previews: the lock screen and the home screen of a phone that wears the theme."""

import numpy as np
from PIL import Image

from studio.canvas import Canvas, blurred, linear, opened
from studio.distance import Field
from studio.icons import NAMES, icon
from studio.numerals import text


def lock_screen(wallpaper, theme, width, height):
    c = _dressed(wallpaper, width, height)
    style = theme.SCREEN
    u = c.unit
    if style.get("stacked"):
        for row, part in enumerate(style["time"].split(":")):
            stamp(c, text(part, 31 * u, style["weight"], 0.16), 50 * u, (style["clock_y"] + 36 * row) * u, style["ink"])
    else:
        stamp(c, text(style["time"], 23 * u, style["weight"], 0.12), 50 * u, style["clock_y"] * u, style["ink"])
    _status(c, style["ink"])
    bar(c, 50 * u, c.height - 4 * u, 34 * u, 0.55 * u, style.get("foot_ink", style["ink"]))
    return c.image()


def home_screen(wallpaper, theme, width, height):
    c = _dressed(wallpaper, width, height)
    style, u = theme.SCREEN, c.unit
    stamp(
        c, text(style["time"], 14 * u, style["weight"] * 1.15, 0.12), 50 * u, style.get("home_y", 34) * u, style["ink"]
    )
    dock_top = c.height - 31 * u
    panel(
        c,
        4.5 * u,
        dock_top,
        95.5 * u,
        c.height - 8.5 * u,
        8.5 * u,
        style.get("glass", "#ffffff"),
        style.get("glass_share", 0.20),
    )
    side = 16.4 * u
    for index, name in enumerate(NAMES):
        column, row = index % 4, index // 4
        x = (7.6 + 22.9 * column) * u
        y = dock_top + 3.1 * u if row == 0 else dock_top - 25.5 * u
        place(c, icon(name, round(side), theme.ICONS), x, y)
    for dot in range(3):
        c.paint(
            c.disc((47 + 3 * dot) * u, dock_top - 3.6 * u, 0.62 * u) * (0.95 if dot == 1 else 0.42),
            style.get("foot_ink", style["ink"]),
        )
    _status(c, style["ink"])
    bar(c, 50 * u, c.height - 3.2 * u, 34 * u, 0.55 * u, style.get("foot_ink", style["ink"]))
    return c.image()


def _dressed(wallpaper, width, height):
    c = Canvas(width, height)
    small = wallpaper.resize((width, height), Image.LANCZOS)
    c.light = opened(small)
    return c


def stamp(c, mask, x, y, color, share=0.96):
    """A mask centred at a point."""
    full = np.zeros((c.height, c.width))
    top, left = round(y - mask.shape[0] / 2), round(x - mask.shape[1] / 2)
    rows, columns = min(mask.shape[0], c.height - top), min(mask.shape[1], c.width - left)
    full[top : top + rows, left : left + columns] = mask[:rows, :columns]
    c.paint(full * share, color)


def place(c, picture, x, y):
    """A picture with its own transparency, its corner at a point."""
    left, top = round(x), round(y)
    values = np.asarray(picture, dtype=np.float64) / 255
    rows, columns = values.shape[:2]
    alpha = np.zeros((c.height, c.width))
    alpha[top : top + rows, left : left + columns] = values[..., 3]
    below = blurred(np.roll(alpha, round(0.7 * c.unit), axis=0), 1.1 * c.unit)
    c.shade(0.30 * below * (1 - alpha))
    light = np.zeros_like(c.light)
    light[top : top + rows, left : left + columns] = opened(picture)
    c.paint(alpha, light)


def panel(c, left, top, right, bottom, corner, color, share):
    """Frosted glass: what lies behind it, blurred and tinted."""
    field = Field(c.width, c.height)
    mask = field.mask(field.box(*(v / c.unit for v in (left, top, right, bottom)), corner / c.unit))
    glass = blurred(c.light, 4 * c.unit) * (1 - share) + linear(color) * share
    c.paint(mask, glass)


def bar(c, x, y, long, half, color):
    field = Field(c.width, c.height)
    shape = field.line(
        [((x - long / 2) / c.unit, y / c.unit), ((x + long / 2) / c.unit, y / c.unit)], 2 * half / c.unit
    )
    c.paint(field.mask(shape) * 0.85, color)


def _status(c, ink):
    """Signal and battery, top right."""
    field = Field(c.width, c.height)
    shapes = [field.box(78 + 2.1 * k, 8.4 - 0.95 * (k + 1), 79.3 + 2.1 * k, 8.4, 0.5) for k in range(4)]
    shapes.append(np.abs(field.box(88.6, 4.9, 95.2, 8.4, 1.2)) - 0.22)
    shapes.append(field.box(89.4, 5.7, 93.4, 7.6, 0.5))
    shapes.append(field.box(95.7, 6.0, 96.3, 7.3, 0.3))
    c.paint(field.mask(np.minimum.reduce(shapes)) * 0.9, ink)
