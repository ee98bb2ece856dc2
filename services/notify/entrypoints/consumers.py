"""Events in: one handler for whatever the rules speak of."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from services.notify.application.ports import Work
from services.notify.application.raise_notifications import raise_notifications
from services.notify.domain.facts import Fact
from services.notify.entrypoints.waits import Waits
from shared.events.base import AnyEnvelope, EventData, service_of
from shared.events.catalogue import EVENTS
from shared.messaging.hearing import Handler

_SHIPPED = Path(__file__).parents[1] / "adapters" / "rules.yaml"


def heard(events: Iterable[str]) -> tuple[type[EventData], ...]:
    """Return what is heard for rules that speak of these types; not notify's own, over the bus."""
    return tuple(EVENTS[type_] for type_ in sorted(events) if service_of(type_) != "notify")


def _shipped() -> set[str]:
    written = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    until = (type_ for chain in written["chains"].values() for type_ in chain["until"])
    told = (rule["event"] for rule in written["rules"])
    return {*until, *(t for event in told for t in ([event] if isinstance(event, str) else event))}


HEARD = heard(_shipped())
"""What the rules that come with the service hear; another rules file may hear other types."""


def handlers(events: Iterable[str], waits: Waits) -> list[Handler[Any]]:
    """Return a handler for each type that the rules speak of."""

    async def on_event(event: AnyEnvelope, work: Work) -> None:
        waits.note(await raise_notifications(fact_of(event, work), work))

    return [Handler(data, on_event) for data in heard(events)]


def fact_of(event: AnyEnvelope, work: Work) -> Fact:
    """Translate an event into what rules see."""
    return Fact(
        id=f"{event.source}|{event.id}",
        type=event.type,
        about=event.subject,
        orgunit=event.orgunit or work.cause.orgunit,
        time=event.time,
        fields=event.data.model_dump(),
    )
