"""Run every benchmark, or those named: python -m bench [delivery flows intake pages].

Prints one JSON object a line; each benchmark is a process of its own, so that one's memory and
failures are not another's. Exits with 1 when one of them could not run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

BENCHES = ("pages", "intake", "flows", "delivery")


def main() -> int:
    """Run the benchmarks named on the command line, in order."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure how fast Donbay is.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    given = parser.parse_args().names
    unknown = sorted(set(given) - set(BENCHES))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    failed = 0
    for name in given or BENCHES:
        print(f"== {name}", file=sys.stderr, flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
        )
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
