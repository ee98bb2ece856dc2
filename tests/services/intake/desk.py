"""Intake on a store in memory, as its tests drive it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from services.intake.adapters.bundle.matters import Matters
from services.intake.adapters.case.mongo_cases import CASES
from services.intake.adapters.catalogue.catalogue import Catalogue, read_catalogue
from services.intake.adapters.counter.care import CareServices
from services.intake.adapters.counter.points import Points
from services.intake.adapters.exchange.exchange_profiles import Profiles
from services.intake.adapters.exchange.partner_keys import PartnerSeals
from services.intake.adapters.mongo import IntakeWork, opening
from services.intake.application.case.keeping import DEADLINE
from services.intake.domain.case.case import Case
from services.intake.entrypoints.consumers import handlers
from services.intake.entrypoints.timers import timers
from shared.calendar import Calendars
from shared.events.base import EventData, partner_topic, source_of, topic_of
from shared.events.codec import headers_of
from shared.messaging.hearing import Hearing, Result
from shared.messaging.ledger import Ledger
from shared.messaging.partners import Partners
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.privacy.jwe import ServiceKey, seal_for
from shared.privacy.sealing import Keyring
from shared.storage.group_commit import Commands
from shared.storage.kinds import TIMERS
from shared.storage.ports import Cause, Store
from shared.storage.unit_of_work import Done, Item, Refused, UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.timers import Timers
from tests.services.intake.matters import MATTERS

T = TypeVar("T")
STREET = "150602013000"
COMMUNITY = "150602013003"
CATALOGUE = Path("services/intake/adapters/catalogue.yaml")
POINTS = Path("services/intake/adapters/points.yaml")
CARE = Path("services/intake/adapters/care.yaml")
PROFILES = Profiles.load(Path("services/intake/adapters/exchange.yaml"))
REGISTRY = Path("deploy/partners.yaml")
KEYRING = Keyring(b"m" * 32, b"i" * 32)
KEY = ServiceKey.generate("intake-1")
ZHANG = {"name": "张三", "phone": "13812341234", "id_number": "11010519491231002X"}


def with_keys(partners: Partners, keys: dict[str, ServiceKey]) -> Partners:
    """Return the registry, with a national platform, with these partners' keys and no others."""
    public = {partner: key.public_jwks()["keys"][0] for partner, key in keys.items()}
    platform = partners.partners[0].model_copy(
        update={"id": "national-platform", "sources": ("urn:partner:platform",), "types": ()}
    )
    known = (*partners.partners, platform)
    rows = (p.model_copy(update={"key": public.get(p.id)}) for p in known)
    return Partners(partners=tuple(rows))


PARTNER_KEY = ServiceKey.generate("real-estate-1")
PLATFORM_KEY = ServiceKey.generate("platform-1")
PARTNERS = with_keys(
    Partners.load(REGISTRY), {"real-estate": PARTNER_KEY, "national-platform": PLATFORM_KEY}
)
_READING = read_catalogue(CATALOGUE)
_POINTS = Points.load(POINTS)
_SERVICES = CareServices.load(CARE, _POINTS)


def seal(**details: Any) -> str:
    """Seal personal data to intake's key, as a partner does."""
    return seal_for(KEY.public_jwks()["keys"][0], details)


@dataclass
class Desk:
    """One intake: what it heard, what it holds, what it announced."""

    store: Store = field(default_factory=MemoryStore)
    clock: SetClock = field(default_factory=SetClock)
    records: int = 0
    calendars: Calendars = field(default_factory=lambda: Calendars.load(None))
    credit_gate: bool = False
    catalogue_file: Path = CATALOGUE
    points: Points = _POINTS
    matters: Matters = MATTERS

    def __post_init__(self) -> None:
        self.metrics = Metrics("intake")
        self.catalogue = _catalogue(self.catalogue_file, self.clock)
        self.care = CareServices(_SERVICES.every())
        self.unit_of_work: UnitOfWork[IntakeWork] = UnitOfWork(
            "intake",
            self.store,
            opening(
                KEYRING,
                self.catalogue,
                self.calendars,
                self.points,
                self.care,
                PartnerSeals(lambda: PARTNERS.by_id),
                self.matters,
                credit_gate=self.credit_gate,
            ),
            self.clock,
            self.metrics,
        )
        self.hearing = Hearing(
            "intake",
            self.unit_of_work,
            handlers(KEY),
            PARTNERS,
            Ledger(KEYRING),
            self.clock,
            self.metrics,
        )

    async def run(
        self,
        act: Callable[[IntakeWork], Awaitable[T]],
        org: str = STREET,
        name: str = "",
        by: str = "stf_c0001",
    ) -> T:
        """Run one use case as a command of somebody; raise its refusal."""
        self.records += 1
        cause = Cause(name or f"command-{self.records}", "corr", by, org)
        (outcome,) = await self.unit_of_work.run([Item(cause, act)])
        if isinstance(outcome, Refused):
            raise outcome.error
        assert isinstance(outcome, Done)
        value: T = outcome.value
        return value

    async def hear(
        self, partner: str, data: type[EventData], *, subject: str = "s1", **said: Any
    ) -> Result:
        """Hear one event of a partner, or of grid; each call is an event of its own."""
        self.records += 1
        own = partner == "grid"
        topic = topic_of("grid") if own else partner_topic(partner)
        event = {
            "specversion": "1.0",
            "id": f"e{self.records}",
            "source": source_of("grid") if own else f"urn:partner:{partner}",
            "type": data.type,
            "subject": subject,
            "time": "2026-09-07T09:00:00+08:00",
            "data": {**data.example, "sealed": None, **said},
        }
        headers = tuple(headers_of(data.type))
        record = Record(topic, f"{topic}:0:{self.records}", headers, json.dumps(event).encode())
        (result,) = await self.hearing.hear([record])
        return result

    async def pass_to(self, instant: datetime) -> None:
        """Let time pass to an instant, from one timer to the next."""
        commands = Commands(self.unit_of_work)
        serving = asyncio.create_task(commands.serve())
        fires = Timers(self.store, commands, timers(), self.clock, self.metrics)
        try:
            while (due_at := await self._next_due()) is not None and due_at <= instant:
                self.clock.move(due_at)
                await fires.fire_due()
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        self.clock.move(instant)

    async def next_timer(self, kind: str = DEADLINE) -> datetime | None:
        """Return when the next timer of a kind is due; by default, of an application's clocks."""
        rows = await self.store.due(TIMERS.name, kind, None, 1)
        return TIMERS.decode(rows[0]).due_at if rows else None

    async def _next_due(self) -> datetime | None:
        rows = await self.store.earliest(TIMERS.name, "due_at", 1)
        return TIMERS.decode(rows[0]).due_at if rows else None

    async def cases(self) -> list[Case]:
        """Return the applications in the order in which they were numbered."""
        rows = await self.store.page("cases", {}, after=None, limit=1000)
        return sorted((CASES.decode(row) for row in rows), key=lambda case: case.project_no)

    async def only(self) -> Case:
        """Return the one application there is."""
        (case,) = await self.cases()
        return case

    async def announced(self) -> list[tuple[str, int, dict[str, Any]]]:
        """Return what was announced: type without its frame, sequence, data."""
        rows = await self.store.earliest("outbox", "_id", 1000)
        events = [json.loads(raw["body"]) for row in rows for raw in row["events"]]
        return [(_short(e["type"]), e["sequence"], e["data"]) for e in events]


def _catalogue(path: Path, clock: SetClock) -> Catalogue:
    if path != CATALOGUE:
        return Catalogue.load(path, clock=clock)
    # Items are frozen: all desks read the shipped ones, each by its own clock.
    return Catalogue(_READING.version, _READING.items, clock)


def _short(type_: str) -> str:
    return type_.removeprefix("jiedao.intake.").removesuffix(".v1")
