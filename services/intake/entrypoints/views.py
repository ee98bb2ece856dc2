"""What intake's routes show."""

from datetime import datetime

from services.intake.domain.case import Case
from services.intake.domain.item import OWN
from services.intake.domain.parts import Outcome
from shared.calendar import Alert
from shared.deadlines.views import AmountView
from shared.privacy.records import PersonalDetails
from shared.web.views import View

REMEDY = "如不服本决定，可在六十日内申请行政复议，或在六个月内向人民法院提起行政诉讼。"
"""XKF 38; the limits by 行政复议法 20 and 行政诉讼法 46."""


class PaperView(View):
    """A paper handed in."""

    code: str
    form: str


class ReceiptView(View):
    """A written receipt (凭证)."""

    number: str
    kind: str
    at: datetime


class DecisionView(View):
    """The decision; `remedy` tells an applicant what can be done against a rejection."""

    outcome: str
    reasons: str
    by: str
    at: datetime
    certificate_no: str | None
    remedy: str | None = None


class ProcedureView(View):
    """A special procedure (特别程序) and the limit that the applicant was told."""

    kind: str
    reason: str
    basis: str
    approver: str
    limit: AmountView
    started_at: datetime
    ended_at: datetime | None
    result: str | None


class ApplicantView(View):
    """The applicant, always masked here; ``POST /people/{ref}/disclosures`` shows a contact."""

    ref: str
    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    address: str | None = None


class CaseRow(View):
    """An application in a list; `alert` is the worst that was announced of its clocks."""

    id: str
    version: int
    project_no: str
    item_code: str
    item_name: str
    kind: str
    state: str
    orgunit: str
    channel: str
    reference: str | None
    received_at: datetime
    due_at: datetime | None
    alert: Alert
    green_channel: bool
    applicant_ref: str | None


class CaseView(CaseRow):
    """An application with all that is known of it."""

    accepted_at: datetime | None

    papers: tuple[PaperView, ...]
    missing: tuple[str, ...]
    deficient: tuple[str, ...]
    incident: str | None
    handed_to: str | None
    receipts: tuple[ReceiptView, ...]
    procedures: tuple[ProcedureView, ...]
    decision: DecisionView | None
    claimed_by: str | None
    accepted_by: str | None
    consented: tuple[str, ...]
    handed_fields: tuple[str, ...]
    handed_without: str | None
    applicant: ApplicantView | None = None


def row_of(case: Case) -> CaseRow:
    """Return the application as lists show it."""
    return CaseRow.model_validate(_flat(case))


def view_of(case: Case, applicant: PersonalDetails | None = None) -> CaseView:
    """Return the application whole; `applicant` comes masked."""
    details = vars(applicant) if applicant else {}
    who = ApplicantView(ref=case.applicant, **details) if case.applicant else None
    decision = case.decision and DecisionView.model_validate(case.decision)
    if decision and decision.outcome == Outcome.REJECTED and case.decided_by == OWN:
        decision = decision.model_copy(update={"remedy": REMEDY})
    return CaseView.model_validate({**_flat(case), "decision": decision, "applicant": who})


def _flat(case: Case) -> dict[str, object]:
    origin = case.origin
    return {
        **vars(case),
        "channel": origin.channel,
        "reference": origin.reference,
        "incident": origin.incident,
        "applicant_ref": case.applicant,
        "due_at": case.due_at,
        "alert": case.announced,
    }
