"""`python -m tests.faults.chaos`: what `make chaos KILLS=10 EVENTS=2000 SEED=1` runs."""

import asyncio
import json
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from time import monotonic

from shared.testing.servers.process import ServerError
from tests.faults.chaos.checker import Verdict
from tests.faults.chaos.options import Options, UsageError, read_options
from tests.faults.chaos.run import run

_SHOWN = 20


def main() -> int:
    """Run once; exit code 0 only when nothing is lost, doubled, out of order or left."""
    logging.basicConfig(level=logging.CRITICAL)
    try:
        options = read_options(os.environ)
    except UsageError as fault:
        _tell(str(fault))
        return 2
    began = monotonic()
    home = Path(tempfile.mkdtemp(prefix="jiedao-chaos-"))
    try:
        verdict = asyncio.run(
            run(options, home, lambda line: _tell(f"{monotonic() - began:7.1f} s  {line}"))
        )
    except ServerError as fault:
        _tell(f"{fault} 数据在 / its data is in {home}")
        return 1
    except KeyboardInterrupt:
        return 130
    return _ended(options, verdict, home, monotonic() - began)


def _ended(options: Options, verdict: Verdict, home: Path, seconds: float) -> int:
    if verdict.clean:
        shutil.rmtree(home)
    else:
        for name, lines in verdict.findings.items():
            for line in lines[:_SHOWN]:
                _tell(f"{name}: {line}")
        _tell(f"数据与日志保留在 / data and logs are kept in {home}")
    figures = {"seed": options.seed, "kills": options.kills, "events": options.events}
    sys.stdout.write(
        json.dumps({**figures, **verdict.numbers(), "seconds": round(seconds, 1)}) + "\n"
    )
    return 0 if verdict.clean else 1


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
