"""The history of an application, as a story."""

from collections.abc import Iterable, Iterator

from services.intake.application.ports import Items
from services.intake.domain.case.case import Case
from services.intake.domain.history.story import told
from services.intake.domain.history.story_words import Said
from services.intake.domain.history.trail import Step


def tell_history(case: Case, steps: Iterable[Step], items: Items) -> Iterator[tuple[Step, Said]]:
    """Yield each step with its sentence, in both languages."""
    item = items.find(case.item_code, case.item_version)
    papers = item.paper_names if item else {}
    return ((step, told(step, papers)) for step in steps)
