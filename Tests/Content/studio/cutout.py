"""Masks of drawn shapes: polygons and strokes at three times the size, reduced."""

import numpy as np
from PIL import Image, ImageDraw

FINENESS = 3


class Cutout:
    """Draws in canvas pixels (fractions allowed) on a sheet that is 0; what is drawn is 1."""

    def __init__(self, canvas):
        self.width, self.height = canvas.width, canvas.height
        self.sheet = Image.new("L", (self.width * FINENESS, self.height * FINENESS), 0)
        self.pen = ImageDraw.Draw(self.sheet)

    def polygon(self, points, value=1.0):
        self.pen.polygon([(x * FINENESS, y * FINENESS) for x, y in points], fill=round(255 * value))

    def box(self, left, top, right, bottom, value=1.0):
        """Without the last pixel row and column of the fine sheet, so that boxes can meet."""
        f = FINENESS
        self.pen.rectangle((left * f, top * f, right * f - 1, bottom * f - 1), fill=round(255 * value))

    def disc(self, x, y, radius, value=1.0):
        f = FINENESS
        box = ((x - radius) * f, (y - radius) * f, (x + radius) * f, (y + radius) * f)
        self.pen.ellipse(box, fill=round(255 * value))

    def stroke(self, points, widths, value=1.0):
        """A ribbon through `points` with round ends; `widths` is one number, or one for each point."""
        f, fill = FINENESS, round(255 * value)
        points = np.asarray(points, float) * f
        half = np.maximum(np.broadcast_to(np.asarray(widths, float), (len(points),)) * f, 1.0) / 2
        along = np.gradient(points, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1), 1e-9)[:, None]
        across = np.stack([-along[:, 1], along[:, 0]], -1) * half[:, None]
        outline = np.concatenate([points + across, (points - across)[::-1]]) - 0.5
        self.pen.polygon([tuple(p) for p in outline], fill=fill)
        for (x, y), r in ((points[0] - 0.5, half[0]), (points[-1] - 0.5, half[-1])):
            if r > 1:
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def mask(self):
        small = self.sheet.reduce(FINENESS)
        return np.asarray(small, dtype=np.float64) / 255


def curve(points, count):
    """`count` points along a Bézier curve of any degree."""
    points = np.asarray(points, float)
    t = np.linspace(0, 1, count)[:, None, None]
    level = np.repeat(points[None, :, :], count, axis=0)
    while level.shape[1] > 1:
        level = level[:, :-1] * (1 - t) + level[:, 1:] * t
    return level[:, 0]


def spruce(cutout, x, foot, tall, chances):
    """One tree: tiers that widen downwards, each drooping to a point; `chances` are numbers in 0..<1."""
    tiers = 5 + int(chances[0] * 5)
    half = tall * (0.17 + 0.07 * chances[1])
    left, right = [], []
    for tier in range(tiers):
        share = (tier + 1) / tiers
        y = foot - tall * (1 - share**0.92)
        reach = half * share**0.85 * (0.86 + 0.28 * chances[(tier + 2) % len(chances)])
        lean = half * 0.16 * (chances[(tier + 5) % len(chances)] - 0.5)
        left += [(x - reach + lean, y), (x - reach * 0.42, y - tall * 0.018)]
        right += [(x + reach + lean, y + tall * 0.006), (x + reach * 0.42, y - tall * 0.014)]
    cutout.polygon([(x, foot - tall)] + right + [(x, foot + tall * 0.02)] + left[::-1])
