"""What is noted with each step of an application: its trail, its invitations, its outcome."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import RECEIPT, Reference
from services.intake.domain.catalogue.item import NOBODY
from services.intake.domain.history.marks import ContactKind, Invitation
from services.intake.domain.history.outcome import outcome_of
from services.intake.domain.history.story_sentences import TOLD
from services.intake.domain.history.trail import Step, in_what_role
from services.intake.domain.rating.rating_clocks import RATING_WINDOW, window_ends
from shared.events.intake import (
    ApplicationAccepted,
    ApplicationDecided,
    ApplicationRefused,
    ApplicationReturned,
    ApplicationWithdrawn,
    CaseEvent,
    CorrectionSubmitted,
    PapersSupplemented,
)
from shared.events.intake_deadlines import CaseDeadline
from shared.events.intake_lifecycle import (
    AcceptanceRevoked,
    ApplicationPreRejected,
    ApplicationTerminated,
    PromiseRepaired,
)
from shared.events.intake_work import CaseAnonymised, CaseInHand

_VISITS: Mapping[type[CaseEvent], ContactKind] = {
    CorrectionSubmitted: ContactKind.CORRECTED,
    PapersSupplemented: ContactKind.SUPPLEMENTED,
}
"""The visits after which no receipt is given: the invitation is on the one before."""
ENDINGS: set[type[CaseEvent]] = {
    AcceptanceRevoked,
    ApplicationDecided,
    ApplicationPreRejected,
    ApplicationRefused,
    ApplicationReturned,
    ApplicationTerminated,
    ApplicationWithdrawn,
}
"""The steps with which the office is done (办结); of a registration, it is the acceptance."""
_SERVING_NOBODY = (CaseInHand, CaseAnonymised, CaseDeadline, PromiseRepaired)
"""The steps that no rating is about: whoever takes one did not serve the applicant by it."""
_PAPERS = ("papers", "missing", "deficient")


def marked(case: Case, event: type[CaseEvent], work: Work) -> Case:
    """Return the application with what this step notes in it."""
    serves = not issubclass(event, _SERVING_NOBODY)
    marks = case.marks.served(work.cause.actor) if serves else case.marks
    if _contact(case, event):
        marks = marks.contacted()
    if marks.receipt_code is None and not case.anonymous:
        marks = replace(marks, receipt_code=work.receipt_code(case.id))
    if event is ApplicationAccepted:
        marks = replace(marks, owed=case.deficient)
    if _ends(case, event):
        marks = marks.closed(work.now)
    return case if marks == case.marks else replace(case, marks=marks)


def note(
    before: Case, case: Case, event: type[CaseEvent], said: Mapping[str, Any], work: Work
) -> None:
    """Write what stands beside an application just saved, in the same transaction.

    Nothing is read: each row is the first of its id, so that a step costs no round trip more.
    """
    _note_step(case, event, said, work)
    code = case.marks.receipt_code
    if before.marks.receipt_code is None and code is not None:
        work.references.save(Reference(Reference.key(RECEIPT, code), 0, case.id))
    contact = _contact(before, event)
    if contact:
        _invite(case, contact, work)
    calendar = work.calendars.of(case.orgunit)
    if case.marks.closed_at is not None and before.marks.closed_at is None:
        work.outcomes.save(outcome_of(case, case.marks.closed_at, calendar))
    if case.marks.closed_at is not None and (contact or _ends(case, event)):
        work.set_timer(RATING_WINDOW, case.id, window_ends(work.now, calendar))


def _contact(case: Case, event: type[CaseEvent]) -> ContactKind | None:
    """Return what contact a step ended: its receipt carries the invitation to rate."""
    given = case.receipts[case.filed :]
    return ContactKind(given[-1].kind) if given else _VISITS.get(event)


def _ends(case: Case, event: type[CaseEvent]) -> bool:
    return event in ENDINGS or (event is ApplicationAccepted and case.decided_by == NOBODY)


def _invite(case: Case, kind: ContactKind, work: Work) -> None:
    contact = case.marks.contacts
    key = Invitation.key(case.id, contact)
    work.invitations.save(Invitation(key, 0, case.id, contact, kind, case.orgunit, work.now))


def _note_step(case: Case, event: type[CaseEvent], said: Mapping[str, Any], work: Work) -> None:
    cause = work.cause
    papers = next((said[name] for name in _PAPERS if said.get(name)), ())
    work.trail.save(
        Step(
            id=Step.key(case.id, case.version),
            version=0,
            at=work.now,
            event=event.type.removeprefix("jiedao.intake.").rpartition(".v")[0],
            by=in_what_role(cause.actor, cause.roles),
            said={name: _word(value) for name, value in said.items() if _is_told(name, value)},
            papers=tuple(map(_code, papers)),
        )
    )


def _code(paper: str | Mapping[str, Any]) -> str:
    return paper if isinstance(paper, str) else str(paper["code"])


def _is_told(name: str, value: object) -> bool:
    # No more than a sentence names: never a reference to anybody (ADR 19).
    return name in TOLD and isinstance(value, str | int | datetime)


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else str(value)
