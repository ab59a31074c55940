"""Shapes by their distance, for what must be sharp when small: icons and numerals."""

import numpy as np


class Field:
    """A square of `size` pixels whose drawing space is 0...100 in both directions."""

    def __init__(self, size, height=None):
        rows = height or size
        y, x = np.mgrid[0:rows, 0:size].astype(np.float64) + 0.5
        self.scale = size / 100
        self.x, self.y = x / self.scale, y / self.scale

    def mask(self, distance):
        """1 inside (distance below zero), half at the edge."""
        return np.clip(0.5 - distance * self.scale, 0, 1)

    def circle(self, x, y, radius):
        return np.hypot(self.x - x, self.y - y) - radius

    def line(self, points, width):
        """A round-ended line through `points`."""
        best = np.full(self.x.shape, 1e9)
        for (x0, y0), (x1, y1) in zip(points[:-1], points[1:]):
            dx, dy = x1 - x0, y1 - y0
            t = np.clip(((self.x - x0) * dx + (self.y - y0) * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
            best = np.minimum(best, np.hypot(self.x - x0 - t * dx, self.y - y0 - t * dy))
        return best - width / 2

    def box(self, left, top, right, bottom, corner):
        qx = np.abs(self.x - (left + right) / 2) - (right - left) / 2 + corner
        qy = np.abs(self.y - (top + bottom) / 2) - (bottom - top) / 2 + corner
        return np.hypot(np.maximum(qx, 0), np.maximum(qy, 0)) + np.minimum(np.maximum(qx, qy), 0) - corner

    def squircle(self, margin):
        """A square with superelliptic corners; the distance is only right near the edge."""
        half = 50 - margin
        u, v = np.abs(self.x - 50) / half, np.abs(self.y - 50) / half
        norm = (u**4.6 + v**4.6) ** (1 / 4.6)
        return (norm - 1) * half

    def ring(self, x, y, radius, width, start=0.0, end=1.0):
        """An arc clockwise from twelve, `start` and `end` in turns, round ends."""
        turns = np.linspace(start, end, max(2, int(90 * (end - start)) + 1)) * 2 * np.pi
        return self.line([(x + radius * np.sin(t), y - radius * np.cos(t)) for t in turns], width)


def arc(x, y, rx, ry, start, end, count=18):
    """Points along an ellipse, clockwise from twelve, in turns."""
    turns = np.linspace(start, end, count) * 2 * np.pi
    return [(x + rx * np.sin(t), y - ry * np.cos(t)) for t in turns]
