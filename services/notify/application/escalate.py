"""Acknowledge, or the next one is told: the steps of an escalation."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from services.notify.application.ports import Work
from services.notify.application.tell import tell
from services.notify.domain.asking import asking, passing_on
from services.notify.domain.chains import Chain
from services.notify.domain.escalations import Escalation, Watch
from services.notify.domain.facts import Fact
from services.notify.domain.notifications import Notification
from shared.events.base import source_of
from shared.events.notify import (
    EscalationAcknowledged,
    EscalationClosed,
    EscalationRaised,
    EscalationStepped,
)
from shared.ids import derive

TIMER = "escalate"

_log = logging.getLogger("jiedao.notify")


async def begin_escalation(
    first: Sequence[Notification], chain: Chain, fact: Fact, work: Work
) -> list[Notification]:
    """Begin the escalation of what one rule tells about one event.

    The chain is copied into it by name, so that neither another rules file nor another roster
    breaks one that is under way. Returns the notifications with the request to acknowledge.
    """
    origin = first[0]
    id_ = f"esc_{derive(origin.event, f'{origin.rule}@{origin.rule_version}')}"
    escalation = await work.escalations.find(id_)
    if escalation is None:
        rungs = chain.copied([n.recipient for n in first], work.rulebook.roster, origin.orgunit)
        if len(rungs) <= len(chain.links):
            _log.warning("chain %s passes over a role that nobody holds for %s", chain.id, id_)
        calendar = work.calendars.of(origin.orgunit)
        part = fact.part(chain.part)
        begun = Escalation.begun(id_, origin, chain, rungs, work.now, calendar, part)
        escalation = await _begun(begun, work)
    return [asking(notification, escalation) for notification in first]


async def step_escalation(id_: str, work: Work) -> None:
    """Tell the next in the chain; called when nobody acknowledged in time."""
    current = await work.escalations.get(id_)
    origin = await work.notifications.get(current.origin)
    calendar = work.calendars.of(current.orgunit)
    escalation = work.escalations.save(current.stepped(work.now, calendar))
    told = _present(escalation, work)
    data = EscalationStepped(
        rule=escalation.rule,
        about=escalation.about,
        step=escalation.step,
        told=told,
        due_at=escalation.due_at,
    )
    work.announce(data, about=escalation, orgunit=escalation.orgunit)
    work.count("notify_escalations_total", state=escalation.state)
    work.set_timer(TIMER, id_, escalation.due_at)
    text = passing_on(origin, current.due_at, escalation)
    for staff in told:
        await tell(_step(text, escalation, staff, work), work)


async def acknowledge(id_: str, staff: str, work: Work) -> None:
    """Take it on; whoever comes second changes nothing."""
    current = await work.escalations.get(id_)
    if not current.is_open:
        return
    escalation = await _ended(current.acknowledged(staff, work.now), work)
    data = EscalationAcknowledged(
        rule=escalation.rule, about=escalation.about, step=escalation.step, by=staff
    )
    work.announce(data, about=escalation, orgunit=escalation.orgunit)


async def close_moot(fact: Fact, work: Work) -> None:
    """End what this event makes moot: the matter was decided, closed, answered."""
    if fact.type not in work.rulebook.ending:
        return
    watch = await work.watches.find(fact.about)
    for id_ in watch.escalations if watch else ():
        current = await work.escalations.get(id_)
        if not current.is_moot_by(fact):
            continue
        escalation = await _ended(current.closed(work.now), work)
        data = EscalationClosed(
            rule=escalation.rule, about=escalation.about, step=escalation.step, because=fact.type
        )
        work.announce(data, about=escalation, orgunit=escalation.orgunit)


async def _begun(begun: Escalation, work: Work) -> Escalation:
    watch = await work.watches.find(begun.about) or Watch(begun.about, 0)
    escalation = work.escalations.save(begun)
    work.watches.save(replace(watch, escalations=(*watch.escalations, escalation.id)))
    data = EscalationRaised(
        rule=escalation.rule,
        about=escalation.about,
        told=escalation.rung.staff,
        due_at=escalation.due_at,
    )
    work.announce(data, about=escalation, orgunit=escalation.orgunit)
    work.count("notify_escalations_total", state=escalation.state)
    work.set_timer(TIMER, escalation.id, escalation.due_at)
    return escalation


async def _ended(ended: Escalation, work: Work) -> Escalation:
    watch = await work.watches.get(ended.about)
    others = tuple(id_ for id_ in watch.escalations if id_ != ended.id)
    if others:
        work.watches.save(replace(watch, escalations=others))
    else:
        work.watches.remove(watch)
    work.cancel_timer(TIMER, ended.id)
    work.count("notify_escalations_total", state=ended.state)
    return work.escalations.save(ended)


def _present(escalation: Escalation, work: Work) -> tuple[str, ...]:
    # Who left the roster since the chain was copied would never hear of it.
    roster = work.rulebook.roster
    here = tuple(staff for staff in escalation.rung.staff if staff in roster)
    return here or roster.instead(escalation.orgunit)


def _step(text: Notification, escalation: Escalation, staff: str, work: Work) -> Notification:
    return replace(
        text,
        id=f"ntf_{derive(escalation.id, str(escalation.step), staff)}",
        event=f"{source_of('notify')}|{escalation.id}.{escalation.version}",
        event_type=EscalationStepped.type,
        event_time=work.now,
        recipient=staff,
        raised_at=work.now,
    )
