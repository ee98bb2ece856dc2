"""Play one seed again and print its trace: ``python -m tests.faults.simulated SEED``."""

import argparse
import sys

from tests.faults.planted import DEFECTS
from tests.faults.simulated.scenario import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.simulated", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--defect", choices=DEFECTS, help="plant this defect first")
    told = parser.parse_args()
    played = run(told.seed, told.defect, tracing=True)
    sys.stdout.write("\n".join([*played.trace, *(played.findings or ("nothing is wrong",)), ""]))
    return 1 if played.findings else 0


if __name__ == "__main__":
    sys.exit(main())
