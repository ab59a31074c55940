"""City after rain: windows, haze, and all of it again in the canal."""

import numpy as np

from studio.canvas import Canvas, blurred, linear, smoothstep
from studio.cutout import Cutout
from studio.noise import chance, fractal, noise

SKY = (
    (0.0, "#0b0f2a"),
    (0.20, "#1a1c47"),
    (0.38, "#40306e"),
    (0.52, "#8a4a83"),
    (0.62, "#d9717a"),
    (0.68, "#f3a37d"),
    (1.0, "#f3a37d"),
)
QUAY = 0.690
BODIES = ("#a8608a", "#74497f", "#473668", "#2a254f", "#151634")
HAZE = ("#e08a82", "#b0647f", "#6e4477", "#3a2d5c", "#20204a")
WARM = ("#ffd98a", "#ffc06a", "#fff0c4", "#ff9f5e")
COOL = ("#8fe3ff", "#b8f0ff")
SCREEN = {
    "time": "22:36",
    "ink": "#ffe9d6",
    "weight": 5.4,
    "clock_y": 26,
    "home_y": 22,
    "glass": "#14142f",
    "glass_share": 0.4,
}
ICONS = {"tile": ("#3b2f66", "#1a1a40"), "glyph": "#ffcf87", "edge": "#d9717a"}


def wallpaper(width, height):
    c = Canvas(width, height, SKY)
    _moon(c)
    for layer in range(5):
        _skyline(c, layer)
    _canal(c)
    _rain(c)
    return c.image()


def _moon(c):
    x, y, r = 0.27 * c.width, 0.205 * c.height, 0.060 * c.width
    c.shine(0.20 * c.glow(x, y, 3 * r), "#c9b8ff")
    c.paint(c.disc(x, y, r) * (1 - c.disc(x + 0.42 * r, y - 0.22 * r, 0.93 * r)), "#f6ecff")
    w, h = c.x / c.width, c.y / c.height
    veil = fractal(w * 1.1 + 0.3 * noise(w * 2, h * 7, 4), h * 12 + 2, 19, 5)
    c.paint(smoothstep(0.0, 0.9, veil) * np.exp(-(((h - 0.36) / 0.11) ** 2)) * 0.42, "#f0898c")


def _skyline(c, layer):
    near = layer / 4
    foot = QUAY * c.height
    cutout, glass = Cutout(c), {}
    x, index = -6 * c.unit, 0
    while x < c.width + 4 * c.unit:
        lots = [float(chance(index, n, 200 + layer)) for n in range(12)]
        wide = (5.0 + 7.5 * lots[0] + 3.0 * near) * c.unit
        centre = (x + wide / 2) / c.width
        swell = np.exp(-(((centre - (0.66 - 0.30 * (layer % 2))) / 0.26) ** 2))
        tall = c.height * (
            0.105
            + 0.085 * (1 - near)
            + 0.16 * lots[1] ** 1.7 * (0.45 + swell) * (1 - 0.35 * near)
            + 0.10 * swell * (1 - near)
            - 0.045 * near
        )
        _building(c, cutout, glass, x, foot - tall, wide, foot, lots, layer, index)
        x += wide + (0.1 + 1.2 * lots[4] * (layer > 2)) * c.unit
        index += 1
    body = cutout.mask()
    fade = smoothstep(foot - 0.30 * c.height, foot, c.y)[..., None]
    c.paint(body, linear(BODIES[layer]) * (1 - 0.75 * fade) + linear(HAZE[layer]) * 0.75 * fade)
    for color, panes in sorted(glass.items()):
        lit = panes.mask() * body
        c.paint(lit * (0.42 + 0.50 * near), color)
        c.shine(blurred(lit, 0.9 * c.unit) * (0.10 + 0.16 * near), color)
    if layer < 4:
        h = c.y / c.height
        mist = np.exp(-((np.clip(QUAY - h, 0, 1) / (0.055 - 0.006 * layer)) ** 1.2)) * (0.50 - 0.07 * layer)
        c.paint(mist * (h <= QUAY), HAZE[layer])


def _building(c, cutout, glass, x, top, wide, foot, lots, layer, index):
    u = c.unit
    cutout.box(x, top, x + wide, foot)
    kind = int(lots[2] * 6)
    if kind == 0:
        cutout.box(x + 0.2 * wide, top - 0.30 * wide, x + 0.8 * wide, top)
        cutout.box(x + 0.38 * wide, top - 0.52 * wide, x + 0.62 * wide, top)
        cutout.stroke([(x + 0.5 * wide, top - 0.5 * wide), (x + 0.5 * wide, top - 1.25 * wide)], 0.30 * u)
    elif kind == 1:
        cutout.polygon([(x, top), (x + wide, top), (x + wide, top - 0.42 * wide)])
    elif kind == 2:
        cutout.box(x + 0.10 * wide, top - 0.8 * u, x + 0.44 * wide, top)
        cutout.stroke([(x + 0.72 * wide, top), (x + 0.72 * wide, top - 3.6 * u)], 0.22 * u)
    elif kind == 3 and layer > 2:
        _tank(cutout, x + 0.5 * wide, top, u)
    elif kind == 4:
        cutout.disc(x + wide / 2, top, wide * 0.30)
    elif kind == 5:
        cutout.polygon([(x + 0.1 * wide, top), (x + 0.5 * wide, top - 0.6 * wide), (x + 0.9 * wide, top)])
    pane, gap = (0.62 + 0.26 * layer * 0.5) * u, (0.72 + 0.30 * layer * 0.5) * u
    columns = max(1, int((wide - 0.8 * u) / (pane + gap)))
    margin = (wide - columns * (pane + gap) + gap) / 2
    rows = int((foot - top - 1.6 * u) / (pane * 1.5 + gap))
    for row in range(rows):
        strip = float(chance(row, index, 400 + layer)) < 0.16
        for column in range(columns):
            lot = float(chance(row * 64 + column, index, 300 + layer))
            if lot > (0.62 if strip else 0.16 + 0.16 * lots[5]):
                continue
            hue = float(chance(row * 64 + column, index, 350 + layer))
            color = COOL[int(hue * 40) % 2] if hue < 0.13 + 0.1 * strip else WARM[int(hue * 97) % 4]
            left, y = x + margin + column * (pane + gap), top + 1.3 * u + row * (pane * 1.5 + gap)
            if color not in glass:
                glass[color] = Cutout(c)
            glass[color].box(left, y, left + pane, y + pane * 1.5, 0.55 + 0.45 * lots[6] if not strip else 1.0)


def _tank(cutout, x, top, u):
    """A water tank on legs."""
    cutout.box(x - 1.5 * u, top - 4.2 * u, x + 1.5 * u, top - 1.5 * u)
    cutout.polygon([(x - 1.8 * u, top - 4.2 * u), (x, top - 5.6 * u), (x + 1.8 * u, top - 4.2 * u)])
    for leg in (-1.2, 1.2):
        cutout.stroke([(x + leg * u, top - 1.6 * u), (x + leg * u, top)], 0.26 * u)


def _canal(c):
    quay = int(QUAY * c.height)
    depth = np.arange(c.height - quay)
    share = (depth / len(depth))[:, None]
    u = c.x[: len(depth)] / c.width
    near = 1 / (0.05 + share)
    ripple = fractal(u * 2.2 + 0.2 * near, near * 3.0, 61, 4, 0.62)
    fine = fractal(u * 9, near * 7.5, 63, 3, 0.6)
    source = np.clip(
        quay - 2 - depth[:, None] * 0.98 + (1.3 * ripple + 0.8 * fine) * c.unit * (0.4 + 4.6 * share), 0, quay - 2
    )
    side = np.clip(c.x[: len(depth)] + (ripple + fine) * c.unit * (0.25 + 0.8 * share), 0, c.width - 1).astype(int)
    low = np.floor(source).astype(int)
    part = (source - low)[..., None]
    mirrored = c.light[low, side] * (1 - part) + c.light[low + 1, side] * part
    tall = _smeared(mirrored, int(1.6 * c.unit))
    water = (0.55 * mirrored + 0.45 * tall) * (0.66 - 0.30 * share)[..., None] + linear("#0a0c26") * 0.6
    c.light[quay:] = water
    stone = np.exp(-(((c.y / c.height - QUAY) / 0.0035) ** 2))
    c.paint(np.clip(stone * 1.2, 0, 1), "#0c0d24")
    _lamps(c, quay)


def _smeared(values, radius):
    sums = np.cumsum(np.pad(values, ((radius + 1, radius), (0, 0), (0, 0)), mode="edge"), axis=0)
    return (sums[2 * radius + 1 :] - sums[: -2 * radius - 1]) / (2 * radius + 1)


def _lamps(c, quay):
    """Lamps along the quay, each with a halo and a long light on the water."""
    for k in range(7):
        x = (7 + 14.6 * k + 2.5 * float(chance(k, 1, 8))) * c.unit
        y = quay - 4.6 * c.unit
        post = Cutout(c)
        post.stroke([(x, quay), (x, y + 0.5 * c.unit)], 0.28 * c.unit)
        c.paint(post.mask(), "#0c0d24")
        c.shine(
            0.75 * c.glow(x, y, 1.3 * c.unit)
            + 0.9 * np.exp(-(((c.x - x) ** 2 + (c.y - y) ** 2) / (0.5 * c.unit) ** 2)),
            "#ffc47a",
        )
        down = np.clip((c.y - quay) / c.unit, 0, None)
        wobble = 1.3 * noise(down * 0.55, np.full_like(down, k * 3.1), 70) * np.minimum(1, down / 6)
        wide = 0.38 + 0.030 * down
        broken = 0.35 + 0.65 * smoothstep(
            -0.25, 0.45, noise(down * 1.5 / (1 + 0.045 * down), np.full_like(down, k * 1.7), 74)
        )
        c.shine(
            (c.y > quay) * np.exp(-((((c.x - x) / c.unit - wobble) / wide) ** 2)) * np.exp(-down / 26) * broken * 0.85,
            "#ffb060",
        )


def _rain(c):
    """The last drops: thin, bright, few."""
    cutout = Cutout(c)
    for k in range(70):
        lots = [float(chance(k, n, 17)) for n in range(4)]
        x, y, long = lots[0] * c.width, lots[1] * c.height * 0.66, (1.6 + 3.4 * lots[2]) * c.unit
        cutout.stroke([(x, y), (x - 0.07 * long, y + long)], 0.12 * c.unit, 0.30 + 0.5 * lots[3])
    c.shine(cutout.mask() * 0.10, "#e8e0ff")
