"""Eight icons in a theme's own colours: glyphs of one line width on a tile."""

import numpy as np
from PIL import Image

from studio.canvas import encoded, gradient, linear
from studio.distance import Field, arc

NAMES = ("phone", "messages", "camera", "music", "maps", "weather", "photos", "settings")


def _phone(f, w):
    return [
        f.line([(33, 31)] + arc(70, 30, 37, 40, 0.72, 0.53, 20) + [(69, 68)], w * 2.3),
        f.line([(33, 29), (37, 38)], w * 2.9),
        f.line([(62, 64), (71, 67)], w * 2.9),
    ]


def _messages(f, w):
    bubble = np.abs(f.box(26, 29, 74, 65, 13)) - w / 2
    tail = f.line([(38, 65), (36, 75), (49, 65)], w)
    dots = [f.circle(x, 47, w * 0.72) for x in (39, 50, 61)]
    return [np.where((f.y > 62) & (f.x > 40) & (f.x < 47), 9, bubble), tail] + dots


def _camera(f, w):
    body = np.abs(f.box(24, 36, 76, 71, 9)) - w / 2
    top = f.line([(40, 36), (43, 29), (57, 29), (60, 36)], w)
    return [body, top, np.abs(f.circle(50, 53, 10.5)) - w / 2, f.circle(67, 44, w * 0.62)]


def _music(f, w):
    return [
        f.line([(41, 66), (41, 32), (69, 27), (69, 61)], w),
        f.line([(41, 42), (69, 37)], w),
        f.circle(35, 66, 7.4),
        f.circle(63, 61, 7.4),
    ]


def _maps(f, w):
    pin = [(50, 76)] + arc(50, 43, 18.5, 18.5, 0.66, 1.34, 30) + [(50, 76)]
    return [f.line(pin, w), np.abs(f.circle(50, 43, 6.4)) - w / 2]


def _weather(f, w):
    cloud = np.minimum.reduce([f.circle(42, 60, 12.5), f.circle(58, 58, 14.5), f.box(41, 60, 60, 72.5, 0.1)])
    sun = np.abs(f.circle(61, 40, 10)) - w / 2
    rays = [
        f.line([(61 + 15.5 * np.sin(t), 40 - 15.5 * np.cos(t)), (61 + 20 * np.sin(t), 40 - 20 * np.cos(t))], w)
        for t in np.radians([-45, 0, 45, 90])
    ]
    hidden = np.maximum(sun, -(cloud - w))
    return [np.abs(cloud) - w / 2, hidden] + rays


def _photos(f, w):
    frame = np.abs(f.box(26, 28, 74, 72, 9)) - w / 2
    hills = f.line([(29, 66), (43, 49), (52, 59), (60, 51), (71, 63)], w)
    return [frame, hills, f.circle(61, 40, 4.6)]


def _settings(f, w):
    parts = []
    for y, knob in ((35, 60), (50, 40), (65, 55)):
        bar = f.line([(27, y), (73, y)], w)
        parts += [np.maximum(bar, -(f.circle(knob, y, 7.2))), np.abs(f.circle(knob, y, 5.6)) - w / 2]
    return parts


_GLYPHS = dict(zip(NAMES, (_phone, _messages, _camera, _music, _maps, _weather, _photos, _settings)))


def icon(name, size, style):
    """`style`: tile (two colours, top and bottom), glyph (a colour), weight, edge (a colour or nothing)."""
    field = Field(size)
    tile = field.mask(field.squircle(3))
    light = gradient(((0, style["tile"][0]), (1, style["tile"][1])), (field.y + 0.25 * field.x) / 125)
    shapes = _GLYPHS[name](field, style.get("weight", 4.4))
    glyph = field.mask(np.minimum.reduce(shapes)) * tile
    light = light * (1 - glyph[..., None]) + linear(style["glyph"]) * glyph[..., None]
    if "edge" in style:
        rim = field.mask(np.abs(field.squircle(4)) - 0.9) * np.clip(1.25 - field.y / 80, 0, 1) * 0.6
        light = light * (1 - rim[..., None]) + linear(style["edge"]) * rim[..., None]
    rgba = np.concatenate([encoded(light), tile[..., None]], axis=-1)
    return Image.fromarray(np.round(rgba * 255).astype(np.uint8), "RGBA")
