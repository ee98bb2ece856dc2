"""The whole thread on a real replica set."""

import asyncio

from services.notify.adapters.mongo import INDEXES
from services.notify.application.attend import acknowledge_entry, act_on_entry
from services.notify.domain.escalations import State
from services.notify.domain.outcomes import Accepted, Unknown
from shared.events.grid import IncidentDispatched
from shared.events.intake_deadlines import CaseOverdue
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.notify.office import STREET, Office, fact

LEADER = "stf_g0001"


async def test_an_event_becomes_inbox_entry_and_mail_on_mongodb(real_store: MongoStore) -> None:
    await ensure_indexes(real_store, INDEXES)
    office = Office(real_store)
    await office.sender.enrol()
    (raised,) = await office.hears(fact(IncidentDispatched, "inc_x"))
    office.mailer.will("g0101@street.invalid", Unknown("x"), Accepted())
    await office.sends()
    (entry,) = await office.inbox("stf_g0101")
    await office.run(lambda work: act_on_entry(entry.id, "stf_g0101", lambda _: None, work), "act")
    trace = await office.history.trace(raised.id)
    assert [d.outcome for d in trace.deliveries] == ["accepted", "accepted"]
    assert [a.outcome for a in trace.attempts] == ["unknown", "accepted"]
    assert trace.notification.acted_at is not None
    assert await office.inboxes.unread("stf_g0101") == 0
    assert await office.rows("mail_queue") == []
    rejected = await office.history.deliveries("accepted", "150602013000", after=None, limit=9)
    assert len(rejected) == 3


async def test_an_acknowledgement_and_a_firing_have_one_winner_on_mongodb(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    office = Office(real_store)
    for number in range(8):
        await office.hears(fact(CaseOverdue, f"case_{number}"))
    entries = await office.inbox(LEADER)

    async def acknowledges(id_: str) -> None:
        await office.run(lambda work: acknowledge_entry(id_, LEADER, lambda _: None, work), id_)

    due_at = (await office.escalations.one(str(entries[0].escalation))).due_at
    await asyncio.gather(office.pass_to(due_at), *(acknowledges(e.id) for e in entries))
    ended = await office.escalations.within(STREET, None, after=None, limit=9)
    assert {(e.state, e.acknowledged_by) for e in ended} == {(State.ACKNOWLEDGED, LEADER)}
    assert await office.rows("timers") == await office.rows("watches") == []
    told = {entry.escalation for entry in await office.inbox("stf_d0001")}
    assert told == {e.id for e in ended if e.step == 1}


async def test_deliveries_are_shown_within_the_callers_scope(real_store: MongoStore) -> None:
    office = Office(real_store)
    for number in range(3):
        await office.hears(fact(IncidentDispatched, f"inc_{number}"))
    history = office.history
    assert await history.deliveries(None, "150602013002", after=None, limit=2) == []
    first = await history.deliveries(None, "150602013001", after=None, limit=2)
    rest = await history.deliveries(None, "150602013001", after=first[-1].id, limit=9)
    assert (len(first), len(rest)) == (2, 4)
