"""A form being filled: what is asked next, and what papers and steps follow from the answers."""

from dataclasses import dataclass

from services.intake.domain.catalogue.determinants import Answers, holds
from services.intake.domain.catalogue.forms import FormField
from services.intake.domain.catalogue.guide import Step
from services.intake.domain.catalogue.item import Item, ItemPaper


@dataclass(frozen=True)
class Filling:
    """Where a form stands.

    `unanswered` holds codes of questions that must still be answered, `needless` of answers that
    the other answers make superfluous. `shared` papers are needed, but not of the applicant.
    """

    item: Item
    fields: tuple[FormField, ...]
    unanswered: tuple[str, ...]
    needless: tuple[str, ...]
    papers: tuple[ItemPaper, ...]
    shared: tuple[ItemPaper, ...]
    steps: tuple[Step, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it can be handed in as it stands."""
        return not self.unanswered and not self.needless


def filling(item: Item, answers: Answers) -> Filling:
    """Return where a form stands with these answers, some perhaps still missing.

    Raises:
        Invalid: an answer that no question of this form takes.
    """
    form = item.form
    given = form.checked(answers)
    counted = form.counted(given)
    applying = [paper for paper in item.papers if holds(paper.when, counted)]
    return Filling(
        item=item,
        fields=tuple(form.asked(given)),
        unanswered=form.unanswered(given),
        needless=tuple(code for code in given if code not in counted),
        papers=tuple(paper for paper in applying if paper.is_asked(counted)),
        shared=tuple(paper for paper in applying if not paper.is_asked(counted)),
        steps=tuple(step for step in item.steps if holds(step.when, counted)),
    )
