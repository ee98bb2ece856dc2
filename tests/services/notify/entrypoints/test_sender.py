import asyncio
from datetime import timedelta

import pytest

from services.notify.domain.outcomes import Accepted, Outcome, Retry
from shared.events.grid import IncidentDispatched
from shared.testing.memory import MemoryStore
from shared.testing.waiting import until
from tests.services.notify.office import Office, fact


async def dispatched(office: Office, worker: str, *numbers: int) -> None:
    for number in numbers:
        await office.hears(fact(IncidentDispatched, f"inc_{worker}_{number}", worker=worker))


def address(worker: str) -> str:
    return f"{worker.removeprefix('stf_')}@street.invalid"


async def test_a_silent_destination_delays_nobody_else(office: Office) -> None:
    await office.sender.enrol()
    silent = asyncio.Event()

    async def hangs() -> Outcome:
        await silent.wait()
        return Retry("TimeoutError")

    office.mailer.answers[address("stf_g0101")] = [hangs]
    await dispatched(office, "stf_g0101", *range(150))
    await dispatched(office, "stf_g0201", 1)
    serving = asyncio.create_task(office.sender.serve())

    async def arrived() -> bool:
        return any(mail.to == address("stf_g0201") for mail in office.mailer.sent)

    await until(arrived, 10)
    assert sum(mail.to == address("stf_g0101") for mail in office.mailer.sent) == 1
    silent.set()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_what_is_being_sent_at_the_end_is_finished_and_recorded(office: Office) -> None:
    await office.sender.enrol()
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> Outcome:
        begun.set()
        await go.wait()
        return Accepted()

    office.mailer.answers[address("stf_g0101")] = [slow]
    await dispatched(office, "stf_g0101", 1)
    serving = asyncio.create_task(office.sender.serve())
    await asyncio.wait_for(begun.wait(), 5)
    serving.cancel()
    go.set()
    await asyncio.gather(serving, return_exceptions=True)
    assert [row["outcome"] for row in await office.rows("attempts")] == ["accepted"]


async def test_mail_waits_while_the_store_is_away(office: Office) -> None:
    assert isinstance(office.store, MemoryStore)
    await dispatched(office, "stf_g0101", 1)
    office.store.away = True
    serving = asyncio.create_task(office.sender.serve())
    await asyncio.sleep(0)
    office.store.away = False
    office.sender.wake()

    async def arrived() -> bool:
        return len(office.mailer.sent) == 1

    await until(arrived, 5)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_mails_of_one_recipient_keep_their_order(office: Office) -> None:
    await office.sender.enrol()
    for number in range(4):
        await dispatched(office, "stf_g0101", number)
        office.clock.advance(timedelta(seconds=1))
    await office.sends()
    raised = [
        row["_id"]
        for row in sorted(
            await office.rows("deliveries", channel="email"), key=lambda row: row["created_at"]
        )
    ]
    assert [mail.message_id for mail in office.mailer.sent] == raised


async def test_a_mailer_that_breaks_ends_as_unknown(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.sender.enrol()

    async def breaks() -> Outcome:
        raise ValueError(address("stf_g0101"))

    office.mailer.answers[address("stf_g0101")] = [breaks]
    await dispatched(office, "stf_g0101", 1)
    await office.sends()
    outcomes = [row["outcome"] for row in await office.rows("attempts")]
    assert outcomes == ["unknown", "accepted"]
    assert "@" not in caplog.text
