from datetime import timedelta

from services.notify.application.deliver import begin_attempt, end_attempt
from services.notify.application.ports import Job
from services.notify.domain.deliveries import State
from services.notify.domain.outcomes import Accepted, Rejected, Retry, Unknown
from shared.events import notify
from shared.events.grid import IncidentDispatched
from tests.services.notify.office import Office, fact

WORKER = "g0101@street.invalid"


async def dispatched(office: Office, about: str = "inc_x") -> str:
    await office.sender.enrol()
    (raised,) = await office.hears(fact(IncidentDispatched, about))
    return raised.id


async def endings(office: Office) -> list[tuple[str, str]]:
    events = [e for e in await office.events() if e["type"] == notify.DeliveryEnded.type]
    return [(e["data"]["channel"], e["data"]["outcome"]) for e in events]


async def test_a_mail_is_sent_and_its_outcome_told(office: Office) -> None:
    id_ = await dispatched(office)
    await office.sends()
    (mail,) = office.mailer.sent
    assert mail.to == WORKER
    assert mail.subject.startswith("待签收")
    trace = await office.history.trace(id_)
    assert trace.deliveries[1].state is State.ACCEPTED
    assert [a.outcome for a in trace.attempts if a.delivery == mail.message_id] == ["accepted"]
    assert await endings(office) == [("inbox", "accepted"), ("email", "accepted")]
    assert await office.rows("mail_queue") == []
    assert office.counted("email", "accepted") == 1


async def test_the_attempt_is_written_before_the_mail_is_sent(office: Office) -> None:
    await dispatched(office)
    seen: list[str] = []

    async def look() -> Accepted:
        seen.extend([row["outcome"] for row in await office.rows("attempts")])
        return Accepted()

    office.mailer.answers[WORKER] = [look]
    await office.sends()
    assert seen == ["sending"]


async def test_a_mail_refused_for_now_is_tried_again_later(office: Office) -> None:
    await dispatched(office)
    office.mailer.will(WORKER, Retry("smtp-451"), Accepted())
    await office.sends()
    assert len(office.mailer.sent) == 1
    office.clock.advance(timedelta(seconds=5))
    await office.sends()
    assert [m.subject[:3] for m in office.mailer.sent] == ["待签收", "待签收"]
    assert await endings(office) == [("inbox", "accepted"), ("email", "accepted")]


async def test_a_rejected_mail_is_told_to_the_operators(office: Office) -> None:
    id_ = await dispatched(office)
    office.mailer.will(WORKER, Rejected("smtp-550"))
    await office.sends()
    (entry,) = await office.inbox("stf_o0001")
    assert (entry.rule, entry.about) == ("delivery-rejected", id_)


async def test_a_mail_without_an_answer_is_repeated_once_and_says_so(office: Office) -> None:
    await dispatched(office)
    office.mailer.will(WORKER, Unknown("SMTPServerDisconnected"), Accepted())
    await office.sends()
    first, second = office.mailer.sent
    assert second.message_id == first.message_id
    assert second.subject == f"（可能重复）{first.subject}"
    assert [rule.rule for rule in await office.inbox("stf_o0001")] == ["delivery-unknown"]
    # The operators' own notice lies between the two outcomes of the mail.
    assert [o for channel, o in await endings(office) if channel == "email"] == [
        "unknown",
        "accepted",
    ]


async def test_a_repetition_without_an_answer_is_the_last(office: Office) -> None:
    await dispatched(office)
    office.mailer.will(WORKER, Unknown("x"), Unknown("x"))
    await office.sends()
    office.clock.advance(timedelta(hours=1))
    await office.sends()
    assert len(office.mailer.sent) == 2
    assert await office.rows("mail_queue") == []


async def test_a_crash_in_mid_send_ends_as_unknown_and_one_marked_mail(office: Office) -> None:
    id_ = await dispatched(office)

    (due,) = await office.rows("mail_queue")
    lease = timedelta(seconds=30)
    # The process that claimed it dies here, perhaps before and perhaps after the server took it.
    job = await office.run(lambda work: begin_attempt(due["_id"], lease, work), "crashed")
    assert isinstance(job, Job)
    await office.sends()
    assert office.mailer.sent == [], "until the lease has lapsed it may still be under way"
    office.clock.advance(timedelta(seconds=31))
    await office.sends()
    trace = await office.history.trace(id_)
    email = trace.deliveries[1].id
    tries = [(a.outcome, a.marked) for a in trace.attempts if a.delivery == email]
    assert tries == [("unknown", False), ("accepted", True)]
    (mail,) = office.mailer.sent
    assert mail.subject.startswith("（可能重复）")
    # A late word of the crashed process changes nothing any more.
    late = await office.run(lambda work: end_attempt(due["_id"], 1, Accepted(), work), "late")
    assert late is None


async def test_somebody_without_an_address_is_not_forgotten(office: Office) -> None:
    await office.hears(fact(IncidentDispatched))  # nobody is enrolled
    await office.sends()
    assert office.mailer.sent == []
    assert [e.rule for e in await office.inbox("stf_o0001")] == ["delivery-rejected"]


async def test_two_senders_never_send_the_same_mail(office: Office) -> None:
    await dispatched(office)
    other = office.another_sender()
    await office.sender.send_due()
    await other.send_due()
    await office.sender.idle()
    await other.idle()
    assert len(office.mailer.sent) == 1
