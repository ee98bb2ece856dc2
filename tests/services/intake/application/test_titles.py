"""Events say papers in words, so that whoever hears them need not know the catalogue."""

from dataclasses import replace

from services.intake.application.case.titles import names_of
from shared.events.base import TITLE_LONGEST
from shared.events.intake import ApplicationAccepted, CorrectionSubmitted
from shared.events.intake_lifecycle import PromiseLapsed
from tests.services.intake.application.promises import check, hand_in, promised, review
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import Desk

RELIEF = "temporary-relief"
CODE, NAME = "hardship-proof", "困难情形证明"


async def test_every_event_of_a_promise_says_the_paper_s_name(desk: Desk) -> None:
    await promised(desk)
    await review(desk)
    await hand_in(desk, checked=False)
    await check(desk, good=True)
    said = {name: data for name, _, data in await desk.announced()}
    assert said["application.accepted"]["deficient_names"] == [NAME]
    assert said["papers.supplemented"]["paper_names"] == [NAME]
    assert said["promise.checked"]["paper_name"] == NAME


async def test_a_correction_names_what_is_missing(desk: Desk) -> None:
    await apply(desk, "elder-allowance", "id-card")
    said = {name: data for name, _, data in await desk.announced()}["correction.requested"]
    assert (said["missing"], said["missing_names"]) == (["household-register"], ["居民户口簿"])


def test_what_is_listed_no_more_has_its_code(desk: Desk) -> None:
    item = desk.catalogue.get(RELIEF)
    assert names_of({"deficient": (CODE, "gone")}, item, ApplicationAccepted) == {
        "deficient_names": [NAME, "gone"]
    }
    assert names_of({"paper": CODE}, None, PromiseLapsed) == {}


def test_an_event_without_a_place_for_names_has_none(desk: Desk) -> None:
    assert names_of({"papers": (CODE,)}, desk.catalogue.get(RELIEF), CorrectionSubmitted) == {}


def test_a_name_longer_than_an_event_takes_is_cut(desk: Desk) -> None:
    item = desk.catalogue.get(RELIEF)
    papers = tuple(replace(p, name="长" * 500) if p.code == CODE else p for p in item.papers)
    told = names_of({"paper": CODE}, replace(item, papers=papers), PromiseLapsed)
    assert told == {"paper_name": "长" * TITLE_LONGEST}
