"""A service's log in memory, and the register that is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.events.base import EventData, envelope_of, source_of
from shared.events.codec import encode
from shared.events.grid import IncidentClosed, IncidentDispatched, IncidentReported
from shared.messaging.bus import BusAway
from shared.observability.metrics import Metrics
from shared.register.projector import Projector
from shared.register.reading import Register
from shared.register.rows import ROWS, Row
from shared.register.state import STATE, Asked, Part, Parts, State
from shared.storage.ports import Document, Store
from shared.storage.unit_of_work import Item, Refused
from shared.storage.work import Stage
from shared.testing.clock import MONDAY_MORNING, SetClock
from tests.shared.storage.toy import cause, unit_of_work

STREET = "150602013000"
STEPS: tuple[type[EventData], ...] = (IncidentReported, IncidentDispatched, IncidentClosed)


def event(subject: str, sequence: int, orgunit: str = STREET, service: str = "grid") -> bytes:
    """Return one event as it stands in the log; its time is its sequence in minutes."""
    data = STEPS[(sequence - 1) % len(STEPS)]
    return encode(
        envelope_of(
            data.model_validate(data.example),
            source=source_of(service),
            subject=subject,
            sequence=sequence,
            time=minute(sequence),
            correlation=f"cor-{subject}",
            causation="x",
            orgunit=orgunit,
        )
    )


def minute(number: int) -> datetime:
    return MONDAY_MORNING + timedelta(minutes=number)


class HeldLog:
    """`Log` in memory: partitions of records that may be dropped at the front.

    `meanwhile` is called after each read, before anything is written.
    """

    def __init__(self, partitions: int = 2) -> None:
        self.parts: list[list[bytes]] = [[] for _ in range(partitions)]
        self.begins = [0] * partitions
        self.away = False
        self.closed = 0
        self.meanwhile: Callable[[], Any] | None = None

    def append(self, *values: bytes, partition: int = 0) -> None:
        self.parts[partition].extend(values)

    def forget(self, partition: int, before: int) -> None:
        self.begins[partition] = before

    async def read(self, positions: Mapping[str, int], limit: int, wait_ms: int) -> Parts:  # noqa: ARG002
        if self.away:
            raise BusAway("switched off")
        found: dict[str, Part] = {}
        for number, values in enumerate(self.parts):
            at = positions.get(str(number), 0)
            start = max(at, self.begins[number]) if at <= len(values) else self.begins[number]
            lines = tuple(enumerate(values))[start : start + limit]
            limit -= len(lines)
            kept = tuple(line for line in lines if line[0] >= at)
            found[str(number)] = Part(kept, self.begins[number], len(values))
        if self.meanwhile is not None:
            await self.meanwhile()
        return found

    async def close(self) -> None:
        self.closed += 1


class House:
    """One service: its store, its log, and as many replicas of the projector as are asked for."""

    def __init__(self, store: Store, batch: int = 5) -> None:
        self.store = store
        self.batch = batch
        self.page = 7
        self.log = HeldLog()
        self.clock = SetClock()
        self.metrics = Metrics("grid")
        self.register = Register("grid", store)

    def replica(self, log: HeldLog | None = None) -> Projector:
        return Projector(
            "grid",
            self.store,
            lambda: log or self.log,
            self.clock,
            self.metrics,
            batch=self.batch,
        )

    async def caught_up(self, replica: Projector | None = None) -> State:
        """Run rounds until nothing waits, nothing is built and nothing is to be removed."""
        one = replica or self.replica()
        for _ in range(200):
            full = await one.round()
            state = await self.register.state()
            if not (full or state.building or state.retired or state.serving.lag):
                return state
        raise AssertionError(f"not caught up: {state}")

    async def rebuild(self, *, accept_gap: bool = False) -> Refused | None:
        """Ask for a rebuild as the route does."""

        async def act(work: Stage) -> None:
            states = work.repository(STATE)
            state = await states.find("register") or State()
            states.save(state.rebuilding(Asked("stf_o0001", "核对", work.now, accept_gap)))

        (outcome,) = await unit_of_work(self.store, self.clock).run([Item(cause(), act)])
        return outcome if isinstance(outcome, Refused) else None

    async def rows(self) -> dict[str, Row]:
        """Return all rows by subject, without the number of their generation."""
        found: list[Row] = []
        while True:
            after = found[-1].subject if found else None
            page = await self.register.matters(
                STREET, type_=None, orgunit=None, after=after, limit=self.page
            )
            found += page
            if len(page) < self.page:
                return {row.subject: replace(row, id="", generation=0) for row in found}

    async def kept(self) -> list[Document]:
        """Return every stored row of whatever generation."""
        return await self.store.page(ROWS.name, {}, after=None, limit=10_000)


def stories(log: HeldLog, matters: int, steps: int = 3) -> None:
    """Append the steps of some matters, one matter a partition, mixed with one another."""
    for sequence in range(1, steps + 1):
        for number in range(matters):
            log.append(event(f"inc-{number:03d}", sequence), partition=number % len(log.parts))
