"""What is shown of bundles: how they stand, and each of their applications as it is now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Self

from services.intake.domain.bundle.bundle import Bundle, Child
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.case.case import Case
from services.intake.entrypoints.views import PaperView, ReceiptView
from shared.calendar import Calendar
from shared.deadlines.views import ClockView, Local
from shared.web.views import View


class ChildView(View):
    """One application of a bundle; what is `prepared` is missing, and waits for the one notice.

    Papers have the codes of the one form, by which they are handed in.
    """

    case: str
    project_no: str
    item_code: str
    item_name: str
    orgunit: str
    mandatory: bool
    state: str
    missing: tuple[str, ...]
    prepared: tuple[str, ...]
    due_at: Local | None
    outcome: str | None

    @classmethod
    def of(cls, child: Child, case: Case, form: OneForm) -> Self:
        """Show it."""
        now = {
            "state": case.state,
            "missing": tuple(form.code_of(case.item_code, code) for code in case.missing),
            "prepared": tuple(form.code_of(case.item_code, code) for code in case.prepared),
            "due_at": case.due_at,
            "outcome": case.decision.outcome if case.decision else None,
        }
        return cls.model_validate({**vars(child), **now})


class BundleRow(View):
    """A bundle in a list; `state` and `due_at` follow from its applications."""

    id: str
    version: int
    bundle_no: str
    matter: str
    matter_name: str
    joint: bool
    state: str
    orgunit: str
    channel: str
    received_at: Local
    accepted_at: Local | None
    due_at: Local | None
    ended: int
    of: int
    blocked: tuple[str, ...]
    applicant_ref: str | None


class BundleView(BundleRow):
    """A bundle with its one form and its applications."""

    answers: Mapping[str, bool | int | float | str]
    papers: tuple[PaperView, ...]
    noticed_at: Local | None
    receipts: tuple[ReceiptView, ...]
    children: tuple[ChildView, ...]
    clocks: tuple[ClockView, ...]
    agent: str | None
    authorisation: str | None


def row_of_bundle(bundle: Bundle) -> BundleRow:
    """Return a bundle as lists show it."""
    return BundleRow.model_validate(_flat(bundle))


def view_of_bundle(
    bundle: Bundle, cases: Sequence[Case], form: OneForm, now: datetime, calendar: Calendar
) -> BundleView:
    """Return a bundle whole."""
    children = tuple(
        ChildView.of(child, case, form) for child, case in zip(bundle.children, cases, strict=True)
    )
    clocks = tuple(ClockView.of(clock, now, calendar) for clock in bundle.clocks)
    return BundleView.model_validate({**_flat(bundle), "children": children, "clocks": clocks})


def _flat(bundle: Bundle) -> dict[str, object]:
    more = {"of": len(bundle.children), "applicant_ref": bundle.applicant}
    return {**vars(bundle), **vars(bundle.stand), **more}
