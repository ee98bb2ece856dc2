"""A partner decides while promised papers are out (容缺)."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.application.case.decide import SupplementPapers, supplement_papers
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.states import State
from shared.events.partners import AgencyDecisionMade
from shared.values import Refusal
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

ITEM = "real-estate-registration"


async def handed_over(desk: Desk) -> Case:
    """Return an application with a partner whose register of residence follows."""
    item = desk.catalogue.get(ITEM)
    first, *rest = item.papers
    later = (replace(paper, main=False, deficiency_allowed=True) for paper in rest)
    desk.catalogue._items[ITEM] = replace(item, papers=(first, *later))
    await apply(desk, ITEM, "id-card", promised=("household-register",))
    return await desk.only()


async def answer(desk: Desk, **said: Any) -> str:
    heard = await desk.hear("real-estate", AgencyDecisionMade, reference="R-1", **said)
    return str(heard.outcome)


async def test_its_approval_is_kept_and_the_result_withheld_until_the_papers_are_good(
    desk: Desk,
) -> None:
    case = await handed_over(desk)
    assert case.deficient == ("household-register",)
    assert await answer(desk, outcome="approved", certificate_no="BDC-1") == "handled"
    withheld = await desk.only()
    assert withheld.decision is not None
    assert withheld.decision.outcome is Outcome.APPROVED_DEFICIENT
    with pytest.raises(Refusal, match="withheld"):
        withheld.deliver(desk.clock.now())
    papers = SupplementPapers(case.id, (Paper("household-register", "original"),))
    final = await desk.run(lambda w: supplement_papers(papers, w))
    assert final.decision is not None
    assert (final.decision.outcome, final.decision.by) == (Outcome.APPROVED, "real-estate")
    assert final.decision.certificate_no == "BDC-1"
    names = [name for name, _, _ in await desk.announced()]
    assert (names.count("result.withheld"), names[-1]) == (1, "application.decided")


async def test_nothing_waits_behind_it(desk: Desk) -> None:
    await handed_over(desk)
    await answer(desk, outcome="approved")
    again = await answer(desk, outcome="approved")
    assert again != "parked"
    assert (await desk.only()).state is State.DECIDED
