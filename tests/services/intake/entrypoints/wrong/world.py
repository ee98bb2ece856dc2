"""Records that wrong inputs are sent to, each made when a row first names it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from shared.identity.roles import Role
from tests.services.intake.application.test_lifecycle import ALL, HOUSING, ONLINE
from tests.services.intake.application.test_receive import apply
from tests.services.intake.bundles import EVERY
from tests.services.intake.desk import ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_agents import authorised
from tests.services.intake.entrypoints.test_http_appointments import booked as appointed
from tests.services.intake.entrypoints.test_http_bundles import handed_in as one_matter
from tests.services.intake.entrypoints.test_http_care import booked
from tests.services.intake.entrypoints.test_http_promise import LETTER, MAIN, RELIEF
from tests.services.intake.entrypoints.test_http_ratings import TRUE, lead, rate
from tests.services.intake.entrypoints.test_http_steps import REASONS, step

Names = Mapping[str, str]
"""What stands in the braces of a path, such as ``{key}``."""


class World:
    """One intake with a record of each kind; whatever is refused leaves them as they are."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._made: dict[str, Names] = {}

    async def names(self, record: str) -> Names:
        """Return what a path says to mean a record; raise `KeyError` for one that is not below."""
        if record not in self._made:
            self._made[record] = await _RECORDS[record](self._edge)
        return self._made[record]


async def _case(edge: Edge, **changes: Any) -> Names:
    case = await handed_in(edge, **changes)
    first = case["receipts"][0]["number"]
    return {"key": case["id"], "number": first, "receipt_code": case["receipt_code"]}


async def _correcting(edge: Edge) -> Names:
    return await _case(edge, papers=[])


async def _online(edge: Edge) -> Names:
    await apply(edge.desk, ONLINE, *ALL)
    return {"key": next(case.id for case in await edge.desk.cases() if case.item_code == ONLINE)}


async def _housing(edge: Edge) -> Names:
    papers = [{"code": code} for code in HOUSING]
    return await _case(edge, item="public-rental-housing", papers=papers)


async def _reviewing(edge: Edge) -> Names:
    names = await _housing(edge)
    begun = await step(edge, Role.REVIEWER, f"/cases/{names['key']}/review", {"onsite": True})
    assert begun["status"] == 200, begun
    return names


async def _delivered(edge: Edge) -> Names:
    papers = [{"code": "id-card"}, {"code": "photo"}]
    names = await _case(edge, item="elder-card", papers=papers)
    body = {"outcome": "approved", **REASONS, "hand_over": True}
    ended = await step(edge, Role.CLERK, f"/cases/{names['key']}/decision", body)
    assert ended["status"] == 200, ended
    return names


async def _promised(edge: Edge) -> Names:
    return await _case(edge, item=RELIEF, papers=MAIN, promise=LETTER)


async def _rating(edge: Edge) -> Names:
    before = await _ratings(edge)
    await rate(edge, (await handed_in(edge))["receipt_code"])
    (key,) = await _ratings(edge) - before
    return {"key": key}


async def _ratings(edge: Edge) -> set[str]:
    async with edge.client(Role.SHIFT_LEADER) as leader:
        return {row["id"] for row in (await leader.get("/ratings")).json()["items"]}


async def _confirmed_rating(edge: Edge) -> Names:
    names = await _rating(edge)
    confirmed = await lead(edge, f"/ratings/{names['key']}/verification", TRUE)
    assert confirmed["status"] == 200, confirmed
    return names


async def _letter(edge: Edge) -> Names:
    return {"key": (await authorised(edge))["id"]}


async def _appointment(edge: Edge) -> Names:
    return {"key": (await appointed(edge))["id"]}


async def _booking(edge: Edge) -> Names:
    booking = await booked(edge)
    return {"key": booking["id"], "session": booking["session"]}


async def _person(edge: Edge) -> Names:
    case = await handed_in(edge, person=ZHANG)
    return {"ref": case["applicant_ref"]}


async def _bundle(edge: Edge) -> Names:
    bundle = await one_matter(edge, "household-register")
    return {"key": bundle["id"], "number": bundle["receipts"][0]["number"]}


async def _whole_bundle(edge: Edge) -> Names:
    return {"key": (await one_matter(edge, *EVERY))["id"]}


async def _given_up_bundle(edge: Edge) -> Names:
    names = await _whole_bundle(edge)
    ended = await step(
        edge, Role.CLERK, f"/bundles/{names['key']}/withdrawal", {"reasons": "算了。"}
    )
    assert ended["status"] == 200, ended
    return names


_RECORDS: Mapping[str, Callable[[Edge], Awaitable[Names]]] = {
    "accepted": _case,
    "bundle": _bundle,
    "whole-bundle": _whole_bundle,
    "given-up-bundle": _given_up_bundle,
    "correcting": _correcting,
    "online": _online,
    "reviewing": _reviewing,
    "delivered": _delivered,
    "promised": _promised,
    "rating": _rating,
    "confirmed-rating": _confirmed_rating,
    "letter": _letter,
    "appointment": _appointment,
    "booking": _booking,
    "person": _person,
}
