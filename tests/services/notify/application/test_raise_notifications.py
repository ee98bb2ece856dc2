import pytest

from shared.events import notify, sources
from shared.events.grid import HandoffLapsed, IncidentDispatched, IncidentReported
from shared.events.intake import ApplicationDecided
from shared.events.sources import SourcePaused
from tests.services.notify.office import STREET, Office, fact


async def test_a_dispatched_incident_reaches_its_workers_inbox_at_once(office: Office) -> None:
    await office.hears(fact(IncidentDispatched, "inc_x"))
    (entry,) = await office.inbox("stf_g0101")
    assert (entry.rule, entry.about, entry.number) == ("incident-dispatched", "inc_x", 1)
    assert "9月7日 11:30" in entry.body
    assert office.counted("inbox", "accepted") == 1


async def test_its_mail_waits_in_the_queue(office: Office) -> None:
    (raised,) = await office.hears(fact(IncidentDispatched))
    (due,) = await office.rows("mail_queue")
    trace = await office.history.trace(raised.id)
    assert due["recipient"] == "stf_g0101"
    assert [d.outcome for d in trace.deliveries] == ["accepted", None]


async def test_nobody_is_asked_to_find_a_bad_rating_on_the_map(office: Office) -> None:
    rated = fact(IncidentReported, channel="rating", located=False)
    assert await office.hears(rated) == []
    called = fact(IncidentReported, "inc_y", channel="hotline", located=False)
    assert {n.rule for n in await office.hears(called)} == {
        "incident-to-locate",
        "incident-to-locate-clerk",
    }


async def test_the_same_event_again_tells_nobody_twice(office: Office) -> None:
    happened = fact(IncidentDispatched)
    (first,) = await office.hears(happened)
    assert await office.hears(happened) == []
    assert len(await office.inbox("stf_g0101")) == 1
    assert first.id.startswith("ntf_")


async def test_every_step_is_announced_without_a_gap(office: Office) -> None:
    await office.hears(fact(HandoffLapsed))
    events = await office.events()
    assert [(e["type"], e["sequence"]) for e in events] == [
        (notify.NotificationRaised.type, 1),
        (notify.DeliveryEnded.type, 2),
    ]
    assert events[0]["data"]["recipient"] == "stf_g0001"
    assert events[0]["causationid"] == fact(HandoffLapsed).id


async def test_a_partners_decision_is_told_to_every_clerk(office: Office) -> None:
    raised = await office.hears(fact(ApplicationDecided, "case_a"))
    assert [n.recipient for n in raised] == ["stf_c0001", "stf_c0002", "stf_c0003"]


async def test_a_decision_of_our_own_is_told_to_the_clerks_who_deliver_it(office: Office) -> None:
    raised = await office.hears(fact(ApplicationDecided, decided_by="stf_r0001"))
    assert [n.recipient for n in raised] == ["stf_c0001", "stf_c0002", "stf_c0003"]
    at_once = fact(ApplicationDecided, "case_b", decided_by="stf_c0001", handed_over=True)
    assert await office.hears(at_once) == []


async def test_entries_are_numbered_for_each_person(office: Office) -> None:
    for number in range(3):
        await office.hears(fact(IncidentDispatched, f"inc_{number}"))
    assert [e.number for e in await office.inbox("stf_g0101")] == [3, 2, 1]
    assert [e.number for e in await office.inboxes.following("stf_g0101", 1, 10)] == [2, 3]


async def test_an_unknown_worker_never_ends_in_silence(office: Office) -> None:
    (raised,) = await office.hears(fact(IncidentDispatched, worker="stf_zz99"))
    assert (raised.recipient, raised.stand_in) == ("stf_g0001", True)
    assert office.counted("none", "nobody") == 1


@pytest.mark.parametrize(
    "paused", [sources.GridSourcePaused, sources.IntakeSourcePaused, sources.JobsSourcePaused]
)
async def test_a_paused_source_is_told_to_the_operators(
    office: Office, paused: type[SourcePaused]
) -> None:
    (raised,) = await office.hears(fact(paused, "hotline", orgunit=STREET))
    assert (raised.recipient, raised.stand_in) == ("stf_o0001", False)
    (entry,) = await office.inbox("stf_o0001")
    assert "hotline 最近 200 条消息中有 121 条不合约定" in entry.body
    assert len(await office.rows("mail_queue")) == 1
