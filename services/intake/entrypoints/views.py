"""What intake's routes show."""

from collections.abc import Mapping
from datetime import datetime

from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Need
from services.intake.domain.receipts.receipt_words import remedy_against
from services.intake.entrypoints.exchange.official import OfficialState, official_state
from services.intake.entrypoints.promise.promise_views import PromiseView
from shared.calendar import Alert
from shared.deadlines.views import AmountView
from shared.privacy.records import PersonalDetails
from shared.web.views import View


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
    with_deficiency: bool
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


class StepView(View):
    """A step of the review that was taken, or given back."""

    step: str
    by: str
    opinion: str
    passed: bool
    at: datetime


class OnSiteView(View):
    """A look on the spot (现场核查)."""

    by: tuple[str, ...]
    findings: str
    at: datetime


class RevocationView(View):
    """An approval that was revoked (撤销)."""

    authority: str
    ground: str
    basis: str
    reasons: str
    by: str
    at: datetime


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
    point: str | None


class CaseView(CaseRow):
    """An application with all that is known of it; `receipt_code` stands on its receipts.

    `need` (green channel) is shown on the day of the visit only, and never in a stored answer.
    """

    receipt_code: str | None
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
    item_version: str = ""
    answers: Mapping[str, bool | int | float | str] = {}
    official_state: OfficialState | None
    promise: PromiseView | None
    review_steps: tuple[str, ...]
    steps: tuple[StepView, ...]
    onsite_needed: bool
    onsite: OnSiteView | None
    revocation: RevocationView | None
    because: str | None
    agent: str | None
    authorisation: str | None
    need: Need | None = None


def row_of(case: Case) -> CaseRow:
    """Return the application as lists show it."""
    return CaseRow.model_validate(listed(case))


def view_of(
    case: Case, applicant: PersonalDetails | None = None, need: Need | None = None
) -> CaseView:
    """Return the application whole; `applicant` comes masked."""
    details = vars(applicant) if applicant else {}
    who = ApplicantView(ref=case.applicant, **details) if case.applicant else None
    decision = case.decision and DecisionView.model_validate(case.decision)
    if decision:
        decision = decision.model_copy(update={"remedy": remedy_against(case)})
    told = {
        "decision": decision,
        "applicant": who,
        "official_state": official_state(case),
        "need": need,
    }
    return CaseView.model_validate({**listed(case), **told})


def listed(case: Case) -> dict[str, object]:
    """Return an application's members as lists show them, for what shows more of it."""
    origin = case.origin
    return {
        **vars(case),
        "channel": origin.channel,
        "reference": origin.reference,
        "incident": origin.incident,
        "applicant_ref": case.applicant,
        "receipt_code": case.marks.receipt_code,
        "due_at": case.due_at,
        "alert": case.announced,
    }
