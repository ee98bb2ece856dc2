"""The faults: what is done to a stand, at moments and to parts that a seed decides."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import Any

from confluent_kafka import ConsumerGroupState, KafkaException
from confluent_kafka.admin import AdminClient
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.sandbox.children import Keeper
from shared.events.catalogue import SERVICES
from shared.testing.waiting import until
from tests.faults.chaos.stand import LEASE_SECONDS, SESSION_SECONDS, Stand

REPLICAS = ("a", "b")
_ZOMBIE_SECONDS = max(SESSION_SECONDS, LEASE_SECONDS) + 1.5
_SKEWS = (-600, -180, 180, 600)
_REBALANCING = frozenset(
    {ConsumerGroupState.PREPARING_REBALANCING, ConsumerGroupState.COMPLETING_REBALANCING}
)
_REBALANCE_LIMIT = 12.0
_LOOK_SECONDS = 0.03
_ANSWER_SECONDS = 2

Tell = Callable[[str], None]


class Faults:
    """Does one fault after another; those that last run beside what follows."""

    def __init__(self, stand: Stand, seed: int, tell: Tell) -> None:
        self._stand = stand
        self._random = Random(seed)  # noqa: S311 - no secret
        self._tell = tell
        self._lasting: set[asyncio.Task[None]] = set()
        self._kinds: dict[Callable[[], Awaitable[None]], int] = {
            self.kill_a_service: 6,
            self.kill_a_leader: 4,
            self.kill_mongod: 2,
            self.kill_the_broker: 2,
            self.stop_and_resume: 4,
            self.break_a_rebalance: 2,
            self.skew_a_clock: 3,
        }
        self._drawn: list[Callable[[], Awaitable[None]]] = []

    async def one(self) -> None:
        """Do one; the first seven of a run are of seven kinds."""
        if not self._drawn:
            kinds, weights = list(self._kinds), list(self._kinds.values())
            more = self._random.choices(kinds, weights, k=2 * len(kinds))
            self._random.shuffle(kinds)
            self._drawn = [*more, *kinds]
        await self._drawn.pop()()

    async def settle(self) -> None:
        """Wait until what was stopped runs again."""
        await asyncio.gather(*self._lasting)

    async def kill_a_service(self) -> None:
        """SIGKILL one replica."""
        self._kill(self._any())

    async def kill_a_leader(self) -> None:
        """SIGKILL the replica whose relay holds the lease, by the lease document."""
        service = self._random.choice(SERVICES)
        leader = await asyncio.to_thread(self._leader, service)
        self._kill(leader or self._any(), "leads its relay" if leader else "")

    async def kill_mongod(self) -> None:
        """SIGKILL the store; it comes back on the same data."""
        await self._server("mongod")

    async def kill_the_broker(self) -> None:
        """SIGKILL the broker; it comes back on the same log."""
        await self._server("broker")

    async def stop_and_resume(self) -> None:
        """SIGSTOP a replica for longer than session and lease: it comes back as a zombie."""
        service = self._random.choice(SERVICES)
        leader = await asyncio.to_thread(self._leader, service)
        self._last(self._stopped(leader or self._any()))

    async def break_a_rebalance(self) -> None:
        """Kill one replica, and while its group settles stop or kill the other."""
        service = self._random.choice(SERVICES)
        first, second = self._random.sample([f"{service}-{r}" for r in REPLICAS], 2)
        self._kill(first, "so that its group rebalances")
        if not await self._rebalances(service):
            self._tell(f"{service} did not rebalance in time")
        if self._random.random() < 0.5:
            self._kill(second, "in mid-rebalance")
        else:
            self._last(self._stopped(second))

    async def skew_a_clock(self) -> None:
        """Put one replica's clock wrong by minutes, while it works."""
        name, by = self._any(), self._random.choice(_SKEWS)
        self._stand.skew_file(name).write_text(str(by))
        self._tell(f"clock of {name} is wrong by {by} s")

    def _any(self) -> str:
        return self._random.choice(sorted(self._stand.services))

    def _kill(self, name: str, why: str = "") -> None:
        self._tell(f"SIGKILL {name} {why}".rstrip())
        self._stand.services[name].what.kill()

    async def _server(self, name: str) -> None:
        keeper = self._stand.servers[name]
        restarts = keeper.restarts
        self._tell(f"SIGKILL {name}")
        await asyncio.to_thread(keeper.what.kill)

        async def back() -> bool:
            return keeper.restarts > restarts

        with suppress(TimeoutError):
            await until(back, _REBALANCE_LIMIT, every=_LOOK_SECONDS)

    def _last(self, fault: Any) -> None:
        task = asyncio.ensure_future(fault)
        self._lasting.add(task)
        task.add_done_callback(self._lasting.discard)

    async def _stopped(self, name: str) -> None:
        pid = _pid(self._stand.services[name])
        if pid is None or not _signalled(pid, signal.SIGSTOP):
            return
        self._tell(f"SIGSTOP {name}")
        try:
            await asyncio.sleep(_ZOMBIE_SECONDS)
        finally:
            _signalled(pid, signal.SIGCONT)
            self._tell(f"SIGCONT {name}")

    def _leader(self, service: str) -> str | None:
        url, database = self._stand.mongo.url, self._stand.databases[service]
        try:
            with MongoClient[dict[str, Any]](url, timeoutMS=1500) as client:
                lease = client[database]["leases"].find_one({"_id": "relay"})
        except PyMongoError:
            return None
        return self._stand.leader(service, int(lease["epoch"])) if lease else None

    async def _rebalances(self, service: str) -> bool:
        admin = AdminClient({"bootstrap.servers": self._stand.kafka.bootstrap, "log_level": 0})

        async def settling() -> bool:
            return await asyncio.to_thread(_state, admin, f"jiedao-{service}") in _REBALANCING

        try:
            await until(settling, _REBALANCE_LIMIT, every=_LOOK_SECONDS)
        except TimeoutError:
            return False
        return True


def _state(admin: AdminClient, group: str) -> ConsumerGroupState | None:
    try:
        asked = admin.describe_consumer_groups([group], request_timeout=_ANSWER_SECONDS)
        state: ConsumerGroupState = asked[group].result(_ANSWER_SECONDS).state
    except (KafkaException, TimeoutError):
        return None
    return state


def _pid(keeper: Keeper) -> int | None:
    return keeper.what.pid


def _signalled(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
