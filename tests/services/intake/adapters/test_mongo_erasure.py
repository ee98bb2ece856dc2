"""An erasure and an application of the same person, by two replicas at once."""

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
