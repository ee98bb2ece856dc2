"""A counter with a million applications: what its staff wait for, and lives a second.

COUNTER_CASES (1000000) makes a smaller try.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from benchmarks.child import peer
from benchmarks.counter_table import (
    EMPTY,
    FULL,
    LIVES,
    WAYS,
    Level,
    Way,
    said_of,
    section,
)
from benchmarks.ground import APACHE, Ground, cpu_seconds, ground
from benchmarks.intakes import INTAKE, Door, intakes, tokens
from benchmarks.options import Options, Say
from benchmarks.peers.staff import StaffTask
from benchmarks.report import Section
from benchmarks.street.fill import Place, fill
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE
from shared.identity.issuer import Issuer

USERS = 50
_CACHE_GB = 4
_LIMIT_SECONDS = 180.0
BODIES: Mapping[str, Any] = {
    "instant": {
        "item_code": "residence-proof",
        "papers": [{"code": "id-card"}, {"code": "tenancy-contract"}],
        "point": "hub",
    },
    "staffed": {
        "item_code": "veterans-priority-card",
        "papers": [{"code": "id-card"}, {"code": "discharge-certificate"}, {"code": "photo"}],
        "point": "hub",
    },
}


async def on_apache(options: Options, say: Say) -> Section:
    """Fill one database, then let staff work at it and at an empty one, in turn."""
    count = int(os.environ.get("COUNTER_CASES", "2000" if options.quick else "1000000"))
    found: defaultdict[tuple[str, Way], list[Level]] = defaultdict(list)
    with ground(APACHE, _CACHE_GB) as here:
        databases = {EMPTY: "bench_counter_empty", FULL: "bench_counter_full"}
        secrets, _ = make_secrets(here.home, OFFICE)
        keys = [secrets.of(INTAKE, name).read_text("utf-8") for name in ("master.key", "index.key")]
        present = datetime.now(UTC).replace(microsecond=0)
        await fill(Place(here.mongo_url, databases[FULL], present, *keys), count, say)
        async with intakes(here, databases) as (doors, issuer):
            for number in range(options.rounds):
                for name, way in _turns():
                    level = await measured(here, doors[name], issuer, way, options)
                    found[name, way].append(level)
                    round_ = f"round {number + 1} of {options.rounds}"
                    say(f"{round_}: {name}, {way.said}: {said_of(level)}")
    return section(count, found)


def _turns() -> list[tuple[str, Way]]:
    lives = [(name, way) for way in LIVES for name in (EMPTY, FULL)]
    return [*lives, *((FULL, way) for way in WAYS)]


async def measured(here: Ground, door: Door, issuer: Issuer, way: Way, options: Options) -> Level:
    """Let 50 users work at one intake for a while.

    Raises:
        AssertionError: a request failed otherwise than by a rule.
    """
    seconds, warming = (3.0, 1.0) if options.quick else (20.0, 4.0)
    task = StaffTask(
        door.url, tokens(issuer, USERS), way.session, BODIES, seconds, warming, way.pause, way.rate
    )
    pids = {"intake": door.pid, **here.pids}
    async with (
        asyncio.timeout(_LIMIT_SECONDS),
        peer("staff", asdict(task), {}, here.home) as callers,
    ):
        await callers.said()
        before = {name: cpu_seconds(pid) for name, pid in (*pids.items(), ("users", callers.pid))}
        await callers.begin()
        said = await callers.said()
        pids["users"] = callers.pid
        spent = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
        await callers.end()
    if said["failed"] or not said["total"]:
        raise AssertionError(f"{way.said}: {len(said['failed'])} failed: {said['failed'][:3]}")
    cpu = {name: used / said["total"] * 1e6 for name, used in spent.items()}
    answered = sum(map(len, said["delays"].values()))
    return Level(said["delays"], said["sessions"] / seconds, answered / seconds, cpu)
