"""The public asks what one matter takes in one's own case: the one form, and its papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.application.ports import Items
from services.intake.application.ports_bundle import Matters
from services.intake.domain.bundle.matter import Matter
from services.intake.domain.bundle.one_form import OneForm, OnePaper
from services.intake.domain.catalogue.determinants import Answers
from services.intake.domain.catalogue.forms import FormField
from services.intake.domain.catalogue.item import Item


@dataclass(frozen=True)
class OneFilling:
    """Where the one form stands; `shared` papers are needed, but not of the applicant.

    `unanswered` holds codes of questions that must still be answered, `needless` of answers that
    the other answers make superfluous.
    """

    matter: Matter
    items: tuple[Item, ...]
    fields: tuple[FormField, ...]
    unanswered: tuple[str, ...]
    needless: tuple[str, ...]
    papers: tuple[OnePaper, ...]
    shared: tuple[OnePaper, ...]


def fill_one_form(
    code: str, chosen: Sequence[str], answers: Answers, matters: Matters, items: Items
) -> OneFilling:
    """Return what a matter asks for with these answers; raise `NotFound` or `Invalid`."""
    matter = matters.known(code)
    one = OneForm(tuple(items.get(member.item) for member in matter.taken(chosen)))
    given = one.form.checked(answers)
    counted = one.form.counted(given)
    return OneFilling(
        matter=matter,
        items=one.items,
        fields=tuple(one.form.asked(given)),
        unanswered=one.unanswered(given),
        needless=tuple(name for name in given if name not in counted),
        papers=one.papers(counted),
        shared=one.shared(counted),
    )
