"""A small service that counts a partner's orders and announces each count."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from shared.events.base import Envelope, EventData, service_of, topic_of
from shared.events.partners import HotlineOrderPlaced
from shared.messaging.partners import Partner, Partners
from shared.storage.ports import Cause, Repository
from shared.storage.work import Kind, Stage, Unit

# Whose handlers these are; the topic of what it announces is its own, so that in a test run nobody
# else hears or writes it.
SERVICE = "grid"


class OrderCounted(EventData):
    """An order came in."""

    type: ClassVar[str] = "jiedao.bench.order.counted.v1"
    example: ClassVar[dict[str, Any]] = {"order_no": "260907093015000123", "total": 1}

    order_no: str
    total: int


@dataclass(frozen=True)
class Tally:
    """How many orders there were about one matter."""

    id: str
    version: int
    total: int = 0
    category: str = ""
    text: str = ""


OUT = topic_of(service_of(OrderCounted.type))
TALLIES = Kind("tallies", Tally)


class CountingWork(Stage):
    """One message's view of the tallies."""

    def __init__(self, unit: Unit, cause: Cause, now: datetime) -> None:
        super().__init__(unit, cause, now)
        self.tallies: Repository[Tally] = self.repository(TALLIES)


async def on_hotline_order_placed(event: Envelope[HotlineOrderPlaced], work: CountingWork) -> None:
    """Load, decide, save, announce."""
    order = event.data
    tally = await work.tallies.find(event.subject) or Tally(event.subject, 0)
    counted = replace(tally, total=tally.total + 1, category=order.category, text=order.text)
    saved = work.tallies.save(counted)
    work.announce(OrderCounted(order_no=order.order_no, total=saved.total), about=saved)


def partners_of(partner: str) -> Partners:
    """Return a registry of one partner."""
    one = Partner(
        id=partner,
        name="12345",
        sources=(f"urn:partner:{partner}",),
        types=(HotlineOrderPlaced.type,),
        desk=SERVICE,
        orgunit="150602013000",
    )
    return Partners(partners=(one,))
