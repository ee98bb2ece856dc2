"""Intake on a store in memory and a clock that is set: where the lives of applications are led."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from deploy.sandbox.environment import CALENDAR_FILE, PARTNERS_FILE
from services.intake.adapters.catalogue.catalogue import Catalogue
from services.intake.adapters.counter.care import CareServices
from services.intake.adapters.counter.points import Points
from services.intake.adapters.exchange.partner_keys import PartnerSeals
from services.intake.adapters.mongo import IntakeWork, opening
from services.intake.entrypoints.timers import timers
from services.intake.settings import Settings
from shared.calendar import Calendars
from shared.messaging.partners import Partners
from shared.observability.metrics import Metrics
from shared.privacy.sealing import Keyring
from shared.storage.group_commit import Commands
from shared.storage.kinds import TIMERS
from shared.storage.ports import Cause
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.timers import Timers

T = TypeVar("T")
Act = Callable[[IntakeWork], Awaitable[T]]
STEP = "{life}-{step:02d}"
"""The cause of one step of a life."""


class Town:
    """What all lives share: the shipped catalogue, points and calendar, and the service's keys."""

    def __init__(self, keyring: Keyring) -> None:
        settings, self.clock = Settings(), SetClock(datetime.fromisoformat("2020-01-01T00:00Z"))
        self.keyring = keyring
        self.catalogue = Catalogue.load(settings.catalogue_file, *settings.lists, clock=self.clock)
        self.points = Points.load(settings.points_file)
        self.calendars = Calendars.load(CALENDAR_FILE)
        partners = Partners.load(PARTNERS_FILE)
        self.open = opening(
            keyring,
            self.catalogue,
            self.calendars,
            self.points,
            CareServices.load(settings.care_file, self.points),
            PartnerSeals(lambda: partners.by_id),
        )


class Office:
    """One application's service: nothing else is in its store."""

    def __init__(self, town: Town, life: str, orgunit: str, begins: datetime) -> None:
        self.town, self.life, self.orgunit = town, life, orgunit
        self.store, self.clock, self.metrics = MemoryStore(), SetClock(begins), Metrics("intake")
        self.acted: list[datetime] = []
        unit: UnitOfWork[IntakeWork] = UnitOfWork(
            "intake", self.store, town.open, self.clock, self.metrics
        )
        self.commands = Commands(unit)
        self._timers = Timers(self.store, self.commands, timers(), self.clock, self.metrics)

    async def act(self, act: Act[T], by: str, role: str) -> T:
        """Run one use case as a command of somebody; raise its refusal."""
        cause = STEP.format(life=self.life, step=len(self.acted))
        self.acted.append(self.clock.now())
        serving = asyncio.ensure_future(self.commands.serve())
        try:
            return await self.commands.run(act, Cause(cause, cause, by, self.orgunit, (role,)))
        finally:
            serving.cancel()

    async def wait(self, until: datetime) -> None:
        """Let time pass to an instant, from one timer to the next."""
        serving = asyncio.ensure_future(self.commands.serve())
        try:
            while (due_at := await self._next_due()) is not None and due_at <= until:
                self.clock.move(due_at)
                await self._timers.fire_due()
        finally:
            serving.cancel()
        self.clock.move(until)

    async def rest(self, days: float, hours: float = 0.0) -> None:
        """Let days pass."""
        await self.wait(self.clock.now() + timedelta(days=days, hours=hours))

    async def _next_due(self) -> datetime | None:
        rows = await self.store.earliest(TIMERS.name, "due_at", 1)
        return TIMERS.decode(rows[0]).due_at if rows else None
