"""What intake's routes show of a promise (容缺)."""

from typing import Self

from services.intake.domain.promise.offer import Offer
from services.intake.entrypoints.catalogue.item_views import PaperNeeded, each
from shared.deadlines.views import AmountView, Local
from shared.web.views import View


class ObstacleView(View):
    """Why it may not be offered."""

    code: str
    zh: str
    en: str


class OfferView(View):
    """Whether a promise may be offered; it is the applicant's to take or to leave."""

    offered: bool
    papers: tuple[PaperNeeded, ...]
    longest: AmountView | None
    consequence: str
    obstacles: tuple[ObstacleView, ...]

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """Show an offer."""
        told = {"papers": each(offer.papers), "offered": not offer.obstacles}
        return cls.model_validate({**vars(offer), **told})


class TermView(View):
    """A promised paper; `due_at` is the date that was signed, its clock the one that counts."""

    code: str
    title: str
    form: str
    limit: AmountView
    due_at: Local
    state: str
    note: str | None


class PromiseView(View):
    """A signed promise."""

    papers: tuple[TermView, ...]
    consequence: str
    signature: str
    made_at: Local
