"""An erasure on the real store: what it leaves, and an application at the same time."""

from pathlib import Path

import pytest

from services.intake.adapters.mongo import INDEXES, IntakeWork
from services.intake.application.case.end import WithdrawApplication, withdraw_application
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.application.people.erase import ErasePerson, erase_person
from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Channel, Origin
from services.intake.domain.people.retention import Ground
from shared.privacy.records import PersonalDetails
from shared.storage.mongo import MongoStore, ensure_indexes
from shared.values import Refusal
from tests.services.intake.desk import ZHANG, Desk
from tests.services.intake.entrypoints.edge import serving
from tests.services.intake.entrypoints.test_http_erasure import (
    MASKED,
    WHO,
    WRITTEN,
    erase,
    given_up,
    spoken_of,
)


class Town:
    """Two replicas on one store, and somebody whose only application is over."""

    def __init__(self, store: MongoStore) -> None:
        self.window, self.office = Desk(store=store), Desk(store=store)
        self.person = ""

    async def receive(self, work: IntakeWork) -> Case:
        who = PersonalDetails(**ZHANG)
        window = Origin(Channel.WINDOW)
        return await receive_application(
            ReceiveApplication("elder-allowance", window, person=who), work
        )

    async def erase(self, work: IntakeWork) -> tuple[Case, ...]:
        command = ErasePerson(self.person, Ground.CONSENT_WITHDRAWN, "stf_o0001")
        return await erase_person(command, work)

    async def served(self) -> None:
        case = await self.window.run(self.receive, name="first")
        over = WithdrawApplication(case.id, "申请人撤回。")
        await self.window.run(lambda w: withdraw_application(over, w), name="over")
        self.person = case.applicant or ""


@pytest.fixture
async def town(real_store: MongoStore) -> Town:
    await ensure_indexes(real_store, INDEXES)
    there = Town(real_store)
    await there.served()
    return there


async def test_an_erasure_that_an_application_overtook_is_refused(town: Town) -> None:
    overtaken: list[Case] = []

    async def erasing(work: IntakeWork) -> tuple[Case, ...]:
        erased = await town.erase(work)
        if not overtaken:
            overtaken.append(await town.window.run(town.receive, name="second"))
        return erased

    with pytest.raises(Refusal, match="is open"):
        await town.office.run(erasing, name="erasure")
    assert overtaken[0].applicant == town.person


async def test_who_applies_while_being_erased_is_registered_anew(town: Town) -> None:
    erased: list[Case] = []

    async def receiving(work: IntakeWork) -> Case:
        case = await town.receive(work)
        if not erased:
            erased.extend(await town.office.run(town.erase, name="erasure"))
        return case

    case = await town.window.run(receiving, name="second")
    assert [one.applicant for one in erased] == [town.person]
    assert case.applicant not in {None, town.person}
    details = await town.window.run(lambda w: w.people.reveal(case.applicant or ""), name="look")
    assert details.name == ZHANG["name"]


async def dumped(store: MongoStore) -> dict[str, str]:
    """Return every document of the database as text, by collection."""
    names = await store.database.list_collection_names()
    return {name: str(await store.database[name].find().to_list(None)) for name in names}


async def test_a_dump_of_the_database_holds_nothing_that_was_known_or_written_of_the_person(
    real_store: MongoStore, tmp_path: Path
) -> None:
    await ensure_indexes(real_store, INDEXES)
    async with serving(tmp_path, Desk(store=real_store)) as edge:
        ref = await spoken_of(edge)
        await given_up(edge)
        before = await dumped(real_store)
        done = await erase(edge, ref)
    after = await dumped(real_store)
    assert (done["status"], len(done["cases"])) == (200, 2)
    told = "".join(before.values())
    assert [words for words in WRITTEN[1:] if words not in told] == []
    log = after.pop("outbox")
    known = (*WHO.values(), *MASKED)
    assert [words for words in known if words in log] == []
    kept = "".join(after.values())
    assert [words for words in (*known, *WRITTEN) if words in kept] == []
