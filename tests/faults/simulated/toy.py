"""Two toy services: grid tallies hotline orders and announces each; notify reads what it says."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.events.base import Envelope
from shared.events.grid import IncidentRegistered
from shared.events.partners import HotlineKind, HotlineOrderPlaced
from shared.storage.ports import Cause, Repository
from shared.storage.work import Kind, Stage, Unit
from shared.values import Refusal


@dataclass(frozen=True)
class Tally:
    id: str
    version: int
    orders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    id: str
    version: int
    sequences: tuple[int, ...] = ()


TALLIES = Kind("tallies", Tally)
READINGS = Kind("readings", Reading, announced=False)


class GridWork(Stage):
    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.tallies: Repository[Tally] = self.repository(TALLIES)


class NotifyWork(Stage):
    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.readings: Repository[Reading] = self.repository(READINGS)


async def on_order(event: Envelope[HotlineOrderPlaced], work: GridWork) -> None:
    """Add the order to each tally it names; when all is staged, it may be refused.

    A consultation is refused for good; a request for help while too few came before it.
    """
    for key in event.data.order_no.split(","):
        tally = await work.tallies.find(key) or Tally(key, 0)
        saved = work.tallies.save(replace(tally, orders=(*tally.orders, event.id)))
        work.announce(_registered(key), about=saved)
    never = event.data.kind is HotlineKind.CONSULTATION
    early = event.data.kind is HotlineKind.HELP and len(tally.orders) < int(event.data.text)
    if never or early:
        raise Refusal("not-now", "暂不受理。", "Not now.")


async def on_registered(event: Envelope[IncidentRegistered], work: NotifyWork) -> None:
    """Keep the sequence numbers in the order they were heard."""
    reading = await work.readings.find(event.subject) or Reading(event.subject, 0)
    heard = (*reading.sequences, event.sequence or 0)
    work.readings.save(replace(reading, sequences=heard))


def _registered(key: str) -> IncidentRegistered:
    return IncidentRegistered(incident_no=key, category="toy", category_name="玩具")
