"""Ratings of applications: given by a partner's number or a receipt's code, or by silence."""

from dataclasses import dataclass, replace

from services.intake.application.case.references import by_own_or_partner_number
from services.intake.application.ports import Work
from services.intake.application.rating.keeping_ratings import keep_rating, rating_id, ratings_of
from services.intake.domain.case.case import Case
from services.intake.domain.case.records import RECEIPT, Reference
from services.intake.domain.history.marks import Invitation
from services.intake.domain.rating.numberings import RatingChannel
from services.intake.domain.rating.rating import DEFAULT_GRADE, FIRST, FOLLOW_UP, Given, Rating
from services.intake.domain.rating.rating_states import Grade, RatingState
from shared.events.intake_ratings import RatingDefaulted, ServiceRated
from shared.values import Final, NotFound, Refusal


@dataclass(frozen=True)
class RateService:
    """A rating by the partner's number for the application, or by our project number."""

    partner: str
    reference: str
    grade: Grade
    details: tuple[str, ...] = ()
    assess_number: int = FIRST
    channel: RatingChannel = RatingChannel.OTHER_TERMINAL


@dataclass(frozen=True)
class RateByCode:
    """A rating by the code on the receipt; `words` are plain, and sealed before they are kept.

    `entered_by` is the member of staff who enters one that was given on paper.
    """

    code: str
    given: Given
    words: str | None = None
    assess_number: int = FIRST
    entered_by: str | None = None


async def rate_service(command: RateService, work: Work) -> Rating:
    """Keep a rating; raise `Final` ``already-rated`` for a second one of the same application.

    Silence is nobody's rating: what stands by default is replaced.
    """
    case = await by_own_or_partner_number(command.reference, command.partner, work)
    given = Given(command.grade, command.details, channel=command.channel)
    return await _rated(case, given, command.assess_number, work)


async def rate_by_code(command: RateByCode, work: Work) -> Rating:
    """Keep a rating by the receipt's code, from a screen or from paper (无障碍环境建设法 39, 40).

    Raises:
        NotFound: no application has this code.
        NotAllowed: who enters it worked on the application.
    """
    case = await _by_code(command.code, work)
    given = command.given
    if command.entered_by:
        given = replace(given, channel=RatingChannel.OTHER_TERMINAL, entered_by=command.entered_by)
        (await _open(case, command.assess_number, work)).judged_by(command.entered_by)
    if words := (command.words or "").strip():
        sealed = await work.people.seal_words(case.applicant, words, rating_id(case.id))
        given = replace(given, words=sealed)
    return await _rated(case, given, command.assess_number, work)


async def rate_by_default(key: str, work: Work) -> Rating | None:
    """系统默认评价: the time for rating is over, and nobody said anything."""
    case = await work.cases.get(key)
    if await work.ratings.find(rating_id(key)) is not None:
        return None
    given = Given(DEFAULT_GRADE, channel=RatingChannel.SYSTEM_DEFAULT)
    rating = (await _open(case, FIRST, work)).given(given, work.now)
    return keep_rating(
        rating, case, RatingDefaulted, work, grade=rating.grade, defaulted_at=work.now
    )


async def _rated(case: Case, given: Given, assess_number: int, work: Work) -> Rating:
    known = await ratings_of(case.id, work)
    _must_be_open(case, assess_number, known)
    opened = await _open(case, assess_number, work)
    if (defaulted := known[assess_number - 1]) is not None:
        opened = replace(opened, version=defaulted.version, state=defaulted.state)
    rating = opened.given(given, work.now)
    return keep_rating(
        rating,
        case,
        ServiceRated,
        work,
        grade=rating.grade,
        bad=rating.grade.bad,
        details=rating.details,
        rated_at=rating.rated_at,
        assess_number=assess_number,
        entered_by=rating.entered_by,
    )


async def _by_code(code: str, work: Work) -> Case:
    known = await work.references.find(Reference.key(RECEIPT, code))
    if known is None:
        raise NotFound(
            "no-such-receipt",
            "没有查到这个查询码，请核对回执。",
            "No receipt has this code; check it.",
            field="receipt_code",
        )
    return await work.cases.get(known.case)


async def _open(case: Case, assess_number: int, work: Work) -> Rating:
    marks = case.marks
    invitation = await work.invitations.find(Invitation.key(case.id, marks.contacts))
    return Rating.invited(
        rating_id(case.id, assess_number),
        case.id,
        case.orgunit,
        work.now,
        assess_number=assess_number,
        contact=invitation.kind if invitation else None,
        rated=marks.served_by,
    )


def _must_be_open(
    case: Case, assess_number: int, known: tuple[Rating | None, Rating | None]
) -> None:
    same = known[assess_number - 1]
    if same is not None and same.state is not RatingState.DEFAULTED:
        raise Final(
            "already-rated",
            f"办件 {case.project_no} 已评价过；每件评价一次，可追评一次（assess_number 填 2）。",
            f"Application {case.project_no} was rated before; each is rated once, and once more"
            " as a follow-up (assess_number 2).",
            field="assess_number",
        )
    if assess_number == FOLLOW_UP and known[0] is None:
        raise Refusal(
            "not-rated-yet",
            f"办件 {case.project_no} 尚未评价，请先评价（assess_number 填 1）。",
            f"Application {case.project_no} was not rated yet; rate it first (assess_number 1).",
            field="assess_number",
        )
