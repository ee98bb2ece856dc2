"""How long an application is kept whole, when a person may be erased, and what then remains."""

from collections.abc import Sequence
from dataclasses import MISSING, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.intake.domain.case.case import Case
from services.intake.domain.case.states import TABLE, State
from services.intake.domain.catalogue.item import NOBODY
from services.intake.domain.people.holdings import Holdings
from shared.calendar import DeadlineClock
from shared.values import NotAllowed, Refusal

OVER = frozenset(
    {
        State.DELIVERED,
        State.ARCHIVED,
        State.WITHDRAWN,
        State.RETURNED,
        State.NOT_REQUIRED,
        State.OUT_OF_COMPETENCE,
    }
)
"""States after which nothing is owed to the applicant."""
KEPT = frozenset(
    {"id", "version", "project_no", "item_code", "item_name", "kind", "decided_by", "origin"}
    | {"orgunit", "state", "received_at", "papers", "missing", "deficient", "applicant"}
    | {"handed_to", "receipts", "decision", "accepted_at", "procedures", "keep_until", "point"}
    | {"steps", "corrections", "clocks", "running", "warned", "item_version", "marks", "filed"}
    | {"bundle"}
)
"""What statistics need (domain.md 5). Whatever is not named here goes, also a field yet to come."""


class Ground(StrEnum):
    """Why a person is erased (PIPL 47)."""

    RETENTION_OVER = "retention-over"  # 保存期限已届满
    CONSENT_WITHDRAWN = "consent-withdrawn"  # 个人撤回同意
    UNLAWFUL = "unlawful"  # 违法处理


def is_over(case: Case) -> bool:
    """Tell whether nothing more is to be done: then the time for which it is kept begins."""
    registered = case.state is State.ACCEPTED and case.decided_by == NOBODY
    final = all(state is not case.state for state, _ in TABLE.rows)
    return registered or final or case.state in OVER


def retained(case: Case, years: int, now: datetime) -> Case:
    """Return the application that knows until when it is kept; None while it is open."""
    until = (case.keep_until or _later(now, years)) if is_over(case) else None
    return case if until == case.keep_until else replace(case, keep_until=until)


def must_be_erasable(held: Holdings, ground: Ground, now: datetime, scope: str) -> None:
    """Raise `Refusal` while applications of a person are open, or something must still be kept.

    PIPL 47: where the time for which a law has a record kept is not over, it is stored and nothing
    else is done with it. A consent withdrawn, or a handling that broke the law, ends that at once.
    Nobody takes from an office outside `scope` what it keeps: a person goes whole or not at all.
    """
    _must_be_ours(held.beyond(scope))
    for case in held.cases:
        if not is_over(case):
            raise Refusal(
                "case-open",
                f"办件 {case.project_no} 尚未办结，请先办结或撤回，再删除个人信息。",
                f"Application {case.project_no} is open; finish or withdraw it first.",
            )
    if ground is Ground.RETENTION_OVER:
        _must_be_kept_long_enough(held, now)


def _must_be_ours(beyond: Sequence[str]) -> None:
    if beyond:
        raise NotAllowed(
            "out-of-scope",
            f"此人在其他机构也有记录（{'、'.join(beyond)}），请由共同的上级机构删除。",
            f"Other organisations have records of this person too ({', '.join(beyond)}); their"
            " common superior erases.",
        )


def _must_be_kept_long_enough(held: Holdings, now: datetime) -> None:
    for case in held.cases:
        if case.keep_until is None or case.keep_until > now:
            until = f"{case.keep_until:%Y-%m-%d}" if case.keep_until else "—"
            raise Refusal(
                "still-retained",
                f"办件 {case.project_no} 须保存至 {until}，期满前只存储、不作其他处理。",
                f"Application {case.project_no} is kept until {until}.",
            )
    if held.awaited(now):
        raise Refusal(
            "still-awaited",
            "此人尚有预约，或代办授权仍在有效期内，请待其结束后再清理。",
            "The person has a place still to come, or a letter that holds; wait for its end.",
        )


def skeleton(case: Case) -> Case:
    """Return what remains: that it was, of what kind, when, how it ended; no word about anybody."""
    emptied: dict[str, Any] = {
        field.name: field.default if field.default_factory is MISSING else field.default_factory()
        for field in fields(case)
        if field.name not in KEPT
    }
    decision = case.decision and replace(case.decision, reasons="", certificate_no=None)
    procedures = tuple(
        replace(each, reason="", result=each.result and "", hearing=None)
        for each in case.procedures
    )
    steps = tuple(replace(each, opinion="") for each in case.steps)
    clocks = tuple(map(_without_reasons, case.clocks))
    origin = replace(case.origin, reference=None, incident=None)
    emptied |= {"origin": origin, "decision": decision, "procedures": procedures}
    # The code stands on papers at somebody's home: it is to lead nowhere (ADR 21).
    marks = replace(case.marks, receipt_code=None)
    emptied |= {"clocks": clocks, "steps": steps, "marks": marks}
    return replace(case, **{**emptied, "anonymous": True})


def _without_reasons(clock: DeadlineClock) -> DeadlineClock:
    granted = tuple(replace(extension, reason="") for extension in clock.extensions)
    return replace(clock, extensions=granted)


def _later(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year + years)
    except ValueError:  # 29 February
        return now.replace(year=now.year + years, day=28)
