"""A case keeps the version of its item, and the answers of its form say what it takes."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.case.check import (
    RequestCorrection,
    SubmitCorrection,
    request_correction,
    submit_correction,
)
from services.intake.application.case.decide import start_review
from services.intake.application.case.procedures import StartProcedure, start_procedure
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.catalogue.items import item_of
from services.intake.application.ports import Work
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import PROMISED
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, ProcedureKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import Item
from shared.calendar import Limit, Unit
from shared.events.partners import ServiceApplicationSubmitted
from shared.messaging.ledger import Fate
from shared.values import Invalid
from tests.services.intake.desk import COMMUNITY, Desk
from tests.services.intake.items import row, written

SELF = {"employed": False, "trade": "rider", "hours": 9}
HIRED = {"employed": True, "hours": 8}
OCTOBER = datetime.fromisoformat("2026-10-12T09:00:00+08:00")


@pytest.fixture
def town(tmp_path: Path) -> Desk:
    """Intake with an item whose second version begins in October: longer, and with a paper more."""
    later = [*row()["papers"], {"code": "photo", "name": "照片"}]
    guide = row()["guide"] | {"forms": ["1", "2"]}
    return Desk(
        catalogue_file=written(
            tmp_path / "items.json",
            row(valid_to="2026-09-30", guide=guide),
            row(
                version="2",
                valid_from="2026-10-01",
                promised={"days": 15},
                papers=later,
                guide=guide,
            ),
        )
    )


async def apply(desk: Desk, answers: dict[str, Any], *papers: str) -> Case:
    command = ReceiveApplication(
        "cold-allowance",
        Origin(Channel.WINDOW),
        tuple(map(Paper, papers)),
        answers=answers,
    )
    return await desk.run(lambda w: receive_application(command, w), COMMUNITY)


def limit_of(case: Case) -> int:
    return next(clock.limit.amount for clock in case.clocks if clock.name == PROMISED)


async def test_a_case_keeps_the_version_it_began_with(town: Desk) -> None:
    begun = await apply(town, HIRED, "id-card")
    assert (begun.item_version, begun.state, begun.missing) == (
        "1",
        State.CORRECTION,
        ("contract",),
    )
    town.clock.move(OCTOBER)
    correction = SubmitCorrection(begun.id, (Paper("contract"),))
    case = await town.run(lambda w: submit_correction(correction, w), COMMUNITY)
    assert (case.state, limit_of(case)) == (State.ACCEPTED, 8)


async def test_a_new_case_takes_the_version_that_is_in_force(town: Desk) -> None:
    town.clock.move(OCTOBER)
    case = await apply(town, HIRED, "id-card", "contract", "photo")
    assert (case.item_version, case.state, limit_of(case)) == ("2", State.ACCEPTED, 15)


async def test_a_case_of_before_versions_follows_the_one_in_force(town: Desk) -> None:
    begun = await apply(town, HIRED, "id-card")

    old = replace(begun, item_version="")
    town.clock.move(OCTOBER)

    async def look(work: Work) -> Item:
        return item_of(old, work)

    assert (await town.run(look, COMMUNITY)).version == "2"


async def test_an_item_out_of_force_takes_no_new_application(tmp_path: Path) -> None:
    file = written(tmp_path / "items.json", row(valid_to="2026-08-31"))
    desk = Desk(catalogue_file=file)
    with pytest.raises(Invalid) as refused:
        await apply(desk, HIRED, "id-card")
    assert (refused.value.code, refused.value.field) == ("item-not-in-force", "item_code")
    assert [item.code for item in desk.catalogue.every()] == ["employment-registration"]
    assert desk.catalogue.get("cold-allowance", "1").version == "1"


async def test_only_papers_that_the_answers_call_for_are_asked_and_kept(town: Desk) -> None:
    hired = await apply(town, HIRED, "id-card", "contract", "statement")
    own = await apply(town, SELF, "id-card")
    assert (hired.state, [paper.code for paper in hired.papers]) == (
        State.ACCEPTED,
        ["id-card", "contract"],
    )
    assert (own.state, own.missing) == (State.CORRECTION, ("statement",))


async def test_what_data_sharing_supplies_is_never_asked(town: Desk) -> None:
    case = await apply(town, HIRED, "id-card")
    assert "pension" not in case.missing
    with pytest.raises(Invalid):
        await town.run(
            lambda w: request_correction(RequestCorrection(case.id, ("pension",)), w), COMMUNITY
        )


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "answers.employed"),
        ({"employed": True, "hours": 99}, "answers.hours"),
        ({"employed": True, "hours": 8, "trade": "rider"}, "answers.trade"),
        ({"employed": True, "hours": 8, "name": "x"}, "answers.name"),
    ],
)
async def test_a_form_that_is_not_right_opens_no_case(
    town: Desk, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await apply(town, answers, "id-card")
    assert refused.value.field == field
    assert await town.cases() == []


async def test_a_portal_sends_answers_with_its_application(town: Desk) -> None:
    told = [{"question": code, "value": value} for code, value in SELF.items()]
    await town.hear(
        "portal",
        ServiceApplicationSubmitted,
        item_code="cold-allowance",
        papers=[{"code": "id-card"}, {"code": "statement"}],
        answers=told,
    )
    case = await town.only()
    assert (case.state, dict(case.answers)) == (State.ACCEPTED, SELF)
    odd = await town.hear(
        "portal", ServiceApplicationSubmitted, item_code="cold-allowance", reference="R-2"
    )
    assert odd.outcome == Fate.QUARANTINED
    assert isinstance(odd.error, Invalid)
    assert odd.error.field == "answers.employed"


async def test_a_special_procedure_that_is_not_published_is_refused(town: Desk) -> None:
    case = await apply(town, HIRED, "id-card", "contract")
    await town.run(lambda w: start_review(case.id, w), COMMUNITY, by="stf_r0001")

    def starting(kind: ProcedureKind) -> StartProcedure:
        limit = Limit(5, Unit.WORKING_DAYS)
        return StartProcedure(
            case.id, kind, "需核实。", "行政许可法", "stf_r0009", limit, {"reviewer"}
        )

    with pytest.raises(Invalid) as refused:
        await town.run(lambda w: start_procedure(starting(ProcedureKind.BIDDING), w), COMMUNITY)
    assert refused.value.code == "procedure-not-listed"
    begun = await town.run(
        lambda w: start_procedure(starting(ProcedureKind.APPRAISAL), w), COMMUNITY
    )
    assert begun.state is State.SUSPENDED


async def test_without_its_version_in_the_catalogue_no_review_and_no_procedure_begins(
    town: Desk,
) -> None:
    """Else it would be reviewed without the steps, or stopped in ways, that its list names."""
    case = await apply(town, HIRED, "id-card", "contract")
    limit = Limit(5, Unit.WORKING_DAYS)
    kind = ProcedureKind.HEARING
    procedure = StartProcedure(
        case.id, kind, "需核实。", "行政许可法", "stf_r0009", limit, {"reviewer"}
    )
    del town.catalogue._items["cold-allowance"]
    for act in (lambda w: start_review(case.id, w), lambda w: start_procedure(procedure, w)):
        with pytest.raises(Invalid) as refused:
            await town.run(act, COMMUNITY, by="stf_r0001")
        assert refused.value.field == "item_code"


def test_every_step_looks_up_the_item_of_its_case_by_version() -> None:
    """Else a case would be decided by a list that was not in force when it began."""
    home = Path("services/intake/application")
    sources = list(home.rglob("*.py"))
    assert len(sources) > 40
    by_code_alone = [
        path.name
        for path in sources
        if "items.get(case.item_code)" in path.read_text(encoding="utf-8")
        or "items.find(case.item_code)" in path.read_text(encoding="utf-8")
    ]
    assert by_code_alone == []
