"""A replica of a service that has nothing but timers, as `shared.service.Engine` runs them."""

import asyncio
import resource
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from benchmarks.peers.talk import say, told
from shared.clock import SystemClock
from shared.observability.metrics import Metrics
from shared.service.garbage import collect, spare_batches
from shared.service.tasks import cancelled
from shared.storage.group_commit import Commands
from shared.storage.kinds import Kind
from shared.storage.mongo import MongoStore, connect
from shared.storage.ports import Cause
from shared.storage.unit import Unit
from shared.storage.unit_of_work import UnitOfWork
from shared.storage.work import Stage
from shared.timers import Timers

KINDS = ("deadline", "sign-overdue")
_PAGE = resource.getpagesize()


@dataclass(frozen=True)
class KeeperTask:
    """Fire the timers of one database."""

    mongo_url: str
    database: str


@dataclass(frozen=True)
class Matter:
    """What a timer is about: its use case saves that it was seen."""

    id: str
    version: int
    alerts: int = 0


MATTERS = Kind("matters", Matter, announced=False)


class KeeperWork(Stage):
    """What the use case is given."""

    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.matters = self.repository(MATTERS)


class Delays(Metrics):
    """Keeps every lateness, in seconds, in the order of the firings."""

    def __init__(self) -> None:
        super().__init__("grid")
        self.late: list[float] = []

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Put a value into its histogram."""
        if name == "timer_lateness_seconds":
            self.late.append(round(value, 4))
        super().observe(name, value, **labels)


async def alert(subject: str, work: KeeperWork) -> None:
    """Read the matter and save it, as a use case of deadlines does."""
    matter = await work.matters.find(subject) or Matter(subject, 0)
    work.matters.save(Matter(matter.id, matter.version, matter.alerts + 1))


async def timekeeper(task: KeeperTask) -> None:
    """Fire until the input ends; say memory (bytes) each second, and every lateness at last."""
    client, metrics, clock = connect(task.mongo_url), Delays(), SystemClock()
    store = MongoStore(client, task.database)
    commands = Commands(UnitOfWork("grid", store, KeeperWork, clock, metrics))
    timers = Timers(store, commands, dict.fromkeys(KINDS, alert), clock, metrics)
    memory: list[int] = []
    loops: list[Callable[[], Awaitable[None]]] = [
        commands.serve,
        timers.serve,
        collect,
        lambda: _watch(memory),
    ]
    tasks = [asyncio.ensure_future(loop()) for loop in loops]
    spare_batches()
    say(state="ready")
    await told()
    leads = timers.leads
    await cancelled(tasks)
    client.close()
    say(late=metrics.late, memory=memory, leads=leads)


async def _watch(memory: list[int]) -> None:
    while True:
        memory.append(_resident())
        await asyncio.sleep(1)


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - asked each second
        return int(statm.read().split()[1]) * _PAGE
