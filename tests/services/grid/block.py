"""A block to play on: grid over a store in memory, with the real map, roster and categories."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.grid.adapters.files import load_categories, load_cells, load_roster
from services.grid.adapters.mongo import (
    INCIDENTS,
    REPORTS,
    GridWork,
    matters_of,
    opener,
)
from services.grid.adapters.reading import StoreReading
from services.grid.application.filing import Filed, ReportIncident
from services.grid.application.help import AnswerHelp, answer_help
from services.grid.application.ports import House
from services.grid.application.report_incident import report_incident
from services.grid.domain.grid_map import GridMap
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from services.grid.domain.report import Report
from services.grid.entrypoints.consumers import handlers
from services.grid.entrypoints.timers import timers
from services.grid.settings import Settings
from shared.calendar import Calendars
from shared.events.base import EventData, service_of, topic_of
from shared.events.codec import STRUCTURED
from shared.events.partners import HotlineOrderPlaced, SensorAlertRaised
from shared.events.upcasting import versions_of
from shared.messaging.hearing import Hearing, Result
from shared.messaging.ledger import LEDGER, Ledger, LedgerEntry
from shared.messaging.partners import Partner, Partners
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.privacy.jwe import ServiceKey
from shared.privacy.sealing import Keyring
from shared.storage.group_commit import Commands
from shared.storage.items import Act
from shared.storage.outbox import OUTBOX
from shared.storage.ports import Cause, Store
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import MONDAY_MORNING, SetClock
from shared.testing.memory import MemoryStore
from shared.timers import Timers
from shared.values import Point

STREET = "150602013000"
LEADER = "stf_g0001"
SPOT = Point(109.9872, 39.8216)
KEYRING = Keyring(b"m" * 32, b"i" * 32)
KEY = ServiceKey.generate("grid-test")
FILES = Settings()
CELLS = load_cells(FILES.map_file)
CALENDARS = Calendars.load(None)
ROSTER = load_roster(FILES.roster_file, CELLS)


def partner(id_: str, *types: str) -> Partner:
    source = f"urn:partner:{id_}"
    return Partner(id=id_, name=id_, sources=(source,), types=types, desk="grid", orgunit=STREET)


PARTNERS = Partners(
    partners=(
        partner("hotline", "jiedao.partner.hotline-order.placed.v1"),
        partner("sensors", *(version.type for version in versions_of(SensorAlertRaised))),
    )
)


@dataclass(frozen=True)
class Told:
    type: str
    subject: str
    sequence: int
    orgunit: str
    time: str
    data: dict[str, Any]

    @property
    def short(self) -> str:
        return self.type.removeprefix("jiedao.grid.").removesuffix(".v1")


class Block:
    """Grid, and what its tests look into."""

    def __init__(
        self,
        store: Store | None = None,
        name: str = "c",
        start: datetime = MONDAY_MORNING,
        calendars: Calendars = CALENDARS,
    ) -> None:
        self.clock = SetClock(start)
        self.store = store or MemoryStore(self.clock)
        self.metrics = Metrics("grid")
        self.house = House(
            map=GridMap(CELLS),
            roster=ROSTER,
            categories=load_categories(FILES.categories_file),
            sign_within=timedelta(hours=2),
            calendars=calendars,
        )
        self.unit_of_work: UnitOfWork[GridWork] = UnitOfWork(
            "grid", self.store, opener(self.house, KEYRING), self.clock, self.metrics
        )
        self.reading = StoreReading(self.store)
        self.hearing = Hearing(
            "grid",
            self.unit_of_work,
            handlers(KEY, matters_of),
            PARTNERS,
            Ledger(KEYRING),
            self.clock,
            self.metrics,
        )
        self.commands = Commands(self.unit_of_work)
        self._ran = 0
        self._name = name

    async def run(self, act: Act[GridWork]) -> Any:
        """Run one use case as a command; raise its refusal."""
        self._ran += 1
        return await self.commands.run(
            act, Cause(f"{self._name}{self._ran}", "corr", "tester", STREET)
        )

    async def report(
        self,
        category: str = "street-rubbish",
        *,
        place: str | None = "鄂托克西街小区东门",
        point: Point | None = SPOT,
        **more: Any,
    ) -> Filed:
        """Report something by a resident."""
        said = {"channel": Channel.RESIDENT, "text": "垃圾两天没有清运。", **more}
        command = ReportIncident(category=category, place=place, point=point, **said)
        filed = await self.run(lambda work: report_incident(command, work))
        assert isinstance(filed, Filed)
        return filed

    async def answer_help(self, incident: Incident, outcome: str) -> None:
        """Let intake's case about a request for help end."""
        answer = AnswerHelp(incident.id, "case_1", outcome)
        await self.run(lambda work: answer_help(answer, work))

    async def hear(self, *events: dict[str, Any], first: int = 0) -> list[Result]:
        """Hear events in one batch."""
        return await self.hearing.hear([_record(e, first + n) for n, e in enumerate(events)])

    async def fire(self) -> None:
        """Fire the timers that are due."""
        runner = Timers(self.store, self.commands, timers(), self.clock, self.metrics)
        await runner.fire_due()

    async def told(self, *, about: str | None = None) -> list[Told]:
        """Return what was announced, in order."""
        rows = await self.store.earliest(OUTBOX, "_id", 10_000)
        events = [json.loads(event["body"]) for row in rows for event in row["events"]]
        told = [Told(**{name: e[name] for name in Told.__dataclass_fields__}) for e in events]
        return [t for t in told if about in (None, t.subject)]

    async def types(self, about: str) -> list[str]:
        """Return the short types of what was announced about something."""
        return [t.short for t in await self.told(about=about)]

    async def incident(self, key: str) -> Incident:
        return await self.reading.incident(key)

    async def incidents(self) -> list[Incident]:
        rows = await self.store.page(INCIDENTS.name, {}, after=None, limit=10_000)
        return [INCIDENTS.decode(row) for row in rows]

    async def reports(self) -> list[Report]:
        rows = await self.store.page(REPORTS.name, {}, after=None, limit=10_000)
        return [REPORTS.decode(row) for row in rows]

    async def ledger(self) -> list[LedgerEntry]:
        rows = await self.store.page("ledger", {}, after=None, limit=10_000)
        return [LEDGER.decode(row) for row in rows]


@asynccontextmanager
async def opened(
    store: Store | None = None,
    name: str = "c",
    start: datetime = MONDAY_MORNING,
    calendars: Calendars = CALENDARS,
) -> AsyncIterator[Block]:
    """A block whose commands are served."""
    block = Block(store, name, start, calendars)
    task = asyncio.create_task(block.commands.serve())
    yield block
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def at(local: str) -> datetime:
    """Return an instant in China, such as ``2026-09-07T15:30``."""
    return datetime.fromisoformat(f"{local}+08:00")


def event(data: EventData, id_: str, *, source: str, subject: str = "s1") -> dict[str, Any]:
    """One structured CloudEvent."""
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": data.type,
        "subject": subject,
        "time": "2026-09-07T09:00:00+08:00",
        "orgunit": STREET,
        "data": data.model_dump(mode="json", exclude_none=True),
    }


def order(id_: str = "1", **changes: Any) -> dict[str, Any]:
    """A 12345 order, its example but for the changes."""
    said = {**HotlineOrderPlaced.example, "order_no": f"no-{id_}", **changes}
    return event(HotlineOrderPlaced.model_validate(said), id_, source="urn:partner:hotline")


def _record(said: dict[str, Any], offset: int) -> Record:
    source = said["source"]
    ours = source.startswith("urn:jiedao:")
    topic = topic_of(service_of(said["type"])) if ours else f"jiedao.partner.{source[12:]}"
    headers = (("content-type", STRUCTURED.encode()), ("ce_type", said["type"].encode()))
    return Record(topic, f"{topic}:0:{offset}", headers, json.dumps(said).encode())
