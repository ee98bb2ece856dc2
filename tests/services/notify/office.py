"""Notify without Kafka, MongoDB and SMTP: real use cases and unit of work on honest fakes."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from services.notify.adapters.mongo import NotifyWork, StoredInboxes, StoredQueue
from services.notify.adapters.roster import load_roster
from services.notify.adapters.rules import load_rulebook
from services.notify.adapters.screens import StoredEscalations, StoredHistory
from services.notify.adapters.templates import load_templates
from services.notify.application.raise_notifications import raise_notifications
from services.notify.domain.escalations import Escalation
from services.notify.domain.facts import Fact
from services.notify.domain.inbox import Entry
from services.notify.domain.notifications import Notification
from services.notify.domain.outcomes import Accepted, Mail, Outcome
from services.notify.domain.roster import Roster
from services.notify.domain.rulebook import Rulebook
from services.notify.entrypoints.sender import Pace, Sender
from services.notify.entrypoints.timers import timers
from services.notify.entrypoints.waits import Waits
from services.notify.settings import Settings
from shared.calendar import Calendars
from shared.events.base import EventData
from shared.observability.metrics import Metrics
from shared.privacy.sealing import Keyring
from shared.storage.ports import Cause, Document, Store
from shared.storage.unit_of_work import Done, Item, Refused, UnitOfWork
from shared.storage.work import Unit
from shared.testing.clock import MONDAY_MORNING, SetClock
from shared.testing.memory import MemoryStore
from shared.testing.passing import pass_to

STREET = "150602013000"
COMMUNITY = "150602013001"
SETTINGS = Settings()
STAFF = load_roster(SETTINGS.roster_file)
ROSTER = Roster(member.colleague for member in STAFF)
TEMPLATES = load_templates(SETTINGS.templates)


def shipped() -> Rulebook:
    """Read the shipped rules, for a test that changes them; `RULES` are those for all others."""
    return load_rulebook(SETTINGS.rules_file, TEMPLATES, ROSTER, STREET)


RULES = shipped()


def fact(
    event: type[EventData], about: str = "inc_a", *, orgunit: str = COMMUNITY, **changed: object
) -> Fact:
    data = event.model_validate({**event.example, **changed})
    return Fact(
        id=f"urn:jiedao:test|{about}.{event.type}",
        type=event.type,
        about=about,
        orgunit=orgunit,
        time=MONDAY_MORNING,
        fields=data.model_dump(),
    )


class ScriptedMailer:
    """Answers as told for each address; keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.answers: dict[str, list[Callable[[], Awaitable[Outcome]]]] = {}

    def will(self, to: str, *outcomes: Outcome) -> None:
        async def answer(outcome: Outcome) -> Outcome:
            return outcome

        self.answers[to] = [lambda o=o: answer(o) for o in outcomes]  # type: ignore[misc]

    async def send(self, mail: Mail) -> Outcome:
        self.sent.append(mail)
        waiting = self.answers.get(mail.to)
        return await waiting.pop(0)() if waiting else Accepted()


class Office:
    """One process of notify."""

    def __init__(
        self,
        store: Store | None = None,
        rulebook: Rulebook | None = None,
        now: datetime = MONDAY_MORNING,
    ) -> None:
        self.clock = SetClock(now)
        self.store: Store = store or MemoryStore(self.clock)
        self.metrics = Metrics("notify")
        self.keyring = Keyring(b"m" * 32, b"i" * 32)
        self.rules = rulebook or RULES
        calendars = Calendars.load(None)

        def work(unit: Unit, cause: Cause, now: datetime) -> NotifyWork:
            return NotifyWork(unit, cause, now, self.rules, self.keyring, calendars)

        self.unit_of_work = UnitOfWork("notify", self.store, work, self.clock, self.metrics)
        self.waits = Waits(self.clock)
        self.unit_of_work.after_commit(lambda: self.waits.observe(self.metrics))
        self.mailer = ScriptedMailer()
        self.inboxes = StoredInboxes(self.store)
        self.history = StoredHistory(self.store)
        self.escalations = StoredEscalations(self.store)
        self.sender = self.another_sender()

    def another_sender(self, workers: int = 8) -> Sender:
        return Sender(
            StoredQueue(self.store),
            self.unit_of_work,
            self.mailer,
            STAFF,
            clock=self.clock,
            waits=self.waits,
            pace=Pace(workers),
        )

    async def run(self, act: Callable[[NotifyWork], Awaitable[Any]], name: str = "c1") -> Any:
        item = Item(Cause(name, "corr", "tester", STREET), act, place=name)
        (outcome,) = await self.unit_of_work.run([item])
        if isinstance(outcome, Refused):
            raise outcome.error
        assert isinstance(outcome, Done)
        return outcome.value

    async def hears(self, happened: Fact) -> list[Notification]:
        raised: list[Notification] = await self.run(
            lambda work: raise_notifications(happened, work), happened.id
        )
        return raised

    async def pass_to(self, instant: datetime) -> None:
        """Let time pass, from one timer to the next."""
        await pass_to(instant, self.clock, self.unit_of_work, timers(), self.metrics)

    async def escalation(self) -> Escalation:
        """Return the one escalation there is."""
        (one,) = await self.escalations.within(STREET, None, after=None, limit=9)
        return one

    async def sends(self) -> None:
        """Send all that is due now."""
        while not await self.sender.send_due():
            await self.sender.idle()
        await self.sender.idle()

    async def inbox(self, staff: str) -> list[Entry]:
        return await self.inboxes.newest(staff, None, 100)

    async def rows(self, collection: str, **equals: str) -> list[Document]:
        return await self.store.page(collection, equals, after=None, limit=1000)

    async def events(self) -> list[Mapping[str, Any]]:
        """Everything announced, in order."""
        packs = await self.rows("outbox")
        return [json.loads(event["body"]) for pack in packs for event in pack["events"]]

    def counted(self, channel: str, outcome: str) -> float:
        labels = {"channel": channel, "outcome": outcome}
        value = self.metrics.registry.get_sample_value("jiedao_notify_deliveries_total", labels)
        return value or 0.0
