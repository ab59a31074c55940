"""A picture as light: float32, linear, so that glows and mists add up as they do in the air."""

import numpy as np
from PIL import Image


def linear(color):
    """'#rrggbb' as linear light, 0...1."""
    text = color.lstrip("#")
    srgb = np.array([int(text[i : i + 2], 16) for i in (0, 2, 4)], dtype=np.float64) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def encoded(light):
    """Linear light as sRGB, 0...1."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONE = np.linalg.inv(_TO_CONE)
_FROM_LAB = np.linalg.inv(_TO_LAB)


def gradient(stops, at):
    """Colours along `at`, mixed in Oklab (no grey valley between complements).

    `stops` is [(position, '#rrggbb'), ...], ascending; the answer has the shape of `at` plus one axis of three.
    """
    places = [place for place, _ in stops]
    labs = np.array([_TO_LAB @ np.cbrt(_TO_CONE @ linear(color)) for _, color in stops])
    mixed = np.stack([np.interp(at, places, labs[:, i]) for i in range(3)], axis=-1)
    cones = (mixed @ _FROM_LAB.T) ** 3
    return np.maximum(cones @ _FROM_CONE.T, 0)


def smoothstep(low, high, value):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def blurred(mask, sigma):
    """A Gaussian of `sigma` pixels as three box blurs; the border repeats."""
    if sigma <= 0.3:
        return mask
    radius = max(1, round((np.sqrt(4 * sigma * sigma + 1) - 1) / 2))
    for axis in (0, 1):
        for _ in range(3):
            mask = _box(mask, radius, axis)
    return mask


def _box(values, radius, axis):
    pads = [(0, 0)] * values.ndim
    pads[axis] = (radius + 1, radius)
    sums = np.cumsum(np.pad(values.astype(np.float64), pads, mode="edge"), axis=axis)
    width = 2 * radius + 1
    upper = np.take(sums, np.arange(width, sums.shape[axis]), axis=axis)
    lower = np.take(sums, np.arange(0, sums.shape[axis] - width), axis=axis)
    return (upper - lower) / width


class Canvas:
    """`width` × `height` pixels; `unit` is a hundredth of the width, so that a drawing fits every size."""

    def __init__(self, width, height, stops=((0, "#000000"),)):
        self.width, self.height = width, height
        self.unit = width / 100
        self.y, self.x = np.mgrid[0:height, 0:width].astype(np.float64) + 0.5
        down = (np.arange(height) + 0.5) / height
        self.light = np.repeat(gradient(stops, down)[:, None, :], width, axis=1)

    def paint(self, mask, color):
        """Covers what is there by `color` (a text or an array of light) where `mask` is 1."""
        color = linear(color) if isinstance(color, str) else color
        mask = mask[..., None]
        self.light = self.light * (1 - mask) + color * mask

    def shine(self, mask, color):
        """Adds light."""
        color = linear(color) if isinstance(color, str) else color
        self.light = self.light + color * mask[..., None]

    def shade(self, mask):
        """Takes the share `mask` of the light away."""
        self.light = self.light * (1 - mask[..., None])

    def below(self, edge):
        """1 below a line that has height `edge` (pixels from the top) in each column; its edge is half covered."""
        return np.clip(self.y - edge[None, :] + 0.5, 0, 1)

    def disc(self, x, y, radius):
        return np.clip(radius - np.hypot(self.x - x, self.y - y) + 0.5, 0, 1)

    def glow(self, x, y, radius, stretch=1.0):
        """1 in the middle, a third at `radius`, and a long tail."""
        distance = np.hypot((self.x - x) / stretch, self.y - y) / radius
        return 1 / (1 + 2 * distance * distance) ** 1.5

    def image(self):
        return Image.fromarray(_dithered(encoded(self.light)), "RGB")


_BAYER = np.array([[0]])
for _ in range(3):
    _BAYER = np.block([[4 * _BAYER, 4 * _BAYER + 2], [4 * _BAYER + 3, 4 * _BAYER + 1]])


def _dithered(srgb):
    """Eight bits without bands: ordered, half a step at most, because a regular pattern still compresses."""
    height, width = srgb.shape[:2]
    pattern = np.tile((_BAYER + 0.5) / 64, (height // 8 + 1, width // 8 + 1))[:height, :width]
    return np.clip(np.floor(srgb * 255 + pattern[..., None]), 0, 255).astype(np.uint8)


def opened(picture):
    """A picture as light."""
    srgb = np.asarray(picture.convert("RGB"), dtype=np.float64) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
