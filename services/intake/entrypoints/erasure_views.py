"""What erasure and access exports take and show."""

from datetime import datetime

from services.intake.application.access import Known
from services.intake.domain.retention import Ground
from services.intake.entrypoints.models import Body, Reasons, example
from services.intake.entrypoints.partner_views import HandOverRow
from services.intake.entrypoints.views import CaseView, view_of
from shared.web.views import View


class ErasureBody(Body):
    """Why a person is erased; `reason` is for the audit and holds nothing personal."""

    model_config = example(ground="consent-withdrawn", reason="本人书面申请。")

    ground: Ground
    reason: Reasons


class RunBody(Body):
    """A run over what is kept long enough."""

    model_config = example(reason="季度到期清理。")

    reason: Reasons


class ErasedView(View):
    """A person who is unreadable from now on, and whose applications are skeletons."""

    ref: str
    erased: bool = True
    cases: tuple[str, ...]


class DueRow(View):
    """An application that need not be kept whole any longer."""

    id: str
    project_no: str
    item_code: str
    applicant: str | None
    keep_until: datetime


class RunView(View):
    """Who was erased, and who not yet and why; `next` continues where this run ended."""

    erased: tuple[ErasedView, ...]
    kept: tuple[tuple[str, str], ...]
    next: str | None = None


class PersonView(View):
    """The person's own data, in the clear."""

    name: str | None
    phone: str | None
    id_number: str | None
    address: str | None


class AccessView(View):
    """All that is known of a person: what was given, each application, who was given what."""

    ref: str
    person: PersonView
    cases: tuple[CaseView, ...]
    handed_over: tuple[HandOverRow, ...]


def access_view(known: Known) -> AccessView:
    """Return the export, for the person's own eyes."""
    return AccessView(
        ref=known.person,
        person=PersonView.model_validate(known.details),
        cases=tuple(view_of(case) for case in known.cases),
        handed_over=tuple(HandOverRow.model_validate(one) for one in known.handed),
    )
