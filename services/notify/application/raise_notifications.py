"""An event happened: whoever must know is told."""

import logging
from collections.abc import Iterable
from itertools import groupby

from services.notify.application.escalate import begin_escalation, close_moot
from services.notify.application.ports import Work
from services.notify.application.tell import tell
from services.notify.domain.facts import Fact
from services.notify.domain.notifications import Notification
from services.notify.domain.rulebook import Intent
from shared.ids import derive

_log = logging.getLogger("jiedao.notify")


async def raise_notifications(fact: Fact, work: Work) -> list[Notification]:
    """Tell everybody whom the rules name; return what was raised now.

    Ids derive from event, rule@version and recipient, so that the whole topic can be replayed and
    nobody is told twice. What the event makes moot is closed first.
    """
    await close_moot(fact, work)
    raised = []
    for rule, intents in groupby(work.rulebook.intents(fact), lambda intent: intent.rule):
        new = await _new(fact, intents, work)
        if new and rule.chain is not None:
            new = await begin_escalation(new, rule.chain, fact, work)
        raised += [await tell(notification, work) for notification in new]
    return raised


async def _new(fact: Fact, intents: Iterable[Intent], work: Work) -> list[Notification]:
    new = []
    for intent in intents:
        notification = _notification(fact, intent, work)
        if intent.stand_in:
            _log.warning("rule %s found nobody for %s", intent.rule.id, fact.id)
        if await work.notifications.find(notification.id) is None:
            new.append(notification)
    return new


def _notification(fact: Fact, intent: Intent, work: Work) -> Notification:
    rule = intent.rule
    return Notification(
        id=f"ntf_{derive(fact.id, f'{rule.id}@{rule.version}', intent.recipient)}",
        version=0,
        event=fact.id,
        event_type=fact.type,
        event_time=fact.time,
        about=fact.about,
        orgunit=fact.orgunit,
        rule=rule.id,
        rule_version=rule.version,
        recipient=intent.recipient,
        stand_in=intent.stand_in,
        title=intent.text.subject,
        body=intent.text.body,
        priority=rule.priority,
        channels=rule.channels,
        raised_at=work.now,
    )
