"""The station as its tests see it: real unit of work, honest store, set clock."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from services.jobs.adapters.mongo import MATCHES, POSTS, SEEKERS, JobsWork, StoredRecords
from services.jobs.application.lead_match import ContactSeeker, accept_match, contact_seeker
from services.jobs.application.offer_vacancy import Offered, OfferVacancy, offer_vacancy
from services.jobs.application.register_seeker import RegisterSeeker, register_seeker
from services.jobs.domain.matches import Match, MatchState
from services.jobs.domain.posts import Offer
from services.jobs.domain.seekers import Wish
from shared.ids import derive
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.outbox import OUTBOX
from shared.storage.ports import Cause, Store
from shared.storage.unit_of_work import UnitOfWork
from shared.storage.work import TIMERS
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from tests.services.jobs.builders import COMMUNITY, STREET, offer, wish

T = TypeVar("T")


def person(n: int) -> str:
    return f"per_{derive('person', str(n))}"


class Station:
    """Runs use cases as the service does and looks at what came of them."""

    def __init__(self, store: Store | None = None) -> None:
        self.clock = SetClock()
        self.store: Store = store or MemoryStore()
        self.metrics = Metrics("jobs")
        work = UnitOfWork("jobs", self.store, JobsWork, self.clock, self.metrics)
        self.unit_of_work = work
        self.commands: Commands[JobsWork] = Commands(work)
        self.posts = StoredRecords(self.store, POSTS)
        self.seekers = StoredRecords(self.store, SEEKERS)
        self.matches = StoredRecords(self.store, MATCHES)
        self._caused = 0

    def counted(self, state: MatchState) -> float:
        value = self.metrics.registry.get_sample_value(
            "jiedao_jobs_matches_total", {"state": state.value}
        )
        return value or 0.0

    async def run(
        self, act: Callable[[JobsWork], Awaitable[T]], actor: str = "stf_j0001", org: str = STREET
    ) -> T:
        self._caused += 1
        return await self.commands.run(act, Cause(f"c{self._caused}", "corr", actor, org))

    async def offers(self, **changed: Any) -> Offered:
        return await self.offered(offer(**changed))

    async def offered(self, given: Offer) -> Offered:
        command = OfferVacancy("gig-feed", STREET, given)
        return await self.run(lambda work: offer_vacancy(command, work))

    async def registers(self, n: int = 1, given: Wish | None = None) -> list[Match]:
        command = RegisterSeeker(person(n), f"case_{n}", given or wish(), COMMUNITY)
        return await self.run(lambda work: register_seeker(command, work))

    async def agrees(self, match: str) -> None:
        """Take a suggested match to the agreement of both sides."""
        command = ContactSeeker(match, "stf_j0001")
        await self.run(lambda work: contact_seeker(command, work))
        await self.run(lambda work: accept_match(match, work))

    async def matched(self) -> Match:
        """Return the one suggested match of one post and one seeker."""
        await self.offers(headcount=1)
        (match,) = await self.registers()
        return match

    async def announced(self) -> list[dict[str, Any]]:
        rows = await self.store.page(OUTBOX, {}, after=None, limit=1000)
        return [event for row in rows for event in events_of(row)]

    async def types(self) -> list[str]:
        return [event["type"].removeprefix("jiedao.jobs.") for event in await self.announced()]

    async def timers(self) -> list[str]:
        rows = await self.store.page(TIMERS.name, {}, after=None, limit=100)
        return [row["_id"] for row in rows]


def events_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(event["body"]) for event in row["events"]]
