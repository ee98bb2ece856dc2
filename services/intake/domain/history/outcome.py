"""What remains of an application for the figures: a small record, written when it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import DECISION, STATUTORY
from services.intake.domain.case.grounds import RejectionGround
from services.intake.domain.case.parts import Outcome as Decided
from services.intake.domain.case.parts import ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import ItemKind
from shared.calendar import Calendar, DeadlineClock, Unit, remaining

_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Outcome:
    """One application that ended; `id` is the case's, `month` ``yyyy-mm``, `day` ``yyyy-mm-dd``.

    `due_at` is when it should have been decided at the latest, after stops and extensions; None
    where no limit ran. `met_at` is when it was: of what was approved with papers to follow (容缺),
    before it ended; None in records of older versions. `legal_days` and `actual_days` are working
    days, None where the law's limit is none or in other units. `promised` counts the papers that
    were to follow, `supplied` those that did. `rejected` is False in records of older versions;
    `ground` is None where it was not rejected, and where nobody stated one.
    """

    id: str
    version: int
    month: str
    day: str
    orgunit: str
    item_code: str
    instant: bool
    corrected: bool
    closed_at: datetime
    due_at: datetime | None = None
    legal_days: int | None = None
    actual_days: int | None = None
    promised: int = 0
    supplied: int = 0
    lapsed: int = 0
    met_at: datetime | None = None
    rejected: bool = False
    ground: RejectionGround | None = None

    @property
    def on_time(self) -> bool:
        """按时: it was decided when it was due or before; what has no limit is never late."""
        return self.due_at is None or (self.met_at or self.closed_at) <= self.due_at

    @property
    def early(self) -> bool:
        """提前: it was decided on a day before the one on which it was due."""
        return self.due_at is not None and _day(self.met_at or self.closed_at) < _day(self.due_at)


def outcome_of(case: Case, closed_at: datetime, calendar: Calendar) -> Outcome:
    """Return what remains of an application that has just ended."""
    day = _day(closed_at)
    limits = [clock for clock in case.clocks if clock.name in DECISION]
    # The limit is the decision's: papers that follow it have limits of their own.
    met_at = min((clock.ended_at for clock in limits if clock.ended_at), default=closed_at)
    legal = next((clock for clock in limits if clock.name == STATUTORY), None)
    counted = legal is not None and legal.limit.unit is Unit.WORKING_DAYS
    owed = case.marks.owed
    # A broken promise ends what was to follow; its papers tell what never came.
    promised = {term.code for term in case.promise.owed} if case.promise else set[str]()
    unsupplied = [code for code in owed if code in promised.union(case.deficient)]
    return Outcome(
        id=case.id,
        version=0,
        month=day[:7],
        day=day,
        orgunit=case.orgunit,
        item_code=case.item_code,
        instant=case.kind is ItemKind.INSTANT,
        corrected=any(receipt.kind is ReceiptKind.CORRECTION for receipt in case.receipts),
        closed_at=closed_at,
        due_at=min((clock.due_at for clock in limits if clock.due_at), default=None),
        legal_days=legal.limit.amount if legal and counted else None,
        actual_days=_used(legal, calendar, met_at) if legal and counted else None,
        promised=len(owed),
        supplied=len(owed) - len(unsupplied),
        # Who withdraws has broken no promise: that it lapsed is said of what ended otherwise.
        lapsed=0 if case.state is State.WITHDRAWN else len(unsupplied),
        met_at=met_at,
        rejected=case.decision is not None and case.decision.outcome is Decided.REJECTED,
        ground=case.decision.ground if case.decision else None,
    )


def _used(clock: DeadlineClock, calendar: Calendar, at: datetime) -> int:
    left = remaining(clock, calendar, at)
    amount = int(left.amount)
    return clock.total + amount if left.overdue else clock.total - amount


def _day(at: datetime) -> str:
    # The day on the counter's calendar; China keeps one offset all year.
    return f"{at.astimezone(_BEIJING):%Y-%m-%d}"
