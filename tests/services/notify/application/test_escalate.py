import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.notify.application.attend import acknowledge_entry, act_on_entry
from services.notify.domain.escalations import State
from services.notify.domain.inbox import Entry
from services.notify.domain.roster import Roster
from shared.events import notify
from shared.events.grid import HelpAnswered, HelpRequested, IncidentDispatched
from shared.events.intake import ApplicationDecided
from shared.events.intake_deadlines import CaseNearDue, CaseOverdue, SpecialProcedureEnded
from shared.events.intake_lifecycle import ApplicationTerminated, PromiseChecked, ResultWithheld
from shared.storage.ports import Document
from shared.values import NotAllowed, Refusal
from tests.services.notify.office import STAFF, Office, fact, shipped

LEADER, DUTY = "stf_g0001", "stf_d0001"
EVE = datetime.fromisoformat("2025-09-30T16:00:00+08:00")
"""The last afternoon before the National Day holiday of 2025, which lasts to 8 October."""
CASE = "case_x"


@pytest.fixture
def eve() -> Office:
    return Office(now=EVE)


def whatever(_: Entry) -> None:
    """Stand for a caller that sets no condition."""


def on(*days: str) -> list[datetime]:
    return [datetime.fromisoformat(f"2025-{day}:00+08:00") for day in days]


async def told_at(office: Office, staff: str) -> list[datetime]:
    return [entry.delivered_at for entry in reversed(await office.inbox(staff))]


async def acknowledges(office: Office, staff: str) -> Entry:
    entry = (await office.inbox(staff))[0]
    done: Entry = await office.run(
        lambda work: acknowledge_entry(entry.id, staff, whatever, work), f"ack:{entry.id}"
    )
    return done


async def kinds(office: Office) -> list[str]:
    return [e["type"].split(".")[3] for e in await office.events() if ".escalation." in e["type"]]


async def pending(office: Office) -> Sequence[Document]:
    return await office.rows("timers")


async def test_what_is_overdue_asks_for_an_acknowledgement_within_four_working_hours(
    eve: Office,
) -> None:
    (raised,) = await eve.hears(fact(CaseOverdue, CASE))
    (entry,) = await eve.inbox(LEADER)
    assert raised.escalation == entry.escalation == (await eve.escalation()).id
    assert "请在 10月9日 11:00 前" in entry.body


async def test_nobody_acknowledges_and_the_duty_holder_is_told_on_working_days_alone(
    eve: Office,
) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    await eve.pass_to(EVE + timedelta(days=14))
    assert await told_at(eve, LEADER) == [EVE]
    # 11 October is a Saturday that is worked; the 12th is the Sunday after it.
    days = on("10-09T11:00", "10-10T17:30", "10-11T17:30", "10-13T17:30")
    assert await told_at(eve, DUTY) == days
    first = (await eve.inbox(DUTY))[-1]
    assert first.title.startswith("【升级】已超期")
    assert "10月9日 11:00 前无人确认" in first.body


async def test_an_acknowledgement_ends_it_for_good(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    entry = await acknowledges(eve, LEADER)
    await eve.pass_to(EVE + timedelta(days=14))
    ended = await eve.escalation()
    assert (ended.state, ended.acknowledged_by, ended.step) == (State.ACKNOWLEDGED, LEADER, 0)
    assert entry.acknowledged_at is not None
    assert (await eve.inbox(DUTY), await pending(eve)) == ([], [])
    assert await kinds(eve) == ["raised", "acknowledged"]


async def test_the_second_to_acknowledge_changes_nothing(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    await eve.pass_to(on("10-09T12:00")[0])
    await acknowledges(eve, DUTY)
    await acknowledges(eve, LEADER)
    await acknowledges(eve, LEADER)
    assert (await eve.escalation()).acknowledged_by == DUTY
    assert await kinds(eve) == ["raised", "stepped", "acknowledged"]


async def test_who_acts_has_acknowledged(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    (entry,) = await eve.inbox(LEADER)
    await eve.run(lambda work: act_on_entry(entry.id, LEADER, whatever, work))
    assert (await eve.escalation()).state is State.ACKNOWLEDGED


async def test_a_decision_about_the_matter_ends_it(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    await eve.hears(fact(ApplicationDecided, "case_other"))
    assert (await eve.escalation()).is_open
    await eve.hears(fact(ApplicationDecided, CASE))
    assert (await eve.escalation()).state is State.CLOSED
    assert (await pending(eve), await eve.rows("watches")) == ([], [])
    assert ApplicationDecided.type in {e["data"].get("because") for e in await eve.events()}


async def test_what_ends_one_escalation_leaves_the_others_of_the_matter(eve: Office) -> None:
    await eve.hears(fact(HelpRequested, "inc_x"))
    await eve.hears(fact(CaseOverdue, "inc_x"))
    await eve.hears(fact(HelpAnswered, "inc_x"))
    rows = await eve.escalations.within("150602013000", None, after=None, limit=9)
    assert {e.chain: e.state for e in rows} == {"help": State.CLOSED, "overdue": State.RAISED}
    await eve.hears(fact(ApplicationDecided, "inc_x"))
    assert await eve.rows("watches") == []


async def test_a_paper_that_was_looked_at_ends_its_own_escalation_and_no_other(
    eve: Office,
) -> None:
    for paper in ("income-proof", "photo"):
        late = fact(CaseOverdue, CASE, clock="deficiency", paper=paper, handed_in=True)
        await eve.hears(replace(late, id=f"{late.id}.{paper}"))
    await eve.hears(fact(ResultWithheld, CASE))
    await eve.hears(fact(PromiseChecked, CASE, paper="photo"))
    rows = await eve.escalations.within("150602013000", None, after=None, limit=9)
    assert {e.part: e.state for e in rows} == {"income-proof": State.RAISED, "photo": State.CLOSED}
    await eve.hears(fact(ApplicationTerminated, CASE))
    assert (await eve.rows("watches"), await pending(eve)) == ([], [])


async def test_the_end_of_a_procedure_that_took_too_long_ends_its_escalation(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE, clock="special-procedure"))
    await eve.hears(fact(SpecialProcedureEnded, CASE))
    assert (await eve.escalation()).state is State.CLOSED


async def test_a_role_is_told_whole_and_any_of_them_may_take_it_on(eve: Office) -> None:
    await eve.hears(fact(HelpRequested, "inc_x"))
    assert (await eve.escalation()).rung.staff == ("stf_c0001", "stf_c0002", "stf_c0003")
    await eve.pass_to(on("10-09T11:00")[0])
    assert await told_at(eve, LEADER) == on("10-09T11:00")
    await acknowledges(eve, "stf_c0002")
    await eve.pass_to(EVE + timedelta(days=14))
    assert await eve.inbox(DUTY) == []


async def test_the_same_event_again_begins_nothing_anew(eve: Office) -> None:
    await eve.hears(fact(HelpRequested, "inc_x"))
    await eve.hears(fact(HelpRequested, "inc_x"))
    assert await kinds(eve) == ["raised"]
    assert len(await pending(eve)) == 1


async def test_its_mail_goes_to_everybody_who_is_told(eve: Office) -> None:
    await eve.sender.enrol()
    await eve.hears(fact(CaseOverdue, CASE))
    await eve.pass_to(on("10-09T12:00")[0])
    await eve.sends()
    assert [mail.to for mail in eve.mailer.sent] == ["g0001@street.invalid", "d0001@street.invalid"]


async def test_a_duty_holder_who_left_is_stood_in_for(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    later = shipped()
    later.roster = Roster(member.colleague for member in STAFF if member.ref != DUTY)
    after = Office(eve.store, later, EVE)
    await after.pass_to(on("10-09T12:00")[0])
    assert await told_at(after, LEADER) == [EVE, *on("10-09T11:00")]


async def test_an_acknowledgement_and_a_firing_at_one_instant_have_one_winner(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    (noon,) = on("10-09T11:00")
    await asyncio.gather(acknowledges(eve, LEADER), eve.pass_to(noon))
    ended = await eve.escalation()
    assert (ended.state, await pending(eve)) == (State.ACKNOWLEDGED, [])
    assert len(await eve.inbox(DUTY)) == ended.step <= 1


async def test_what_asks_nobody_to_acknowledge_says_so(eve: Office) -> None:
    await eve.hears(fact(CaseNearDue, CASE))
    with pytest.raises(Refusal, match="asks for no acknowledgement"):
        await acknowledges(eve, "stf_r0001")


async def test_nobody_acknowledges_in_anothers_name(office: Office) -> None:
    await office.hears(fact(IncidentDispatched))
    (entry,) = await office.inbox("stf_g0101")
    with pytest.raises(NotAllowed):
        await office.run(lambda work: acknowledge_entry(entry.id, LEADER, whatever, work))


async def test_every_version_of_an_escalation_is_one_event(eve: Office) -> None:
    await eve.hears(fact(CaseOverdue, CASE))
    await eve.pass_to(on("10-10T18:00")[0])
    await acknowledges(eve, DUTY)
    about = (await eve.escalation()).id
    said = [e for e in await eve.events() if e["subject"] == about]
    assert [(e["sequence"], e["type"]) for e in said] == [
        (1, notify.EscalationRaised.type),
        (2, notify.EscalationStepped.type),
        (3, notify.EscalationStepped.type),
        (4, notify.EscalationAcknowledged.type),
    ]
    assert [e["data"].get("told") for e in said] == [[LEADER], [DUTY], [DUTY], None]
