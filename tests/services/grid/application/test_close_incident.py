import pytest

from services.grid.domain.record import Channel
from services.grid.domain.states import State
from shared.values import Invalid
from tests.services.grid.block import Block
from tests.services.grid.steps import closed


async def test_a_duplicate_report_joins_the_first_and_every_reporter_is_answered(
    block: Block,
) -> None:
    first = await block.report()
    by_words = await block.report(point=None, place="鄂托克西街小区东门 ", reference="A1")
    by_spot = await block.report(place=None, channel=Channel.HOTLINE, reference="B2")
    assert {by_words.incident.id, by_spot.incident.id} == {first.incident.id}
    assert (by_words.report.joined, by_spot.report.joined) == (True, True)
    await closed(block, await block.incident(first.incident.id))
    answered = [t for t in await block.told() if t.short == "report.answered"]
    assert {t.subject for t in answered} == {r.id for r in await block.reports()}
    assert {t.data["public_answer"] for t in answered} == {"垃圾已清运。"}
    end = (await block.told(about=first.incident.id))[-1]
    assert (end.short, end.data["reports"]) == ("incident.closed", 3)


async def test_after_the_closure_the_same_matter_begins_anew(block: Block) -> None:
    first = await block.report()
    await closed(block, first.incident)
    again = await block.report()
    assert not again.report.joined
    assert again.incident.id != first.incident.id
    assert await block.store.count("dossiers", {}) == 1


async def test_a_public_answer_holds_no_number_of_a_person(block: Block) -> None:
    incident = (await block.report()).incident
    with pytest.raises(Invalid) as told:
        await closed(block, incident, "请联系 138 0000 1234。")
    assert told.value.field == "public_answer"
    assert (await block.incident(incident.id)).state is State.VERIFIED
