#!/usr/bin/env python3
"""Makes the images of Firmware/: Tests/Content/firmware.py [--out FOLDER]

They are samples: a header that says so, then bytes that no compressor shrinks, as an encrypted image's would be.
Nothing runs them. Each is a function of its product and version alone.
"""

import argparse
import hashlib
import json
import pathlib

LENGTHS = {"phone": 768 << 10, "band": 192 << 10, "scale": 64 << 10}


def image(product, version, length):
    name = f"{product} {version}"
    header = f"Lanyard sample image: {name}. No device runs it.\n".encode().ljust(128, b"\0")
    count = -(-(length - len(header)) // 32)
    body = b"".join(hashlib.sha256(f"{name} {block}".encode()).digest() for block in range(count))
    return (header + body)[:length]


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=root / "Firmware")
    for source in sorted(parser.parse_args().out.glob("*/*/release.json")):
        release = json.loads(source.read_text())
        made = image(release["product"], release["version"], LENGTHS[release["kind"]])
        (source.parent / release["image"]).write_bytes(made)
        print(source.parent, len(made), "bytes")


if __name__ == "__main__":
    main()
