"""What every route of grid needs at hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi.responses import JSONResponse

from services.grid.application.ports import House, Reading, Work
from services.grid.domain.incident import Incident
from services.grid.domain.record import Channel
from services.grid.entrypoints.views import IncidentView, shown
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.storage.group_commit import Commands
from shared.values import NotAllowed
from shared.web.auth import in_scope
from shared.web.commands import Call, Counter
from shared.web.conditional import check_version
from shared.web.idempotency import Answer


@dataclass(frozen=True)
class Context:
    """Runs commands, reads what is committed, knows the house."""

    commands: Commands[Any]
    reading: Reading
    house: House

    async def answer(self, call: Call, act: Callable[[Work], Awaitable[Answer]]) -> JSONResponse:
        """Run a command once for its key."""
        return await Counter(self.commands).answer(call, act)

    async def step(
        self, call: Call, incident_id: str, act: Callable[[Work], Awaitable[Incident]]
    ) -> JSONResponse:
        """Move one incident that the caller may change, and show it."""

        async def moved(work: Work) -> Answer:
            _may_change(call, await work.incidents.get(incident_id), work)
            incident = await act(work)
            return shown(200, IncidentView.of(incident), incident.version)

        return await self.answer(call, moved)


def may_see(caller: Principal, incident: Incident) -> None:
    """Raise `NotAllowed` outside the caller's organisation, but for whom it was dispatched to.

    What a rating called for is nobody's at the counter: whom it is about would read there which
    application was rated (好差评: the rater is kept from the rated).
    """
    if kept_from(caller, incident.channel):
        raise NotAllowed(
            "rated-counter",
            "差评任务由网格和值班长办理，窗口人员不能查看。",
            "A task that a bad rating called for is not shown to the counter, which was rated.",
        )
    if caller.subject != incident.worker:
        in_scope(caller, incident.orgunit)


def kept_from(caller: Principal, channel: Channel) -> bool:
    """Tell whether what came this way is none of the caller's business."""
    follows = (Role.GRID_WORKER, Role.SHIFT_LEADER, Role.OPERATOR, Role.SERVICE)
    return channel is Channel.RATING and not caller.has_any(*follows)


def _may_change(call: Call, incident: Incident, work: Work) -> None:
    # Not `call.may_change`: whoever it was dispatched to may act from another organisation.
    may_see(call.caller, incident)
    changed = () if call.seen is None else work.changed_since(incident, call.seen)
    check_version(call.seen, incident.version, changed)
