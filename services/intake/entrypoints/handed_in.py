"""What is handed in, from what routes and events take to what use cases take."""

from collections.abc import Iterable

from pydantic import TypeAdapter

from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin
from services.intake.domain.case.wish import Wish
from services.intake.entrypoints.models import ApplicantBody
from shared.events.parts import JobWish
from shared.events.parts import Paper as PaperTaken
from shared.privacy.records import PersonalDetails

_WISH = TypeAdapter(Wish)


def papers_of(taken: Iterable[PaperTaken]) -> tuple[Paper, ...]:
    """Return papers."""
    return tuple(Paper(paper.code, paper.form) for paper in taken)


def person_of(body: ApplicantBody | None) -> PersonalDetails | None:
    """Return who applies, if that is said."""
    return PersonalDetails(**body.model_dump()) if body else None


def wish_of(wish: JobWish | None) -> Wish | None:
    """Return what work is wanted, if that is said."""
    return _WISH.validate_python(wish.model_dump()) if wish else None


def from_the_counter(channel: str, *, kiosk: bool) -> Origin:
    """Return where it came from; a kiosk can claim no other channel."""
    return Origin(Channel.KIOSK if kiosk else Channel(channel))
