"""The words by which somebody is asked to acknowledge."""

from dataclasses import replace
from datetime import datetime

from services.notify.domain.escalations import Escalation
from services.notify.domain.notifications import Notification
from services.notify.domain.texts import BODY_LONGEST, SUBJECT_LONGEST, cut, shown

_ASKED = "\n请在 {due} 前在收件箱点“确认”，逾时将转告下一责任人。"
_PASSED_ON = "（{before} 前无人确认，现转告您。请在 {due} 前确认或处理。）\n{body}"


def asking(first: Notification, escalation: Escalation) -> Notification:
    """Return a notification that begins the escalation, with the request in its text."""
    request = _ASKED.format(due=shown(escalation.due_at, {}))
    body = f"{cut(first.body, BODY_LONGEST - len(request))}{request}"
    return replace(first, body=body, escalation=escalation.id)


def passing_on(origin: Notification, before: datetime, escalation: Escalation) -> Notification:
    """Return what the next in the chain reads, made of the first notification.

    Args:
        origin: the first notification.
        before: until when it should have been acknowledged.
        escalation: as it was passed on.
    """
    body = _PASSED_ON.format(
        before=shown(before, {}), due=shown(escalation.due_at, {}), body=origin.body
    )
    return replace(
        origin,
        version=0,
        title=cut(f"【升级】{origin.title}", SUBJECT_LONGEST),
        body=cut(body, BODY_LONGEST),
        stand_in=False,
        endings=(),
        acted_at=None,
    )
