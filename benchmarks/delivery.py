"""Throughput: the naive handler, the raw bound, and ours with one process and with two."""

import asyncio
import contextlib
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.child import Peer, peer
from benchmarks.ground import APACHE, EMBEDDED, Ground, cpu_seconds, ground
from benchmarks.load import PARTITIONS, fill
from benchmarks.options import Options, Say, middle
from benchmarks.outcome import announced, check
from benchmarks.peers.house import OUT
from benchmarks.report import Goal, Section, rounded
from shared.events.base import partner_topic

NAIVE, RAW = "(a) naive", "(b) raw bound"
ONE, TWO = "(c) ours, one process", "(c) ours, two processes"
_ROUND_SECONDS = 180.0


@dataclass(frozen=True)
class Contender:
    """A peer, with how many processes, over how many events a round."""

    name: str
    peer: str
    processes: int
    events: int


@dataclass(frozen=True)
class Round:
    """One round: events a second, and microseconds of CPU an event by process."""

    rate: float
    cpu: dict[str, float]
    parts: dict[str, float]


def contenders(*, embedded: bool, quick: bool) -> list[Contender]:
    """Return who runs; so many events that a round takes some seconds."""
    # The embedded broker keeps 5 MiB a partition.
    many = 20_000 if embedded else 32_000
    slow, fast = (60, 4000) if quick else (400, many)
    return [
        Contender(NAIVE, "naive", 1, slow),
        Contender(RAW, "raw", 1, fast),
        Contender(ONE, "ours", 1, fast),
        Contender(TWO, "ours", 2, fast),
    ]


async def run(ground: Ground, contender: Contender, *, profile: bool = False) -> Round:
    """Run one round on a topic and a database of its own.

    Raises:
        TimeoutError: it took minutes.
        AssertionError: something was lost, doubled, out of order or left over.
    """
    partner = f"bench-{uuid.uuid4().hex[:8]}"
    topic = partner_topic(partner)
    ground.topics({topic: PARTITIONS, OUT: PARTITIONS})
    fill(ground.bootstrap, topic, partner, contender.events)
    task = {
        "partner": partner,
        "database": partner,
        "mongo_url": ground.mongo_url,
        "bootstrap": ground.bootstrap,
        "count": contender.events,
        "profile": profile,
    }
    try:
        async with asyncio.timeout(_ROUND_SECONDS), _peers(ground, contender, task) as peers:
            return await _measured(ground, contender, peers, partner)
    finally:
        ground.drop(partner)


@asynccontextmanager
async def _peers(
    ground: Ground, contender: Contender, task: dict[str, Any]
) -> AsyncIterator[list[Peer]]:
    async with contextlib.AsyncExitStack() as stack:
        peers = [
            await stack.enter_async_context(
                peer(contender.peer, task, ground.environment, ground.home)
            )
            for _ in range(contender.processes)
        ]
        await asyncio.gather(*(one.said() for one in peers))
        yield peers


async def _measured(
    ground: Ground, contender: Contender, peers: Sequence[Peer], database: str
) -> Round:
    pids = {**ground.pids, **{f"peer {n}": one.pid for n, one in enumerate(peers, 1)}}
    count, ours = contender.events, contender.peer == "ours"
    async with announced(ground.bootstrap, OUT) as out:
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        for one in peers:
            await one.begin()
        ended = await out.reached(count) if ours else (await peers[0].said())["ended"]
        used = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
        last = await asyncio.gather(*(one.end() for one in peers))
        if ours:
            check(await out.all(), ground.mongo_url, database, count)
    began = min(said["began"] for said in last if said["began"] is not None)
    each = {name: spent / count * 1e6 for name, spent in used.items()}
    parts = sum((Counter(said.get("parts", {})) for said in last), Counter[str]())
    return Round(count / (ended - began), each, {n: s / count * 1e6 for n, s in parts.items()})


async def on_apache(options: Options, say: Say) -> Section:
    """Compare on Apache Kafka; the goals are set there."""
    with ground(APACHE) as here:
        rounds = await _all_rounds(here, options, say)
    return _section(APACHE, rounds, goals=True)


async def on_embedded(options: Options, say: Say) -> Section:
    """Compare on the embedded broker, for information."""
    with ground(EMBEDDED) as here:
        rounds = await _all_rounds(here, options, say)
    return _section(EMBEDDED, rounds, goals=False)


async def _all_rounds(here: Ground, options: Options, say: Say) -> dict[str, list[Round]]:
    fighters = contenders(embedded=here.broker == EMBEDDED, quick=options.quick)
    rounds: dict[str, list[Round]] = {one.name: [] for one in fighters}
    for number in range(options.rounds):
        for one in fighters:
            done = await run(here, one)
            rounds[one.name].append(done)
            say(f"round {number + 1} of {options.rounds}: {one.name} {done.rate:,.0f} events/s")
    return rounds


def _section(broker: str, rounds: dict[str, list[Round]], *, goals: bool) -> Section:
    rates = {name: middle([one.rate for one in all_]) for name, all_ in rounds.items()}
    rows = [
        [name, rounded(rates[name]), _span(rounds[name]), _costs(rounds[name])] for name in rates
    ]
    ratios = [
        Goal("(c) over (a), one process", rates[ONE] / rates[NAIVE], 150),
        Goal("(c) over (b), one process", rates[ONE] / rates[RAW], 0.4),
        Goal("(c) over (a), two processes", rates[TWO] / rates[NAIVE], 200),
        Goal("(c) over (b), two processes", rates[TWO] / rates[RAW], 0.5),
    ]
    if not goals:
        rows += [[goal.what, rounded(goal.value), "", ""] for goal in ratios]
    return Section(
        f"Delivery on {broker}",
        ["peer", "events/s (median)", "rounds", "CPU, us an event"],
        rows,
        ratios if goals else [],
        {name: [asdict(one) for one in all_] for name, all_ in rounds.items()},
    )


def _span(rounds: list[Round]) -> str:
    return ", ".join(rounded(one.rate) for one in rounds)


def _costs(rounds: list[Round]) -> str:
    names = rounds[0].cpu
    return ", ".join(f"{n} {rounded(middle([one.cpu[n] for one in rounds]))}" for n in names)
