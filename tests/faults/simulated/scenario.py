"""One run: two replicas of grid, one of notify, a load, faults; what is wrong in the end."""

from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared.events.base import topic_of
from shared.events.grid import IncidentRegistered
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.batches import Batches
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import Ledger
from shared.messaging.relay import Relay
from shared.messaging.replaying import Replays
from shared.messaging.retrier import Retrier
from shared.storage.group_commit import Commands
from shared.storage.unit_of_work import Open, UnitOfWork
from shared.testing.memory import MemoryStore
from tests.faults.planted import planted
from tests.faults.simulated.broker import Broker, Group
from tests.faults.simulated.checker import Outcome, defects
from tests.faults.simulated.consumer import consume
from tests.faults.simulated.faults import Fault, Faults
from tests.faults.simulated.load import orders
from tests.faults.simulated.ports import SimulatedBus, SimulatedStore
from tests.faults.simulated.replica import Replica
from tests.faults.simulated.surroundings import Unheard, chance_of, errors, silence
from tests.faults.simulated.toy import GridWork, NotifyWork, on_order, on_registered
from tests.faults.simulated.world import World, WorldClock
from tests.shared.messaging.toy import KEYRING, PARTNERS, TOPIC

EVENTS_TOPIC = topic_of("grid")
LEASE_MS = 500
_LOAD_SECONDS = 0.5
_MENDING = 0.1
"""So many of the runs have a retrier, which takes a second and more to try again."""
_QUIET_SECONDS = 0.25
_PATIENCE_SECONDS = 60.0
_LARGE = 4
"""So many records make two transactions at once, as hundreds do in earnest."""


_METRICS = {service: Unheard(service) for service in ("grid", "notify")}
_WORK: dict[str, tuple[Open[Any], Handler[Any]]] = {
    "grid": (GridWork, Handler(HotlineOrderPlaced, on_order)),
    "notify": (NotifyWork, Handler(IncidentRegistered, on_registered)),
}


@dataclass(frozen=True)
class Run:
    """What one seed came to; no finding is as it should be.

    `repeated` tells how many events came again on the topic, `redelivered` how many records were
    read again from it: both are allowed where something had happened, and harm nobody.
    """

    seed: int
    findings: tuple[str, ...]
    trace: tuple[str, ...]
    steps: int
    repeated: int
    redelivered: int


class Scenario:
    """Everything of one run."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mending = world.random.random() < _MENDING
        self.orders = orders(world.random, mending=self.mending)
        self.broker = Broker(world.time)
        self.stores = {name: MemoryStore(WorldClock(world)) for name in _WORK}
        self.groups = {
            "grid": Group(self.broker, TOPIC, world.random),
            "notify": Group(self.broker, EVENTS_TOPIC, world.random),
        }
        faults = Faults(world.random)
        self.replicas = [
            Replica(
                world,
                name,
                faults,
                self._away,
                partial(self._life, service),
                self.groups[service].evict,
            )
            for name, service in (("grid-1", "grid"), ("grid-2", "grid"), ("notify", "notify"))
        ]
        self._quiet_since: float | None = None

    def play(self) -> list[str]:
        """Run to the end and return what is wrong."""
        moments = sorted(self.world.random.uniform(0, _LOAD_SECONDS) for _ in self.orders)
        for moment, order in zip(moments, self.orders, strict=True):
            self.world.after(moment, partial(self.broker.land, [order.message]))
        ended = self.world.run(self._is_quiet, _PATIENCE_SECONDS)
        for replica in self.replicas:
            if replica.loop in self.world.loops:
                replica.end()
        died = [f"died: {r.name}: {error!r}" for r in self.replicas for error in r.ends]
        stuck = [] if ended else ["stuck: it did not come to rest"]
        return [*died, *stuck, *defects(self._outcome())]

    def _life(self, service: str, replica: Replica) -> Iterable[Coroutine[Any, Any, None]]:
        store, metrics = SimulatedStore(replica, self.stores[service]), _METRICS[service]
        work, handler = _WORK[service]
        unit_of_work = UnitOfWork(service, store, work, replica.clock, metrics)
        ledger = Ledger(KEYRING)
        hearing = Hearing(
            service, unit_of_work, [handler], PARTNERS, ledger, replica.clock, metrics
        )
        yield consume(replica, self.groups[service], Batches(hearing, metrics, _LARGE))
        if service == "grid":
            bus = SimulatedBus(replica, self.broker)
            relay = Relay(store, bus, replica.clock, metrics, LEASE_MS)
            unit_of_work.after_commit(relay.wake)
            yield relay.serve()
        if service == "grid" and self.mending:
            commands = Commands(unit_of_work)
            yield commands.serve()
            replays = Replays(hearing, ledger, store, commands, per_second=1000)
            yield Retrier(store, replays, replica.clock).serve()

    def _away(self, fault: Fault) -> None:
        services: list[Any] = [self.broker]
        if fault is Fault.STORE_AWAY:
            services = list(self.stores.values())
        _switch(services, away=True)
        self.world.after(self.world.random.uniform(0.05, 0.6), partial(self._back, services))

    def _back(self, services: list[Any]) -> None:
        _switch(services, away=False)
        self.world.incident("world", "is back")

    def _is_quiet(self) -> bool:
        """Tell whether all is read and sent, and has been for long enough for late effects."""
        busy = (
            self.world.has_plans
            or any(self.stores[name].rows.get("outbox") for name in self.stores)
            or not all(group.caught_up for group in self.groups.values())
            or (self.mending and bool(self.stores["grid"].rows.get("lanes")))
        )
        if busy:
            self._quiet_since = None
            return False
        if self._quiet_since is None:
            self._quiet_since = self.world.now
        return self.world.now - self._quiet_since >= _QUIET_SECONDS

    def _outcome(self) -> Outcome:
        return Outcome(
            orders=self.orders,
            grid=self.stores["grid"].rows,
            notify=self.stores["notify"].rows,
            landed=self.broker.of_topic(EVENTS_TOPIC),
            incidents=self.world.incidents,
            excused_seconds=LEASE_MS / 1000,
            mending=self.mending,
        )


def run(seed: int, defect: str | None = None, *, tracing: bool = False) -> Run:
    """Play one seed, with a defect planted or none."""
    world = World(seed, tracing=tracing)
    with planted(defect), chance_of(seed), silence(), errors() as told:
        scenario = Scenario(world)
        findings = (*scenario.play(), *told)
    landed = [one.message for one in scenario.broker.of_topic(EVENTS_TOPIC)]
    return Run(
        seed=seed,
        findings=findings,
        trace=tuple(world.trace or ()),
        steps=world.steps,
        repeated=len(landed) - len(set(landed)),
        redelivered=sum(group.redelivered for group in scenario.groups.values()),
    )


def _switch(services: list[Any], *, away: bool) -> None:
    for service in services:
        service.away = away
