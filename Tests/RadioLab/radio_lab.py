"""Plays every scenario against the gateway that was built, on a real kernel with accessories that nobody here wrote."""

import argparse
import asyncio
import contextlib
import logging
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The client that tells an answer from a broken connection is the robustness tests' too.
sys.path.append(str(HERE.parent / "Robustness"))

from lab import page, qualification
from lab.air import Air
from lab.guest import Guest, GuestError, new_folder
from lab.stage import Stage
from scenarios import ALL

# However long a scenario may take, in seconds, before it is taken to hang.
MOST_SECONDS = 120


@contextlib.asynccontextmanager
async def booted(lanyard: Path):
    """A stage on a guest of its own."""
    folder = new_folder()
    # What Bumble finds odd of what the lab does to it is of use only where a scenario does not hold.
    logging.basicConfig(filename=folder / "bumble.log", force=True)
    air, guest = Air(), Guest(folder)
    try:
        await air.open(guest.controller_socket)
        await guest.boot()
        stage = Stage(air, guest, lanyard)
        # A gateway that does not start at all fails the run here, and not one scenario after another.
        await stage.prepare()
        yield stage
    finally:
        await guest.shut_down()
        await air.close()


async def play(scenario, stage: Stage):
    """None when it holds, else what did not."""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await stage.prepare()
            await scenario.play(stage)
    except TimeoutError:
        return f"it did not end within {MOST_SECONDS} s"
    except (AssertionError, GuestError, OSError) as problem:
        return str(problem) or repr(problem)
    return None


def report(scenario, problem, stage: Stage, seconds: float):
    notes = f" ({'; '.join(stage.notes)})" if stage.notes else ""
    print(f"{'✔' if problem is None else '✘'} {scenario.title}{notes}, {seconds:.1f} s", flush=True)
    if problem is not None:
        print(f"  error: {problem}{stage.gateway.last_words() if stage.gateway else ''}", flush=True)


async def play_all(scenarios, lanyard: Path) -> dict:
    """What did not hold, by the scenario's title; None where all did. A guest that dies is replaced."""
    outcomes = {}
    waiting = list(scenarios)
    while waiting:
        async with booted(lanyard) as stage:
            while waiting:
                scenario, began = waiting.pop(0), time.monotonic()
                problem = await play(scenario, stage)
                outcomes[scenario.title] = problem
                report(scenario, problem, stage, time.monotonic() - began)
                if not await stage.clear(is_sound=problem is None):
                    break
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/RadioLab/run", description=__doc__)
    parser.add_argument("--lanyard", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--only", metavar="WORDS", help="only scenarios whose title or case has these words in it")
    parser.add_argument("--list", action="store_true", help="name the scenarios and end")
    parser.add_argument("--write-page", action="store_true", help="write the table into the page of BluetoothHost")
    options = parser.parse_args()
    chosen = [one for one in ALL if not options.only or any(options.only in words for words in (one.title, *one.cases))]
    if options.list:
        print("\n".join(one.title for one in chosen))
        return 0
    if gaps := qualification.gaps(ALL):
        print("\n".join(f"error: {gap}" for gap in gaps))
        return 1
    began = time.monotonic()
    try:
        outcomes = asyncio.run(play_all(chosen, options.lanyard.resolve()))
    except GuestError as problem:
        print(f"error: {problem}")
        return 1
    failed = [title for title, problem in outcomes.items() if problem is not None]
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} scenarios hold, {time.monotonic() - began:.0f} s")
    if len(chosen) == len(ALL):
        table = qualification.table(ALL, outcomes)
        if options.write_page:
            page.write(table)
        elif page.table() != table:
            print("error: the page of BluetoothHost has another table of qualification cases; see --write-page")
            return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
