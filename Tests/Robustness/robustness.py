#!/usr/bin/env python3
"""Runs the robustness tests and says by name what held, what did not, and what this machine could not try."""

import argparse
import os
import random
import resource
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# The gateway as a process of its own, with content published by the team's program, is the benchmarks' too.
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Benchmarks"))

from disk import full_disk
from kills import kill_storm
from skipped import Skipped
from slow import slow_clients


def main():
    parser = argparse.ArgumentParser(prog="Tests/Robustness/run", description=__doc__)
    parser.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--only", choices=["kills", "disk", "slow"])
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    failed = False
    for name, test in [("kills", kill_storm), ("disk", full_disk), ("slow", slow_clients)]:
        if options.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory(prefix=f"lanyard-{name}-", dir="/var/tmp") as folder:
            try:
                print(f"{name}: {test(options, folder)}", flush=True)
            except Skipped as why:
                print(f"{name}: SKIPPED, {why}", flush=True)
            except (AssertionError, RuntimeError, OSError) as problem:
                print(f"{name}: FAILED (seed {options.seed}), {problem!r}", flush=True)
                failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
