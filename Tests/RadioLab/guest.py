"""Runs one command on a real kernel with a virtual Bluetooth controller, with accessories nearby.

    Tests/RadioLab/guest [--near KIND[:METHOD]]… [--seconds N] COMMAND…

The command runs as root with this machine's own files (what it writes is gone afterwards), in the folder it was started in. LAB
in its environment names a folder that both machines see; what an accessory shows is appended to the file `shown` there. Exits as
the command does; 77 when the lab cannot run here.
"""

import argparse
import asyncio
import contextlib
import os
import shlex
import sys

from lab.air import Air
from lab.band import Band
from lab.guest import Guest, GuestError, new_folder
from lab.pairing import Method
from lab.scale import BroadcastScale, Scale

KINDS = {
    "band": (Band, "Lumen Band", Method.SHOWS_PASSKEY),
    "scale": (Scale, "Terra Scale", Method.JUST_WORKS),
    "broadcast-scale": (BroadcastScale, "MIBFS", Method.JUST_WORKS),
}
METHODS = {method.name.lower().replace("_", "-"): method for method in Method}


def accessory(words: str, number: int, air: Air):
    kind, _, method = words.partition(":")
    if kind not in KINDS or method not in ("", *METHODS):
        raise argparse.ArgumentTypeError(f"{words}: a kind of {', '.join(KINDS)}, and a method of {', '.join(METHODS)}")
    make, name, usual = KINDS[kind]
    return make(air, name, f"E8:77:4E:9D:0A:{0xC1 + number:02X}", METHODS.get(method, usual))


async def live(thing, folder):
    """What happens around an accessory while the command runs: somebody wears it, steps on it, and reads its display aloud."""
    async def read_aloud():
        while True:
            line = f"{thing.name} shows {await thing.holder.shown.get():06}"
            print(line, file=sys.stderr)
            with open(folder / "shown", "a") as shown:
                print(line, file=shown, flush=True)

    async def be_used():
        while True:
            await asyncio.sleep(1)
            match thing:
                case Band() if thing.connection is not None:
                    await thing.beat(74)
                    await thing.walk(2)
                case Scale() if thing.connection is not None:
                    await thing.step_on(72_450)
                case BroadcastScale():
                    await thing.step_on(72_450, 503)

    await thing.appear()
    await asyncio.gather(read_aloud(), be_used())


async def run(options) -> int:
    folder = new_folder()
    air, guest = Air(), Guest(folder)
    lives = []
    try:
        await air.open(guest.controller_socket)
        await guest.boot()
        lives = [asyncio.ensure_future(live(accessory(words, number, air), folder))
                 for number, words in enumerate(options.near)]
        code, output = await guest.run(
            f"cd {shlex.quote(os.getcwd())} && export LAB={shlex.quote(str(folder))} && {shlex.join(options.command)}",
            options.seconds)
        sys.stdout.write(output)
        return code
    except GuestError as problem:
        print(f"radio lab: {problem}", file=sys.stderr)
        return 70
    finally:
        for one in lives:
            one.cancel()
            # How its life ended matters only when it was not ended here.
            with contextlib.suppress(asyncio.CancelledError):
                await one
        await guest.shut_down()
        await air.close()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="Tests/RadioLab/guest", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--near", action="append", default=[], metavar="KIND[:METHOD]",
                        help=f"an accessory: {', '.join(KINDS)}; pairing by {', '.join(METHODS)}")
    parser.add_argument("--seconds", type=float, default=120, help="how long the command may take (120)")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if not options.command:
        parser.error("which command?")
    return asyncio.run(run(options))


if __name__ == "__main__":
    sys.exit(main())
