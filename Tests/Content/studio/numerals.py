"""Our own numerals: one line of one width, built of circles and straights, in a box 60 wide and 100 tall."""

import numpy as np

from studio.distance import Field, arc

TALL, WIDE = 100, 60


def _strokes(digit):
    r = 27
    return {
        "0": [arc(30, 30, r, r, -0.25, 0.25) + arc(30, 70, r, r, 0.25, 0.75) + [(3, 30)]],
        "1": [[(15, 19), (33, 3), (33, 97)]],
        "2": [arc(30, 30, r, r, -0.25, 0.36) + [(5, 97), (57, 97)]],
        "3": [arc(29, 26.5, 23.5, 23.5, -0.20, 0.5) + [(24, 50)], arc(29, 73.5, 27, 23.5, 0.0, 0.70)],
        "4": [[(44, 97), (44, 3), (3, 70), (58, 70)]],
        "5": [[(53, 3), (13, 3), (8, 44)] + arc(29, 69, 28, 28, -0.10, 0.70, 26)],
        "6": [[(44, 3), (7, 57)], arc(30, 70, r, r, 0, 1, 40)],
        "7": [[(4, 3), (56, 3), (21, 97)]],
        "8": [arc(30, 26.5, 22.5, 23.5, 0, 1, 40), arc(30, 73.5, 27, 23.5, 0, 1, 40)],
        "9": [[(16, 97), (53, 43)], arc(30, 30, r, r, 0, 1, 40)],
        ":": [[(30, 36), (30, 36.2)], [(30, 72), (30, 72.2)]],
    }[digit]


def numeral(digit, height, weight):
    """The mask of one character, `height` pixels tall; `weight` is the line's width in hundredths of it."""
    margin = weight / 2 + 1
    scale = 100 / (TALL + 2 * margin)
    box = Field(round(height), round(height))
    distance = np.full(box.x.shape, 1e9)
    wide = {":": 22, "1": 38}.get(digit, WIDE)
    for points in _strokes(digit):
        middle = 24 if digit == "1" else 30
        shifted = [((x - middle + wide / 2 + margin) * scale, (y + margin) * scale) for x, y in points]
        distance = np.minimum(distance, box.line(shifted, weight * scale * (1.5 if digit == ":" else 1)))
    columns = round(height * (wide + 2 * margin) / (TALL + 2 * margin))
    return box.mask(distance)[:, :columns]


def text(characters, height, weight, gap=0.10):
    """Several numerals beside each other, as one mask."""
    parts = []
    for index, character in enumerate(characters):
        if index:
            parts.append(np.zeros((round(height), round(height * gap))))
        parts.append(numeral(character, height, weight))
    return np.concatenate(parts, axis=1)
