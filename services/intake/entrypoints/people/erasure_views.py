"""What erasure and access exports take and show."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from pydantic import Field

from services.intake.application.people.access import Known
from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.case.case import Case
from services.intake.domain.people.retention import Ground
from services.intake.entrypoints.bundle.bundle_views import BundleRow, row_of_bundle
from services.intake.entrypoints.counter.appointment_models import AppointmentView
from services.intake.entrypoints.counter.authorisation_models import AuthorisationView
from services.intake.entrypoints.counter.care_models import BookingView
from services.intake.entrypoints.exchange.partner_views import HandOverRow
from services.intake.entrypoints.models import Body, Reasons, example
from services.intake.entrypoints.views import CaseView, PaperView, view_of
from shared.events.parts import JobWish
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
    """An application that need not be kept whole any longer, or a person without one.

    Whose last place or letter is long over is listed by the reference alone.
    """

    id: str
    project_no: str | None = None
    item_code: str | None = None
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
    org_name: str | None
    uscc: str | None


class KnownCase(CaseView):
    """An application with all that the person said: also the job wish, and the need stated."""

    wish: JobWish | None = None


class KnownBundle(BundleRow):
    """One matter (一件事) with what the person said on its one form."""

    answers: Mapping[str, bool | int | float | str]
    papers: tuple[PaperView, ...]


class GivenRow(HandOverRow):
    """What was handed over of the person, and to which partner."""

    partner: str


class BrokenPromiseView(View):
    """A promise (容缺) that was broken and is not made good yet: why no other is offered."""

    case: str
    at: datetime


class AccessView(View):
    """All that the organisation knows of a person, and who was given what.

    `authorisations` are those that the person gave, and those under which the person acts for
    somebody. Other organisations that have more stand in `elsewhere`.
    """

    ref: str
    person: PersonView
    cases: tuple[KnownCase, ...]
    bundles: tuple[KnownBundle, ...]
    handed_over: tuple[GivenRow, ...]
    authorisations: tuple[AuthorisationView, ...]
    appointments: tuple[AppointmentView, ...]
    bookings: tuple[BookingView, ...]
    broken_promise: BrokenPromiseView | None
    elsewhere: tuple[str, ...] = Field(description="organisations to ask for more")


def access_view(known: Known) -> AccessView:
    """Return the export, for the person's own eyes."""
    held = known.held
    return AccessView(
        ref=known.person,
        person=PersonView.model_validate(known.details),
        cases=tuple(map(_known_case, held.cases)),
        bundles=tuple(map(_known_bundle, held.bundles)),
        handed_over=tuple(GivenRow.model_validate(one) for one in known.handed),
        authorisations=tuple(AuthorisationView.model_validate(one) for one in held.letters),
        appointments=tuple(AppointmentView.model_validate(one) for one in held.appointments),
        bookings=tuple(BookingView.model_validate(one) for one in held.bookings),
        broken_promise=held.broken and BrokenPromiseView.model_validate(held.broken),
        elsewhere=known.elsewhere,
    )


def _known_bundle(bundle: Bundle) -> KnownBundle:
    more = {"answers": bundle.answers, "papers": bundle.papers}
    return KnownBundle.model_validate({**row_of_bundle(bundle).model_dump(), **more})


def _known_case(case: Case) -> KnownCase:
    wish = asdict(case.wish) if case.wish else None
    return KnownCase.model_validate({**view_of(case, need=case.need).model_dump(), "wish": wish})
