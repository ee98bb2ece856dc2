"""What is shown of matters: their items, the one form, the papers handed in once."""

from typing import Self

from services.intake.application.bundle.guide_matter import OneFilling
from services.intake.domain.bundle.matter import Matter
from services.intake.domain.bundle.one_form import OnePaper
from services.intake.entrypoints.catalogue.item_views import FieldView, PaperNeeded, each
from shared.web.views import View


class MemberView(View):
    """One item of a matter; one that is not mandatory is chosen."""

    item: str
    mandatory: bool
    orgunit: str | None


class MatterView(View):
    """One matter (一件事); `joint`: its offices decide jointly, within 45 working days."""

    code: str
    name: str
    benefit: str
    joint: bool
    members: tuple[MemberView, ...]


class PaperOnce(PaperNeeded):
    """A paper that is handed in once; `items` are those that it serves."""

    items: tuple[str, ...]


class OneFillingView(View):
    """Where the one form stands: what is asked, what is still missing, which papers follow."""

    matter: str
    items: tuple[str, ...]
    whole: bool
    fields: tuple[FieldView, ...]
    unanswered: tuple[str, ...]
    needless: tuple[str, ...]
    papers: tuple[PaperOnce, ...]
    shared: tuple[PaperOnce, ...]

    @classmethod
    def of(cls, filling: OneFilling) -> Self:
        """Show it."""
        return cls(
            matter=filling.matter.code,
            items=tuple(item.code for item in filling.items),
            whole=not filling.unanswered and not filling.needless,
            fields=each(filling.fields),
            unanswered=filling.unanswered,
            needless=filling.needless,
            papers=tuple(map(_once, filling.papers)),
            shared=tuple(map(_once, filling.shared)),
        )


def view_of_matter(matter: Matter) -> MatterView:
    """Return a matter as the guide shows it."""
    return MatterView.model_validate(matter)


def _once(one: OnePaper) -> PaperOnce:
    (paper,) = each([one.paper])
    return PaperOnce.model_validate({**paper, "items": one.items})
