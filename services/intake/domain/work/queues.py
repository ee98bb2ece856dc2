"""Queues of work as data: what waits for whom, and by when; see ADR 20 for the indexes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import PROMISING, State
from services.intake.domain.catalogue.item import OWN, ItemKind
from services.intake.domain.promise.promise import CLOCK as PROMISED_PAPER

CLERK, REVIEWER = "clerk", "reviewer"
OVERDUE = "overdue"
"""All that is late, whichever queue it waits in."""
TO_CHECK = "papers-to-check"
"""All with a promised paper that is in and not looked at, also while reviewers work on it."""
MINE = "mine"
"""All that one member of staff has claimed."""
_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Queue:
    """What waits for some roles: applications in these states that also fit."""

    name: str
    zh: str
    en: str
    roles: tuple[str, ...]
    states: frozenset[State] = frozenset()
    fits: Callable[[Case], bool] = lambda _: True


QUEUES = (
    Queue(
        "to-pre-accept",
        "待预受理",
        "came online, to be looked at",
        (CLERK,),
        frozenset({State.SUBMITTED}),
    ),
    Queue(
        "to-correct-check",
        "补正待核",
        "corrected, to be checked again",
        (CLERK,),
        frozenset({State.RECEIVED}),
        lambda case: case.was_notified,
    ),
    Queue(
        "to-accept",
        "待受理",
        "to be accepted",
        (CLERK,),
        frozenset({State.RECEIVED}),
        # What is missing is noted: it waits for the one notice of its matter (一件事).
        lambda case: not case.prepared,
    ),
    Queue(
        "on-the-spot",
        "即办待办",
        "to be decided on the spot",
        (CLERK, REVIEWER),
        frozenset({State.ACCEPTED, State.IN_REVIEW}),
        lambda case: case.kind is ItemKind.INSTANT and case.decided_by == OWN,
    ),
    Queue(
        "to-review",
        "待审查",
        "to be reviewed and decided",
        (REVIEWER,),
        frozenset({State.ACCEPTED, State.IN_REVIEW}),
        lambda case: case.decided_by == OWN,
    ),
    Queue(
        "with-partner",
        "待合作单位答复",
        "waits for a partner's answer",
        (CLERK, REVIEWER),
        frozenset({State.IN_REVIEW}),
        lambda case: case.handed_to is not None,
    ),
    Queue(
        "in-procedure",
        "特别程序中",
        "in a special procedure",
        (CLERK, REVIEWER),
        frozenset({State.SUSPENDED}),
    ),
    Queue(
        "recall-asked",
        "撤件待答复",
        "asked back, to be answered",
        (REVIEWER,),
        frozenset({State.RECALL_PENDING}),
    ),
    Queue(
        "withheld",
        "容缺待补",
        "approved, waits for promised papers",
        (CLERK,),
        frozenset({State.DECIDED}),
        lambda case: bool(case.decision and case.decision.outcome is Outcome.APPROVED_DEFICIENT),
    ),
    Queue("to-deliver", "待送达", "to be delivered", (CLERK,), frozenset({State.DECIDED})),
)
VIEWS = (
    Queue(TO_CHECK, "容缺待核", "promised papers that are in, to be checked", (CLERK,)),
    Queue(OVERDUE, "已逾期", "overdue", (CLERK, REVIEWER)),
    Queue(MINE, "我的待办", "claimed by me", (CLERK, REVIEWER)),
)
BY_NAME = {queue.name: queue for queue in (*QUEUES, *VIEWS)}


def queue_of(case: Case) -> Queue | None:
    """Return the first queue that an application waits in; None where it waits for no staff."""
    return next((q for q in QUEUES if case.state in q.states and q.fits(case)), None)


def due_of(case: Case) -> datetime:
    """Return when its turn comes; what has no limit (即办) is due since it waits: it is first.

    Who stated a need of this visit (绿色通道) goes before that while the visit lasts, as if waiting
    a day longer. No need stands above another, and nothing known of a person counts (AY 22).
    """
    waits_since = case.decision.at if case.decision else case.accepted_at or case.received_at
    return waits_since - _AHEAD if case.need is not None else case.due_at or waits_since


def to_check_by(case: Case) -> datetime | None:
    """Return the first date of the promised papers that are in and that nobody has looked at."""
    if case.state not in PROMISING:
        return None
    waiting = {f"{PROMISED_PAPER}{paper}" for paper in case.to_check}
    dates = (clock.due_at for clock in case.open_clocks if clock.name in waiting)
    return min((date for date in dates if date is not None), default=None)


def working_fields(case: Case) -> dict[str, Any]:
    """Return the plain fields by which stored applications are queued."""
    queue = queue_of(case)
    found: dict[str, Any] = {"queue": queue.name} if queue else {}
    if case.due_at is not None:
        # Not `due`: what waits without a limit, or stands still, is never late.
        found["late_at"] = case.due_at
    if (check_by := to_check_by(case)) is not None:
        found |= {"to_check": True, "check_by": check_by}
    # Kept long enough is worth a look only where something personal is left.
    forgettable = case.keep_until is not None and case.applicant and not case.anonymous
    return {"due": due_of(case), **found} | ({"to_forget": True} if forgettable else {})
