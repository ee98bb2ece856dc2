"""A partner that still sends an old version: heard as the newest, kept as it came."""

from typing import Any

import pytest

from deploy.docs.language import PARTNERS
from shared.events.base import Envelope, schema_of
from shared.events.older import SensorAlertRaisedV1
from shared.events.partners import SensorAlertRaised
from shared.messaging.hearing import Handler, Hearing
from shared.messaging.ledger import LEDGER, Ledger
from shared.messaging.reading import Reader
from shared.messaging.records import Record
from shared.observability.metrics import Metrics
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from shared.testing.memory import MemoryStore
from shared.values import Refusal
from tests.faults.mutants import message, record, topic_of, valid
from tests.shared.messaging.toy import KEYRING
from tests.shared.storage.toy import ToyWork

TOPIC = topic_of(SensorAlertRaised)
LEDGERS = Ledger(KEYRING)


class Grid:
    """Hears sensor alerts and keeps what it heard; refuses those of one category."""

    def __init__(self) -> None:
        self.store, clock, metrics = MemoryStore(), SetClock(), Metrics("grid")
        self.heard: list[Envelope[SensorAlertRaised]] = []
        work = UnitOfWork("grid", self.store, ToyWork, clock, metrics)
        alerts = [Handler(SensorAlertRaised, self._on_sensor_alert_raised)]
        self.hearing = Hearing("grid", work, alerts, PARTNERS, LEDGERS, clock, metrics)

    async def _on_sensor_alert_raised(
        self, event: Envelope[SensorAlertRaised], work: ToyWork
    ) -> None:
        if event.data.category == "unheard-of":
            raise Refusal("unknown-category", "没有这个类别。", "There is no such category.")
        await work.notes.find(event.subject)
        self.heard.append(event)

    async def outcomes(self, *records: Record) -> list[str]:
        return [result.outcome for result in await self.hearing.hear(records)]


def alert(data: type[Any], id_: str, offset: int, **said: Any) -> Record:
    return record(TOPIC, offset, message(valid(data, id_, **said)))


@pytest.fixture
def grid() -> Grid:
    return Grid()


async def test_its_hearer_hears_the_newest_version_only(grid: Grid) -> None:
    sent = [alert(SensorAlertRaisedV1, "a", 0), alert(SensorAlertRaised, "b", 1)]
    assert await grid.outcomes(*sent) == ["handled", "handled"]
    assert {(event.type, event.data) for event in grid.heard} == {
        (SensorAlertRaised.type, SensorAlertRaised.model_validate(SensorAlertRaised.example))
    }


async def test_the_same_event_in_two_versions_is_one_event(grid: Grid) -> None:
    await grid.outcomes(alert(SensorAlertRaisedV1, "a", 0))
    assert await grid.outcomes(alert(SensorAlertRaised, "a", 1)) == ["repeated"]


async def test_what_was_parked_in_an_old_version_is_read_again_as_the_newest(grid: Grid) -> None:
    sent = alert(SensorAlertRaisedV1, "a", 0, category="unheard-of")
    assert await grid.outcomes(sent) == ["parked"]
    (row,) = (await grid.store.load(LEDGER.name, [sent.place])).values()
    entry = LEDGER.decode(row)
    assert entry.schema == schema_of(SensorAlertRaisedV1.type)
    kept = LEDGERS.original(entry)
    assert kept.value == sent.value
    again = Reader("grid", {SensorAlertRaised.type: SensorAlertRaised}, PARTNERS).read(kept)
    assert again is not None
    assert (again.type, again.data.reading.unit) == (SensorAlertRaised.type, "deg")
