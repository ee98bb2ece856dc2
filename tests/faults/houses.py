"""The services that hear partners, with the handlers they have, over one store each."""

from typing import Any

from services.jobs.adapters.mongo import JobsWork
from services.jobs.entrypoints.consumers import handlers
from shared.events.base import EventData
from shared.events.catalogue import CONSUMERS, EVENTS
from shared.events.partners import HotlineOrderPlaced, ServiceApplicationSubmitted, VacancyOffered
from shared.messaging.hearing import Hearing
from shared.messaging.ledger import Ledger
from shared.observability.metrics import Metrics
from shared.storage.ports import Store
from shared.storage.unit_of_work import UnitOfWork
from shared.testing.clock import SetClock
from tests.faults.mutants import Event, valid
from tests.services.grid.block import Block
from tests.services.intake.desk import KEYRING, PARTNERS, Desk, seal

HOUSES = ("grid", "intake", "jobs")


def hearing_of(service: str, store: Store) -> Hearing[Any]:
    """Return the hearing of one service."""
    if service == "grid":
        return Block(store).hearing
    if service == "intake":
        return Desk(store).hearing
    clock, metrics = SetClock(), Metrics(service)
    work = UnitOfWork(service, store, JobsWork, clock, metrics)
    return Hearing(service, work, handlers(), PARTNERS, Ledger(KEYRING), clock, metrics)


def types_of(service: str) -> list[type[EventData]]:
    """What partners tell this service."""
    return [EVENTS[type_] for type_, consumer in CONSUMERS.items() if consumer == service]


def neighbour(service: str, id_: str) -> tuple[type[EventData], Event]:
    """A valid event that its service handles, whatever came before."""
    if service == "grid":
        return HotlineOrderPlaced, valid(HotlineOrderPlaced, id_, order_no=id_)
    if service == "jobs":
        return VacancyOffered, valid(VacancyOffered, id_, vacancy_no=id_)
    who = {"reference": id_, "sealed": _WHO}
    return ServiceApplicationSubmitted, valid(ServiceApplicationSubmitted, id_, **who)


_WHO = seal(name="张三", phone="13812341234")
