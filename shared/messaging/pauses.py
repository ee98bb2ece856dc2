"""A paused source as it is stored: one row a partner, so that all replicas and restarts know."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.events.catalogue import EVENTS
from shared.events.sources import Ended
from shared.messaging.invalid_ratio import Window
from shared.messaging.partners import Partner
from shared.storage.work import Kind, Stage
from shared.values import Refusal


@dataclass(frozen=True)
class Pause:
    """What one service last decided about one partner's topic; id is the partner's.

    `places` are those of the invalid records that led to it: when none of them is in quarantine
    any longer, the source is mended. Until `tolerated_until` it is not paused again.
    """

    id: str
    version: int
    topic: str
    orgunit: str
    paused: bool
    since: datetime
    invalid: int
    of: int
    places: tuple[str, ...]
    tolerated_until: datetime | None = None
    ended_by: str | None = None
    why: str | None = None


PAUSES = Kind("pauses", Pause)


async def pause(service: str, partner: Partner, window: Window, work: Stage) -> None:
    """Pause a source, unless another replica has."""
    pauses = work.repository(PAUSES)
    before = await pauses.find(partner.id)
    if before is not None and before.paused:
        return
    places = window.places
    saved = pauses.save(
        Pause(
            id=partner.id,
            version=before.version if before else 0,
            topic=partner.topic,
            orgunit=partner.orgunit,
            paused=True,
            since=work.now,
            invalid=len(places),
            of=len(window),
            places=places,
        )
    )
    _announce("paused", saved, service, work)


async def mended(service: str, seen: Pause, work: Stage) -> None:
    """Read a source again because all that led to this pause is settled, unless it has ended."""
    found = await work.repository(PAUSES).get(seen.id)
    if found.version == seen.version:
        _end(service, replace(found, ended_by="system", why=None), Ended.MENDED, work)


def resume(
    service: str, found: Pause, why: str, tolerated_until: datetime | None, work: Stage
) -> Pause:
    """Read a source again because an operator says so; raise `Refusal` when it is not paused."""
    if not found.paused:
        raise Refusal(
            "not-paused",
            f"来源“{found.id}”没有暂停，无需恢复。",
            f"The source '{found.id}' is not paused; there is nothing to resume.",
        )
    ended = replace(found, ended_by=work.cause.actor, why=why, tolerated_until=tolerated_until)
    return _end(service, ended, Ended.COMMAND, work)


def _end(service: str, ended: Pause, how: Ended, work: Stage) -> Pause:
    saved = work.repository(PAUSES).save(replace(ended, paused=False))
    _announce("resumed", saved, service, work, how=how)
    return saved


def _announce(verb: str, about: Pause, service: str, work: Stage, **more: Any) -> None:
    data = EVENTS[f"jiedao.{service}.source.{verb}.v1"].model_validate(
        {
            "service": service,
            "partner": about.id,
            "topic": about.topic,
            "invalid": about.invalid,
            "of": about.of,
            "since": about.since,
            **more,
        }
    )
    work.announce(data, about=about, orgunit=about.orgunit)
