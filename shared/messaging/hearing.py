"""Hearing: a batch of records becomes items of one unit of work."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from shared.clock import Clock
from shared.events.base import AnyEnvelope, EventData
from shared.messaging import lanes
from shared.messaging.fates import REPEATED, Fate, fate_of
from shared.messaging.ledger import LEDGER, Ledger, missed_entry
from shared.messaging.partners import Partners
from shared.messaging.reading import Reader
from shared.messaging.records import Record
from shared.messaging.tally import Tally
from shared.observability.metrics import Metrics
from shared.storage.group_commit import Commands
from shared.storage.items import Act
from shared.storage.ports import Cause
from shared.storage.unit_of_work import Item, Outcome, Refused, Repeated, UnitOfWork
from shared.storage.work import Kind, Stage
from shared.values import Invalid

W = TypeVar("W", bound=Stage)
Needs = Callable[[AnyEnvelope], Mapping[Kind[Any], Sequence[str]]]

_log = logging.getLogger("jiedao.messaging")
HANDLED = "handled"


@dataclass(frozen=True)
class Handler(Generic[W]):
    """What one event type does: `on` is called once an event.

    `needs` names keys to fetch beforehand; only where `on` asks others than the store before it
    asks the store, for then it cannot be rehearsed (`shared.storage.foresight`).
    """

    data: type[EventData]
    on: Callable[[Any, W], Awaitable[Any]]
    needs: Needs | None = None


@dataclass(frozen=True)
class Result:
    """What became of one record of ours; `error` says why it was not handled."""

    place: str
    event_id: str | None
    outcome: str
    error: Exception | None = None


class Hearing(Generic[W]):
    """Reads, routes and handles records for one service, batch by batch, in order."""

    def __init__(
        self,
        service: str,
        unit_of_work: UnitOfWork[W],
        handlers: Sequence[Handler[W]],
        partners: Partners,
        ledger: Ledger,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self.partners = partners
        self._unit_of_work = unit_of_work
        self._handlers = {handler.data.type: handler for handler in handlers}
        self._reader = Reader(service, {t: h.data for t, h in self._handlers.items()}, partners)
        self._ledger = ledger
        self._clock = clock
        self._metrics = metrics
        self._tally = Tally(partners, metrics)

    @property
    def types(self) -> list[str]:
        """The event types that this service hears, older versions as well."""
        return self._reader.types

    @property
    def conflicts(self) -> int:
        """How often a transaction met another writer."""
        return self._unit_of_work.conflicts

    @property
    def took(self) -> float:
        """How long the last transaction took, in seconds."""
        return self._unit_of_work.took

    async def hear(
        self, records: Sequence[Record], through: Commands[W] | None = None
    ) -> list[Result]:
        """Handle a batch; one result for each record of ours.

        A batch from the bus is one transaction of its own; the door's records go `through` the
        queue of commands and share their transactions.

        Raises:
            StoreAway: nothing is known to be written; hear the same records again.
        """
        read = [found for found in map(self._read, records) if found is not None]
        items = [item for _, _, item in read]
        run = through.run_all if through else self._unit_of_work.run
        outcomes = await run(items)
        results = [
            self._told(record, event, outcome)
            for (record, event, _), outcome in zip(read, outcomes, strict=True)
        ]
        pairs = zip(read, results, strict=True)
        self._tally.add((record.topic, r.outcome, r.error) for (record, _, _), r in pairs)
        return results

    async def missed(self, topic: str, partition: int, first: int, count: int) -> None:
        """Record that the broker no longer held `count` records from offset `first`."""
        place = f"missed:{topic}:{partition}:{first}"

        async def act(work: W) -> None:
            await lanes.record(missed_entry(topic, place, first, count, work.now), work)

        item = Item(Cause(place, "missed", "system", "0" * 12), act)
        (outcome,) = await self._unit_of_work.run([item])
        if isinstance(outcome, Refused):
            raise outcome.error
        _log.error("%s/%s: %s records missed from offset %s", topic, partition, count, first)
        self._metrics.count(
            "consumer_missed_records_total", count, topic=topic, partition=str(partition)
        )

    def read(self, record: Record) -> AnyEnvelope | None:
        """Return the event of a message; None when another service answers for it.

        Raises:
            Invalid: it is not valid by today's schema.
        """
        return self._reader.read(record)

    async def handle(self, event: AnyEnvelope, work: W) -> None:
        """Do what an event of ours means."""
        await self._handlers[event.type].on(event, work)

    def cause(self, record: Record, event: AnyEnvelope) -> Cause:
        """Return why its use case runs: the same for every try, so that ids are the same."""
        partner = self.partners.by_topic.get(record.topic)
        return Cause(
            id=f"{event.source}|{event.id}",
            correlation=event.correlationid or f"{event.source}|{event.id}",
            actor=partner.id if partner else event.source,
            orgunit=event.orgunit or (partner.orgunit if partner else "0" * 12),
        )

    def _read(self, record: Record) -> tuple[Record, AnyEnvelope | None, Item[W]] | None:
        try:
            event = self._reader.read(record)
        except Invalid as error:
            return record, None, self._quarantined(record, error)
        except Exception as error:  # noqa: BLE001 - no input may stop the neighbours
            _log.exception("reading %s failed", record.place)
            return record, None, self._quarantined(record, error)
        return None if event is None else (record, event, self._item(record, event))

    def _quarantined(self, record: Record, error: Exception) -> Item[W]:
        async def refuse(_: W) -> None:
            raise error

        return Item(
            Cause(record.place, record.place, "system", "0" * 12),
            refuse,
            place=record.place,
            needs=_entry_of(record),
            instead=lambda reason: self._recorded(record, reason),
        )

    def _item(self, record: Record, event: AnyEnvelope) -> Item[W]:
        handler = self._handlers[event.type]

        async def act(work: W) -> None:
            await lanes.must_be_free(event, work)
            await self._ledger.must_be_new(record, work)
            await handler.on(event, work)

        return Item(
            self.cause(record, event),
            act,
            inbox=f"{event.source}|{event.id}",
            place=record.place,
            needs={
                **_entry_of(record),
                lanes.LANES: (lanes.lane_of(event),),
                **(handler.needs(event) if handler.needs else {}),
            },
            instead=lambda reason: self._recorded(record, reason, event),
            again=self._recorded(record, REPEATED, event),
        )

    def _recorded(
        self, record: Record, error: Exception, event: AnyEnvelope | None = None
    ) -> Act[W]:
        async def act(work: W) -> None:
            entry = self._ledger.entry(record, error, event, work.now)
            id_ = await self._ledger.id_of(record, work)
            await lanes.record(replace(entry, id=id_), work)

        return act

    def _told(self, record: Record, event: AnyEnvelope | None, outcome: Outcome) -> Result:
        event_id = event.id if event else None
        result = Result(record.place, event_id, HANDLED)
        if isinstance(outcome, Repeated):
            result = Result(record.place, event_id, Fate.REPEATED)
        if isinstance(outcome, Refused):
            fate = fate_of(outcome.error, readable=event is not None)
            result = Result(record.place, event_id, fate, outcome.error)
        if event is not None and result.outcome == HANDLED:
            waited = (self._clock.now() - event.time).total_seconds()
            self._metrics.observe("event_to_visible_seconds", max(waited, 0.0))
        return result


def _entry_of(record: Record) -> Mapping[Kind[Any], Sequence[str]]:
    return {LEDGER: (record.place,)}
