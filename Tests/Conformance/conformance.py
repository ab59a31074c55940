"""Runs the conformance tests against a gateway of their own and says by name what held and what did not."""

import argparse
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# The gateway as a process of its own is the benchmarks', its client the robustness tests'.
sys.path[:0] = [os.path.join(os.path.dirname(HERE), room) for room in ("Benchmarks", "Robustness")]

from people import with_gateway
from second_factor import second_factor
from strangers import strangers


def main():
    parser = argparse.ArgumentParser(prog="Tests/Conformance/run", description=__doc__)
    parser.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    tests = {"second-factor": second_factor, "strangers": strangers}
    parser.add_argument("--only", choices=tests)
    options = parser.parse_args()
    failed = False
    for name, test in tests.items():
        if options.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory(prefix=f"lanyard-{name}-", dir="/var/tmp") as folder:
            try:
                print(f"{name}: {with_gateway(options.binaries, folder, test)}", flush=True)
            except (AssertionError, RuntimeError, OSError) as problem:
                print(f"{name}: FAILED, {problem!r}", flush=True)
                failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
