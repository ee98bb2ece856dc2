"""Commands over HTTP: ours against one transaction a command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient

from benchmarks.child import peer
from benchmarks.ground import APACHE, Ground, cpu_seconds, ground
from benchmarks.options import Options, Say, middle, percentile
from benchmarks.peers.clients import ClientsTask
from benchmarks.peers.desk import DeskTask
from benchmarks.report import Goal, Section, rounded
from benchmarks.town import town
from deploy.sandbox.environment import database_of
from deploy.sandbox.tokens import OFFICE
from services.grid.adapters.mongo import INCIDENTS
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from services.grid.domain.states import State
from shared.identity.roles import Role
from shared.testing.servers.process import LOCALHOST, free_port

OURS, PEER = "ours", "one transaction a command"
CLIENTS = (1, 16, 64, 256)
JUDGED = 64
_INCIDENTS = 20_000
_PREFIX = "inc"
_WARMING_SECONDS = 1.0
_LIMIT_SECONDS = 120.0
_PEER_DATABASE = "bench_desk"
_SERVER = "CPU of server, us a command"

Level = dict[str, float]


async def on_apache(options: Options, say: Say) -> Section:
    """Dispatch incidents through both, alternating; the same token check, two processes."""
    found: dict[tuple[str, int], list[Level]] = {}
    with ground(APACHE) as here:
        async with _both(here) as (doors, token):
            for number in range(options.rounds):
                for clients in CLIENTS:
                    for name in (PEER, OURS):
                        level = await _level(here, doors[name], token, clients, options)
                        found.setdefault((name, clients), []).append(level)
                        said = f"{level['rate']:,.0f}/s, p99 {level['p99']:.0f} ms"
                        round_ = f"round {number + 1} of {options.rounds}"
                        say(f"{round_}: {name}, {clients} clients: {said}")
    medians = {
        key: {name: middle([one[name] for one in all_]) for name in all_[0]}
        for key, all_ in found.items()
    }
    return _section(medians, found)


@dataclass(frozen=True)
class Door:
    """Where a server listens, and its process."""

    url: str
    pid: int


@asynccontextmanager
async def _both(here: Ground) -> AsyncIterator[tuple[dict[str, Door], str]]:
    port = free_port()
    async with town(here, ["grid"]) as services:
        seed(here, database_of("grid"), _PEER_DATABASE)
        task = DeskTask(here.mongo_url, _PEER_DATABASE, port, str(services.jwks))
        async with peer("desk", asdict(task), {}, here.home) as desk:
            await desk.said()
            theirs = Door(f"http://{LOCALHOST}:{port}", desk.pid)
            ours = Door(services.urls["grid"], services.pids["grid"])
            yield {PEER: theirs, OURS: ours}, services.token(Role.SHIFT_LEADER)
            await desk.end()


async def _level(here: Ground, door: Door, token: str, clients: int, options: Options) -> Level:
    seconds = 1.5 if options.quick else 5.0
    pids = {"server": door.pid, **here.pids}
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    delays, total = await called(here, door.url, token, clients, seconds)
    spent = {name: (cpu_seconds(pid) - before[name]) / total * 1e6 for name, pid in pids.items()}
    return {
        "rate": len(delays) / seconds,
        "p50": percentile(delays, 0.5) * 1000,
        "p99": percentile(delays, 0.99) * 1000,
        **{f"CPU of {name}, us a command": used for name, used in spent.items()},
    }


async def called(
    here: Ground, url: str, token: str, clients: int, seconds: float
) -> tuple[list[float], int]:
    """Return the delays (seconds) of commands, and how many there were with the warming up.

    Raises:
        AssertionError: a command failed.
    """
    task = ClientsTask(url, token, _PREFIX, _INCIDENTS, clients, seconds, _WARMING_SECONDS)
    async with (
        asyncio.timeout(_LIMIT_SECONDS),
        peer("clients", asdict(task), {}, here.home) as callers,
    ):
        await callers.said()
        await callers.begin()
        said = await callers.said()
        await callers.end()
    delays: list[float] = said["delays"]
    if said["failed"] or not delays:
        raise AssertionError(f"{url}: {len(said['failed'])} failed, {len(delays)} answered")
    return delays, said["total"]


def _section(medians: dict[tuple[str, int], Level], found: dict[Any, list[Level]]) -> Section:
    rows = []
    for clients in CLIENTS:
        ours, other = medians[OURS, clients], medians[PEER, clients]
        cells = [f"{rounded(m['p50'])} / {rounded(m['p99'])}" for m in (other, ours)]
        rates = [rounded(other["rate"]), rounded(ours["rate"])]
        gain = rounded(ours["rate"] / other["rate"])
        cost = rounded(other[_SERVER]), rounded(ours[_SERVER])
        rows.append([str(clients), rates[0], cells[0], rates[1], cells[1], f"{gain} x", *cost])
    ours, other = medians[OURS, JUDGED], medians[PEER, JUDGED]
    goals = [
        Goal(f"writes/s over the peer's, {JUDGED} clients", ours["rate"] / other["rate"], 4),
        Goal(f"p99 over the peer's, {JUDGED} clients", ours["p99"] / other["p99"], 0.33, most=True),
    ]
    heads = ["clients", "peer, /s", "p50 / p99, ms", "ours, /s", "p50 / p99, ms", "gain"]
    heads += ["CPU of the peer, us a command", "of ours"]
    measured = {f"{name}, {clients} clients": all_ for (name, clients), all_ in found.items()}
    return Section("Commands over HTTP", heads, rows, goals, measured)


def seed(here: Ground, *databases: str) -> None:
    """Write the incidents that are dispatched, as the service stores them, into the databases."""
    now = datetime.now(UTC)
    incidents = [
        Incident(
            id=f"{_PREFIX}-{number}",
            version=1,
            number=f"2609{number:08}",
            orgunit=OFFICE,
            channel=Channel.HOTLINE,
            category="street-rubbish",
            category_name="暴露垃圾",
            text="小区东门外垃圾两天没有清运。",
            reported_at=now,
            state=State.DISPATCHED,
            worker="stf_g0101",
            sign_by=now,
        )
        for number in range(_INCIDENTS)
    ]
    documents = [{**INCIDENTS.encode(one), "hlc": 1, "trail": []} for one in incidents]
    with MongoClient[dict[str, Any]](here.mongo_url) as client:
        for database in databases:
            client[database]["incidents"].insert_many(documents)
