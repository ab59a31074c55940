"""Saves a watch face: its parts as the band's renderer takes them, and two previews."""

import numpy as np
from PIL import Image

from studio import band
from studio.canvas import encoded, linear
from studio.distance import Field
from studio.numerals import numeral

DIGITS = "0123456789"


def save(theme, folder):
    parts = folder / "faces"
    for place in (folder / "previews", parts):
        place.mkdir(parents=True, exist_ok=True)
    theme.background().image().save(parts / "background.png", optimize=True)
    clock, heart = theme.FACE["clock"], theme.FACE["heart"]
    for row, name in enumerate(("hour", "minute")):
        _numerals(parts / name, clock["height"], clock["weight"], clock["ink"][row])
    _numerals(parts / "small", heart["height"], 9, heart["ink"])
    _sun(parts / "sun.png")
    face = theme.shown(3)
    face.image().resize((540, 972), Image.LANCZOS).save(folder / "previews" / "face.png", optimize=True)
    worn = band.portrait(face, theme.TABLE, theme.STRAP, 810, 1080).image()
    worn.save(folder / "previews" / "band.jpg", quality=90, subsampling=0, optimize=True)


def _numerals(folder, height, weight, ink):
    folder.mkdir(exist_ok=True)
    for digit in DIGITS:
        _tinted(numeral(digit, height, weight), ink).save(folder / f"{digit}.png", optimize=True)


def _sun(path):
    field = Field(28)
    disc, rim = field.mask(field.circle(50, 50, 36)), field.mask(field.circle(50, 50, 46))
    light = linear("#0a0c1d") * (1 - disc[..., None]) + linear("#fff3cf") * disc[..., None]
    _rgba(light, rim).save(path, optimize=True)


def _tinted(mask, ink):
    return _rgba(np.broadcast_to(linear(ink), mask.shape + (3,)), mask)


def _rgba(light, alpha):
    values = np.concatenate([encoded(light), alpha[..., None]], axis=-1)
    return Image.fromarray(np.round(values * 255).astype(np.uint8), "RGBA")
