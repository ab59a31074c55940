"""Plays every scenario against the gateway that was built, on a real kernel with accessories that nobody here wrote."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The client that tells an answer from a broken connection is the robustness tests' too.
sys.path.append(str(HERE.parent / "Robustness"))

from lab.air import Air
from lab.guest import Guest, GuestError, new_folder
from lab.stage import Stage
from scenarios import ALL

# However long a scenario may take, in seconds, before it is taken to hang.
MOST_SECONDS = 120


async def play(scenario, stage: Stage):
    """Nil when it holds, else what did not."""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await stage.prepare()
            await scenario.play(stage)
    except TimeoutError:
        return f"it did not end within {MOST_SECONDS} s"
    except (AssertionError, GuestError, OSError) as problem:
        return str(problem) or repr(problem)
    return None


async def play_all(scenarios, lanyard: Path) -> dict:
    """What did not hold, by the scenario's title; nil where all did."""
    outcomes = {}
    air, guest = Air(), Guest(new_folder())
    stage = Stage(air, guest, lanyard)
    try:
        await air.open(guest.controller_socket)
        await guest.boot()
        for scenario in scenarios:
            began = time.monotonic()
            problem = await play(scenario, stage)
            outcomes[scenario.title] = problem
            notes = f" ({', '.join(stage.notes)})" if stage.notes else ""
            print(f"{'✓' if problem is None else '✘'} {scenario.title}{notes}, {time.monotonic() - began:.1f} s", flush=True)
            if problem is not None:
                print(f"    error: {problem}", flush=True)
                if stage.gateway is not None:
                    print(stage.gateway.last_words(), flush=True)
            await stage.clear(is_sound=problem is None)
    finally:
        await guest.shut_down()
        await air.close()
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/RadioLab/run", description=__doc__)
    parser.add_argument("--lanyard", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--only", metavar="WORDS", help="only scenarios whose title or case has these words in it")
    parser.add_argument("--list", action="store_true", help="name the scenarios and end")
    options = parser.parse_args()
    chosen = [one for one in ALL if not options.only or options.only in one.title or any(options.only in case for case in one.cases)]
    if options.list:
        for one in chosen:
            print(one.title)
        return 0
    began = time.monotonic()
    outcomes = asyncio.run(play_all(chosen, options.lanyard.resolve()))
    failed = [title for title, problem in outcomes.items() if problem is not None]
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} scenarios hold, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
