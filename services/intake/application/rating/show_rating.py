"""A rating, with what its giver wrote; and how to reach the giver, for whoever verifies it."""

from services.intake.application.ports import Work
from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.domain.case.case import Case
from services.intake.domain.rating.rating import Rating
from shared.values import NotFound


async def show_rating(key: str, work: Work) -> tuple[Rating, Case]:
    """Return a rating and the application that it is about."""
    rating = await work.ratings.get(key)
    return rating, await work.cases.get(rating.case)


async def read_words(rating: Rating, case: Case, work: Work) -> str | None:
    """Return what was written beside a grade, for who judges it; None once it was erased.

    Raises:
        NotAllowed: ``own-work``, the reader is who was rated.
    """
    rating.judged_by(work.cause.actor)
    if rating.words is None:
        return None
    return await work.people.open_words(case.applicant, rating.words, rating_id(case.id))


async def reach_rater(key: str, work: Work) -> str:
    """Return the telephone behind a rating, without a name: to verify it, or to visit again.

    Raises:
        NotAllowed: ``own-work``, the asker is who was rated.
        Refusal: ``nothing-to-follow-up``, it is not bad, or is done with.
        NotFound: ``no-contact``, none was registered.
    """
    rating, case = await show_rating(key, work)
    rating.judged_by(work.cause.actor).must_be_followed_up()
    details = await work.people.reveal(case.applicant) if case.applicant else None
    if details is None or details.phone is None:
        raise NotFound(
            "no-contact",
            "没有登记联系电话，请凭办件编号核实。",
            "No telephone was registered; verify it by the application's number.",
        )
    return details.phone
