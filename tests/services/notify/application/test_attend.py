from collections.abc import Awaitable, Callable

import pytest

from services.notify.application.attend import act_on_entry, read_entry
from services.notify.domain.inbox import Entry
from shared.events import notify
from shared.events.grid import IncidentDispatched
from shared.values import NotAllowed, Stale
from tests.services.notify.office import Office, fact

WORKER = "stf_g0101"


def whatever(_: Entry) -> None:
    """Stand for a caller that sets no condition."""


async def entry_of(office: Office) -> str:
    await office.hears(fact(IncidentDispatched))
    (entry,) = await office.inbox(WORKER)
    return entry.id


async def test_reading_twice_changes_nothing_the_second_time(office: Office) -> None:
    key = await entry_of(office)
    first = await office.run(lambda work: read_entry(key, WORKER, whatever, work), "r1")
    again = await office.run(lambda work: read_entry(key, WORKER, whatever, work), "r2")
    assert first.read_at is not None
    assert again == first


async def test_acting_is_announced_once_under_the_notification(office: Office) -> None:
    key = await entry_of(office)
    for name in ("a1", "a2"):
        await office.run(lambda work: act_on_entry(key, WORKER, whatever, work), name)
    acted = [e for e in await office.events() if e["type"] == notify.NotificationActed.type]
    assert [(e["data"]["recipient"], e["data"]["rule"]) for e in acted] == [
        (WORKER, "incident-dispatched")
    ]


@pytest.mark.parametrize("use_case", [read_entry, act_on_entry])
async def test_only_the_owner_attends_to_what_they_have_seen(
    office: Office, use_case: Callable[..., Awaitable[Entry]]
) -> None:
    key = await entry_of(office)

    def older(_: int) -> None:
        raise Stale("stale", "请刷新后再办。", "Read it again.")

    with pytest.raises(NotAllowed):
        await office.run(lambda work: use_case(key, "stf_g0102", whatever, work), "other")
    with pytest.raises(Stale):
        await office.run(lambda work: use_case(key, WORKER, older, work), "stale")
    (entry,) = await office.inbox(WORKER)
    assert (entry.read_at, entry.acted_at) == (None, None)
