"""`python -m deploy.docs [--check]`: write the published documents, or say which are stale."""

import argparse
import sys

from deploy.docs.files import stale, write


def main() -> int:
    """Return 0, or 1 when `--check` finds a stale file."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    if not parser.parse_args().check:
        for name in write():
            print(f"docs/{name}")
        return 0
    old = stale()
    for name in old:
        print(f"docs/{name} is stale: run `make docs`", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
