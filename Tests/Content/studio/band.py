"""The band: its screen of 240 × 432 pixels with round corners, a face put together on it, and its portrait."""

import numpy as np

from studio.canvas import Canvas, blurred, gradient, opened, smoothstep
from studio.distance import Field
from studio.numerals import text
from studio.screens import stamp

WIDTH, HEIGHT, CORNER = 240, 432, 64


def composed(background, face, hours, minutes, steps, beats, battery, scale=1):
    """The face as the band shows it: `background` is a canvas at `scale` times the screen's size."""
    c = background
    for row, part in enumerate((hours, minutes)):
        clock = face["clock"]
        stamp(
            c,
            text(part, clock["height"] * scale, clock["weight"], 0.10),
            clock["x"] * scale,
            clock["y"][row] * scale,
            clock["ink"][row],
        )
    field = Field(c.width, c.height)
    for gauge, share in ((face["steps"], steps), (face["battery"], battery)):
        x, y, r = (gauge[k] * 100 / WIDTH for k in ("x", "y", "radius"))
        wide = gauge["width"] * 100 / WIDTH
        c.paint(field.mask(field.ring(x, y, r, wide)) * 0.22, gauge["ink"])
        c.paint(field.mask(field.ring(x, y, r, wide, 0, share)), gauge["ink"])
        _glyph(c, field, gauge["glyph"], x, y, r, gauge["ink"])
    beat = face["heart"]
    x, y, r = (beat[k] * 100 / WIDTH for k in ("x", "y", "radius"))
    _glyph(c, field, "heart", x, y - 0.95 * r, r, beat["ink"])
    stamp(
        c,
        text(str(beats), beat["height"] * scale, 9, 0.12),
        beat["x"] * scale,
        (beat["y"] + beat["height"] * 0.72) * scale,
        beat["ink"],
    )
    return c


def _glyph(c, field, name, x, y, r, ink):
    if name == "heart":
        lobe = 0.36 * r
        u, v = np.abs(field.x - x), field.y - y
        round_part = np.hypot(u - lobe * 0.92, v + lobe * 0.5) - lobe
        point = np.maximum((u + v - lobe * 1.75) * 0.7071, -v - lobe * 0.4)
        point = np.maximum(point, u - lobe * 1.9)
        shape = np.minimum(round_part, np.where(u < lobe * 1.75, point, 9))
    elif name == "shoe":
        shape = np.minimum(
            field.line([(x - 0.22 * r, y + 0.34 * r), (x - 0.22 * r, y - 0.08 * r)], 0.34 * r),
            field.line([(x + 0.22 * r, y + 0.10 * r), (x + 0.22 * r, y - 0.34 * r)], 0.34 * r),
        )
    else:
        shape = field.line(
            [
                (x + 0.16 * r, y - 0.46 * r),
                (x - 0.20 * r, y + 0.06 * r),
                (x + 0.20 * r, y - 0.06 * r),
                (x - 0.16 * r, y + 0.46 * r),
            ],
            0.15 * r,
        )
    c.paint(field.mask(shape), ink)


def portrait(face_canvas, ground, strap, width, height):
    """The band lying on a table in soft light from the upper left."""
    c = Canvas(width, height, ground)
    u = c.unit
    c.shine(0.16 * c.glow(0.20 * width, 0.16 * height, 0.75 * width), "#ffffff")
    field = Field(width, height)
    middle = 50 * height / width
    belt = field.box(30.5, -40, 69.5, 2 * middle + 40, 9)
    body = field.box(24.5, middle - 45.5, 75.5, middle + 45.5, 16.5)
    for shape, reach, strength in ((belt, 3.6, 0.38), (body, 4.6, 0.50)):
        cast = np.roll(field.mask(shape), (int(2.6 * u), int(1.9 * u)), axis=(0, 1))
        c.shade(strength * blurred(cast, reach * u))
    across = (field.x - 50) / 19.5
    strap_light = gradient(
        ((-1, strap[2]), (-0.82, strap[1]), (-0.2, strap[0]), (0.5, strap[1]), (1, strap[2])), across
    )
    fall = 1 - 0.42 * np.clip((np.abs(field.y - middle) - 50) / 60, 0, 1) ** 1.2
    c.paint(field.mask(belt), strap_light * fall[..., None])
    for k in range(9):
        for y in (middle + 62 + 8.4 * k, middle - 62 - 8.4 * k):
            hole = field.box(47.9, y - 1.5, 52.1, y + 1.5, 1.4)
            c.shade(field.mask(hole) * 0.55)
            c.shine(field.mask(np.abs(hole) - 0.14) * np.clip((field.y - y) / 2, 0, 1) * 0.10, "#ffffff")
    edge = np.clip(0.5 - 0.55 * (field.x - 50) / 26 - 0.45 * (field.y - middle) / 46, 0, 1)
    metal = gradient(((0, "#2c2f38"), (0.45, "#6d727e"), (0.62, "#b9bec9"), (0.78, "#8b909c"), (1, "#e9ecf2")), edge)
    c.paint(field.mask(body), metal)
    c.paint(field.mask(body + 1.1), gradient(((0, "#3a3d47"), (1, "#14161c")), edge))
    c.paint(field.mask(body + 1.7), "#050608")
    top = middle - 41.6
    side = 83.2 * WIDTH / HEIGHT
    glass = field.box(50 - side / 2, top, 50 + side / 2, top + 83.2, CORNER * side / WIDTH)
    rows, columns = round(83.2 * u), round(side * u)
    picture = opened(face_canvas.image().resize((columns, rows), 1))
    sheet = np.zeros_like(c.light)
    y0, x0 = round(top * u), round((50 - side / 2) * u)
    sheet[y0 : y0 + rows, x0 : x0 + columns] = picture
    c.paint(field.mask(glass), sheet)
    shine = (
        field.mask(body + 1.7)
        * smoothstep(0.02, 0.0, (field.x - 24) * 0.62 + (field.y - middle + 46) * 0.30 - 21)
        * 0.030
    )
    c.shine(shine, "#ffffff")
    c.paint(
        field.mask(field.box(75.2, middle - 9, 76.6, middle + 9, 0.7)),
        gradient(((0, "#8b909c"), (1, "#3a3d47")), (field.y - middle + 9) / 18),
    )
    return c
