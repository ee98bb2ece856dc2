"""`python -m deploy.docs.tag VERSION`: keep today's event schemas as the contract of a release.

From then on `make check` refuses whatever would break a partner or a reader that holds to it. A
contract that was tagged is never replaced, and none is tagged that breaks the one before.
"""

import argparse
import re
import sys
from pathlib import Path

from deploy.docs.compatibility import breaks
from deploy.docs.contract import CONTRACTS, keep, newest, ordered, today


def main(arguments: list[str] | None = None, folder: Path = CONTRACTS) -> int:
    """Return 0 when the contract was kept, 1 when it was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.docs.tag",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("version", type=_version, help="of the release, such as 0.2.0")
    version = parser.parse_args(arguments).version
    refusals = _refusals(version, folder)
    for refusal in refusals:
        print(refusal, file=sys.stderr)
    if not refusals:
        print(f"docs/contracts/{keep(version, today(), folder).name}")
    return 1 if refusals else 0


def _refusals(version: str, folder: Path) -> list[str]:
    last = newest(folder)
    if last is None:
        return []
    if ordered(version) <= ordered(last[0]):
        return [f"{last[0]} is tagged already; the next contract needs a higher version"]
    return [str(broken) for broken in breaks(last[1], today())]


def _version(text: str) -> str:
    if re.fullmatch(r"\d+\.\d+\.\d+", text) is None:
        raise argparse.ArgumentTypeError("three numbers with dots, such as 0.2.0")
    return text


if __name__ == "__main__":
    sys.exit(main())
