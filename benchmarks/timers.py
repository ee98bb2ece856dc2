"""Timers that fall due at a steady rate, before many that do not: lateness, memory, CPU.

TIMERS_ROWS (rows that wait, ``1000000,10000000``) and TIMERS_SECONDS (60) make a smaller try.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from benchmarks.child import peer
from benchmarks.ground import cpu_seconds
from benchmarks.options import Options, Say, percentile
from benchmarks.peers.timekeeper import KINDS, KeeperTask
from benchmarks.report import Goal, Section, rounded
from deploy.sandbox.tokens import OFFICE
from shared.storage.mongo import ensure_indexes
from shared.testing.servers.mongo import Mongo
from shared.testing.stores import opened
from shared.testing.waiting import until

RATE = 2000
REPLICAS = (1, 2)
_CHUNK = 20_000
_LEAD_SECONDS = 6.0
_LOADED_A_SECOND = 10_000
_PATIENCE_SECONDS = 300.0
_SETTLING_SECONDS = 10
_MIB = 2**20

Level = dict[str, float]


async def on_mongo(options: Options, say: Say) -> Section:
    """Let 2,000 a second fall due, with one and two replicas, before 1 M and 10 M that wait."""
    rows = [int(n) for n in os.environ.get("TIMERS_ROWS", "1000000,10000000").split(",")]
    seconds = int(os.environ.get("TIMERS_SECONDS", "60"))
    if options.quick:
        rows, seconds = [20_000], 3
    found: dict[tuple[int, int], Level] = {}
    with tempfile.TemporaryDirectory(prefix="jiedao-bench-") as home, Mongo(Path(home)) as mongo:
        for waiting in rows:
            database = f"bench_timers_{waiting}"
            await _seed(mongo, database, waiting, say)
            for replicas in REPLICAS:
                level = await _level(mongo, database, replicas, seconds)
                found[waiting, replicas] = level
                said = ", ".join(f"{name} {rounded(value)}" for name, value in level.items())
                say(f"{waiting:,} wait, {replicas} replicas: {said}")
            with MongoClient[dict[str, Any]](mongo.url) as client:
                client.drop_database(database)
    return _section(found, seconds)


async def _seed(mongo: Mongo, database: str, waiting: int, say: Say) -> None:
    far = datetime.now(UTC) + timedelta(days=30)
    async with opened(mongo.url, database) as store:
        await ensure_indexes(store, {})
    _insert(mongo, database, (_row(f"w{n}", far + timedelta(seconds=n)) for n in range(waiting)))
    say(f"{waiting:,} rows wait")


def _insert(mongo: Mongo, database: str, rows: Iterator[dict[str, Any]]) -> None:
    with MongoClient[dict[str, Any]](mongo.url) as client:
        timers = client[database].get_collection("timers", write_concern=WriteConcern(1, j=False))
        while chunk := [row for _, row in zip(range(_CHUNK), rows, strict=False)]:
            timers.insert_many(chunk, ordered=False)


def _row(subject: str, due_at: datetime) -> dict[str, Any]:
    kind = KINDS[len(subject) % len(KINDS)]
    return {
        "_id": f"{kind}:{subject}",
        "version": 1,
        "hlc": 1,
        "kind": kind,
        "subject": subject,
        "due_at": due_at,
        "cause": "bench",
        "correlation": "bench",
        "orgunit": OFFICE,
    }


async def _level(mongo: Mongo, database: str, replicas: int, seconds: int) -> Level:
    count = RATE * seconds
    task = asdict(KeeperTask(mongo.url, database))
    async with AsyncExitStack() as stack:
        opening = (peer("timekeeper", task, {}, mongo.home) for _ in range(replicas))
        keepers = [await stack.enter_async_context(one) for one in opening]
        for keeper in keepers:
            await keeper.said()
        # Loaded and at rest before the first is due.
        start = datetime.now(UTC) + timedelta(seconds=_LEAD_SECONDS + count / _LOADED_A_SECOND)
        dues = (start + timedelta(seconds=n / RATE) for n in range(count))
        _insert(mongo, database, (_row(f"d{replicas}-{n}", due) for n, due in enumerate(dues)))
        before = {pid: cpu_seconds(pid) for pid in (mongo.pid or 0, *(k.pid for k in keepers))}
        end = start + timedelta(seconds=seconds)
        await until(lambda: _all_fired(mongo, database, end), _PATIENCE_SECONDS, every=0.5)
        spent = {pid: cpu_seconds(pid) - used for pid, used in before.items()}
        said = [await keeper.end() for keeper in keepers]
    workers = sum(used for pid, used in spent.items() if pid != mongo.pid)
    return _figures(said, count, workers, spent[mongo.pid or 0])


def _figures(said: list[dict[str, Any]], count: int, workers: float, mongod: float) -> Level:
    late = [delay for one in said for delay in one["late"]]
    if len(late) != count:
        raise AssertionError(f"{len(late)} firings of {count} timers")
    memory = max(said, key=lambda one: len(one["late"]))["memory"]
    settled = memory[min(len(memory) - 1, _SETTLING_SECONDS) :]
    return {
        "p50, ms": percentile(late, 0.5) * 1000,
        "p99, ms": percentile(late, 0.99) * 1000,
        "worst, ms": max(late) * 1000,
        "memory, MiB": max(memory) / _MIB,
        "growth, MiB": (settled[-1] - settled[0]) / _MIB,
        "CPU of workers, us a timer": workers / count * 1e6,
        "CPU of mongod, us a timer": mongod / count * 1e6,
    }


async def _all_fired(mongo: Mongo, database: str, end: datetime) -> bool:
    if datetime.now(UTC) < end:
        return False
    async with opened(mongo.url, database) as store:
        return not await store.count_due("timers", end, 1)


def _section(found: dict[tuple[int, int], Level], seconds: int) -> Section:
    heads = ["rows that wait", "replicas", *next(iter(found.values()))]
    rows = [
        [f"{waiting:,}", str(replicas), *(rounded(value) for value in level.values())]
        for (waiting, replicas), level in found.items()
    ]
    goals = [
        Goal(f"p99 lateness, {waiting:,} wait", found[waiting, 1]["p99, ms"], 1000, "ms", most=True)
        for waiting in dict.fromkeys(waiting for waiting, _ in found)
    ]
    fewest, most = min(found)[0], max(found)[0]
    if most > fewest:
        for figure in ("p50, ms", "CPU of workers, us a timer", "CPU of mongod, us a timer"):
            ratio = found[most, 1][figure] / found[fewest, 1][figure]
            what = f"{figure.partition(',')[0]}, {most:,} over {fewest:,} that wait"
            goals.append(Goal(what, ratio, 1.1, most=True))
    measured = {f"{waiting} wait, {n} replicas": level for (waiting, n), level in found.items()}
    title = f"Timers, {RATE:,} a second for {seconds} s"
    return Section(title, heads, rows, goals, measured)
