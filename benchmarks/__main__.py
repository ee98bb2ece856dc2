"""`make bench`, or ``python -m benchmarks [NAME…] [--rounds N] [--quick]``."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from time import monotonic

from benchmarks import (
    calendar,
    commands,
    counter,
    delivery,
    inbox,
    latency,
    profile,
    report,
    timers,
)
from benchmarks.options import Options, Say
from benchmarks.report import Section
from shared.testing.servers.process import ServerError

BENCHMARKS: dict[str, Callable[[Options, Say], Coroutine[None, None, Section]]] = {
    "delivery": delivery.on_apache,
    "embedded": delivery.on_embedded,
    "latency": latency.on_both,
    "inbox": inbox.on_apache,
    "commands": commands.on_apache,
    "profile": profile.on_apache,
    "timers": timers.on_mongo,
    "calendar": calendar.on_one_core,
    "counter": counter.on_apache,
}


def main() -> int:
    """Run, print the tables, and write down what is no quick run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=3, help="of each peer; medians are told (3)")
    parser.add_argument(
        "--quick", action="store_true", help="small and once: shows that it works; keeps nothing"
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}"
        )
    # An end that was asked for takes the servers along, however it was asked.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = Options(1 if asked.quick else max(asked.rounds, 1), asked.quick)
    try:
        for name in asked.names or BENCHMARKS:
            _run(name, options)
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _run(name: str, options: Options) -> None:
    surroundings = {
        "machine": report.machine(),
        "versions": report.versions(),
        "rounds": options.rounds,
    }
    began = monotonic()

    def say(line: str) -> None:
        print(f"{monotonic() - began:6.1f} s  {name}: {line}", flush=True)

    say("servers start")
    section = asyncio.run(BENCHMARKS[name](options, say))
    print(f"\n{section.text()}\n", flush=True)
    if not options.quick:
        report.keep(name, section, surroundings)


if __name__ == "__main__":
    sys.exit(main())
