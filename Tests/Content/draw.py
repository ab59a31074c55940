#!/usr/bin/env python3
"""Draws every picture of Catalog/: Tests/Content/draw.py [--out FOLDER] [THEME ...]

The same script draws the same pictures: all chance is hashed from place and seed. Only the compressors' bytes may
differ with Pillow's version, so the pictures are kept in the repository. Needs Pillow and numpy; all of it takes a few
minutes.
"""

import argparse
import importlib
import json
import pathlib
import sys

from PIL import Image, ImageDraw, ImageOps

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from studio import faces, icons, screens  # noqa: E402

PHONE, PREVIEW = (1080, 2340), (540, 1170)
WALLPAPERS = {
    "ridge-dusk": "ridge_dusk",
    "aurora": "aurora",
    "paper-tide": "paper_tide",
    "quiet-dunes": "quiet_dunes",
    "drift": "drift",
    "herbarium": "herbarium",
    "contour": "contour",
    "after-rain": "after_rain",
}
FACES = {"lumen-dial": "lumen_dial"}


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=root / "Catalog")
    parser.add_argument(
        "--sheet", action="store_true", help="also draw Tests/Content/catalog.jpg, all previews on one page"
    )
    parser.add_argument("theme", nargs="*", help="as its folder is named; all, if none is given")
    asked = parser.parse_args()
    known = WALLPAPERS | FACES
    for name in asked.theme or known:
        if name not in known:
            parser.error(f"there is no theme {name}: {' '.join(known)}")
        theme = importlib.import_module(f"themes.{known[name]}")
        folder = asked.out / name
        (phone if name in WALLPAPERS else faces.save)(theme, folder)
        print(name, sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")
    if asked.sheet:
        sheet(asked.out).save(pathlib.Path(__file__).parent / "catalog.jpg", quality=88, optimize=True)


def phone(theme, folder):
    """A wallpaper, the icons, and the two screens on which they are seen."""
    (folder / "previews").mkdir(parents=True, exist_ok=True)
    (folder / "icons").mkdir(exist_ok=True)
    wallpaper = theme.wallpaper(*PHONE)
    wallpaper.save(folder / "wallpaper.webp", quality=90, method=6)
    for name in icons.NAMES:
        icons.icon(name, 192, theme.ICONS).quantize(128).save(folder / "icons" / f"{name}.png", optimize=True)
    for name, screen in (("lock", screens.lock_screen), ("home", screens.home_screen)):
        picture = screen(wallpaper, theme, *PREVIEW)
        picture.save(folder / "previews" / f"{name}.jpg", quality=88, subsampling=0, optimize=True)


def sheet(catalog):
    """Every theme's first preview, in one row; the band in the middle."""
    names = [*WALLPAPERS][:4] + [*FACES] + [*WALLPAPERS][4:]
    wide, tall, gap, columns = 192, 416, 14, 9
    rows = -(-len(names) // columns)
    page = Image.new("RGB", (columns * (wide + gap) + gap, rows * (tall + gap) + gap), "#f6f2ea")
    for place, name in enumerate(names):
        first = json.loads((catalog / name / "theme.json").read_text())["previews"][0]
        picture = Image.open(catalog / name / first).convert("RGB")
        fitted = ImageOps.fit(picture, (wide, tall), Image.LANCZOS)
        mask = Image.new("L", (wide * 4, tall * 4), 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, wide * 4 - 1, tall * 4 - 1), 84, fill=255)
        corner = (gap + place % columns * (wide + gap), gap + place // columns * (tall + gap))
        page.paste(fitted, corner, mask.resize((wide, tall), Image.LANCZOS))
    return page


if __name__ == "__main__":
    main()
