"""`python -m benchmarks.growth`: what a few pages cost at size L against size M, the two measured in turn.

The databases of both sizes must have been filled by `make bench SIZE=M` and `make bench SIZE=L`.
"""

import argparse
import os
import subprocess
import sys

from tools.steps import PYTHON, ROOT

PROFILES = ("list, page 1", "list, last page", "search, name", "customer page", "within 5 km")
BAR = 1.3
ROUNDS = 2
PACE_COLUMN = 9  # of the rows of benchmarks.run, counted from the bar on the left


def main() -> int:
    """Print M, L and their ratio for each profile; 1 when one grows by more than its bar."""
    parser = argparse.ArgumentParser(description="Measure how pages grow with the number of customers.")
    parser.add_argument("--only", nargs="*", default=PROFILES, help="profiles whose name contains one of these")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    print(f"| {'work':36} |  M ms |  L ms | L : M | at pace |  bar |")
    print(f"|{'-' * 38}|------:|------:|------:|--------:|-----:|", flush=True)
    worst = 0.0
    for name in asked.only:
        medium, large = in_turn(name, asked.rounds)
        for work in medium:
            (before, pace), (after, other_pace) = medium[work], large[work]
            ratio, paced = after / before, (after / other_pace) / (before / pace)
            worst = max(worst, min(ratio, paced))
            print(f"| {work:36} | {before:5.1f} | {after:5.1f} | {ratio:5.2f} | {paced:7.2f} | {BAR:4} |", flush=True)
    return int(worst > BAR)


def in_turn(name: str, rounds: int) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]:
    """The quickest p50 of each matching profile at both sizes, with the time of stock rendering beside it."""
    best: dict[str, dict[str, tuple[float, float]]] = {"M": {}, "L": {}}
    for _round in range(rounds):
        for size, found in best.items():
            for work, result in measured(name, size).items():
                found[work] = min(result, found.get(work, result))
    return best["M"], best["L"]


def measured(name: str, size: str) -> dict[str, tuple[float, float]]:
    """One run of the profiles whose name contains this: milliseconds, and those of stock rendering."""
    command = [PYTHON, "-m", "benchmarks.run", "--size", size, "--only", name]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    rows = [[cell.strip() for cell in line.split("|")] for line in ended.stdout.splitlines() if line.startswith("| ")]
    found = {row[1]: (float(row[2]), float(row[PACE_COLUMN])) for row in rows[1:] if row[PACE_COLUMN]}
    if not found:
        raise SystemExit(f"Nothing was measured at size {size}: {ended.stderr[-1000:]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
