"""What a member of staff does at the counter, from request to request."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol

from benchmarks.street.id_numbers import id_number_of

_PAGE = 50
_WORK = "/work"
_QUEUES = f"{_WORK}/queues"
_REASONS = {"reasons": "材料齐全，符合条件。", "outcome": "approved"}
_STEPS: Mapping[str, tuple[str, str, Any]] = {
    "to-pre-accept": ("pre-accept", "pre-acceptance", None),
    "to-accept": ("accept", "acceptance", {}),
    "to-correct-check": ("accept", "acceptance", {}),
    "on-the-spot": ("decide", "decision", {**_REASONS, "hand_over": True}),
    "to-deliver": ("deliver", "delivery", None),
}
_POINTS = ("hub", "station-1", "station-3", "station-6")


class Asks(Protocol):
    """One member of staff over HTTP."""

    bodies: Mapping[str, Any]
    dice: Random

    async def get(self, name: str, path: str, **query: str | int) -> Any:
        """Ask for something."""
        ...

    async def post(self, name: str, path: str, body: Any = None, *, colleague: bool = False) -> Any:
        """Command something; None where it was refused."""
        ...


Session = Callable[[Any], Awaitable[None]]


async def desk(me: Asks) -> None:
    """Look at the queues, take one application further, look for others, receive one."""
    there: dict[str, str | int] = {}
    if me.dice.random() < 0.5:  # noqa: PLR2004
        there["point"] = me.dice.choice(_POINTS)
    queues = await me.get("counts", _QUEUES, **there)
    waiting = [q["name"] for q in queues or () if q["count"] and q["name"] in _WORKED]
    if waiting:
        await _taken_further(me, me.dice.choice(waiting), there)
    await _sought(me)
    made = await me.post("create", "/cases", _application(me, "staffed"))
    if made:
        await me.post("accept", f"/cases/{made['id']}/acceptance", {})


async def instant(me: Asks) -> None:
    """Receive an instant item, whose papers are complete: accepted; decide it; look for it."""
    made = await me.post("create", "/cases", _application(me, "instant"))
    decision = {**_REASONS, "hand_over": True}
    await me.post("decide", f"/cases/{made['id']}/decision", decision)
    await me.get("search", "/cases/search", number=made["project_no"])


async def promised(me: Asks) -> None:
    """Receive what a clerk must look at, accept it, let a colleague review and decide; look."""
    made = await me.post("create", "/cases", _application(me, "staffed"))
    case = f"/cases/{made['id']}"
    await me.post("accept", f"{case}/acceptance", {})
    await me.post("review", f"{case}/review", {}, colleague=True)
    await me.post("decide", f"{case}/decision", _REASONS, colleague=True)
    await me.get("search", "/cases/search", number=made["project_no"])


SESSIONS: Mapping[str, Session] = {"desk": desk, "instant": instant, "promised": promised}
_WORKED = {*_STEPS, "to-review"}


async def _taken_further(me: Asks, queue: str, there: Mapping[str, str | int]) -> None:
    page = await me.get("queue", f"{_QUEUES}/{queue}", limit=_PAGE, **there)
    rows = [row for row in (page or {}).get("items", ()) if row["claimed_by"] is None]
    if not rows:
        return
    row = me.dice.choice(rows)
    path = f"/cases/{row['id']}"
    await me.get("get", path)
    await me.get("history", f"{path}/history")
    if await me.post("claim", f"{path}/claim") is None:
        return
    if queue == "to-review":
        begun = row["state"] == "in-review"
        name, step, body = ("decide", "decision", _REASONS) if begun else ("review", "review", {})
    else:
        name, step, body = _STEPS[queue]
    await me.post(name, f"{path}/{step}", body)


def _application(me: Asks, kind: str) -> dict[str, Any]:
    number = me.dice.randrange(10**7)
    person = {"name": "张三", "phone": f"137{number:08}", "id_number": id_number_of(number)}
    return {**me.bodies[kind], "person": person}


async def _sought(me: Asks) -> None:
    since = datetime.now(UTC).date() - timedelta(days=me.dice.randrange(30, 700))
    wanted: dict[str, str | int] = me.dice.choice(
        [
            {"state": "archived", "received_from": f"{since}"},
            {"item_code": me.bodies["staffed"]["item_code"]},
            {"point": me.dice.choice(_POINTS)},
            {"received_from": f"{since}", "received_to": f"{since + timedelta(days=7)}"},
        ]
    )
    await me.get("search", "/cases/search", limit=_PAGE, **wanted)
