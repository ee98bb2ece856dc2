"""The counter: one HTTP command becomes one use case, answered after its commit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from shared.identity.principal import Principal
from shared.storage.group_commit import Commands
from shared.storage.ports import Cause, Versioned, Work
from shared.storage.work import Stage
from shared.web.auth import authenticated, in_scope
from shared.web.conditional import ExpectedVersion, check_version
from shared.web.idempotency import (
    IDEMPOTENT,
    Answer,
    Idempotency,
    IdempotencyKey,
    cause_of,
    once,
    respond,
)

W = TypeVar("W", bound=Stage)


class Owned(Versioned, Protocol):
    """A stored value that belongs to an organisation."""

    @property
    def orgunit(self) -> str:
        """The 12-digit code of the organisation."""
        ...


@dataclass(frozen=True)
class Call:
    """Who calls, why, with which key, and which version the caller has seen."""

    caller: Principal
    cause: Cause
    idem: IdempotencyKey | None
    seen: int | None

    def may_change(self, value: Owned, work: Work, orgunit: str | None = None) -> None:
        """Raise `NotAllowed` outside the caller's organisation, `Stale` on an older version.

        `Stale` names the fields that changed since the version that the caller has seen.

        Args:
            value: as it is before the change.
            work: in which it was read.
            orgunit: by which organisation's right it is changed; the value's own, if None.
        """
        in_scope(self.caller, value.orgunit if orgunit is None else orgunit)
        changed = () if self.seen is None else work.changed_since(value, self.seen)
        check_version(self.seen, value.version, changed)


async def _called(
    request: Request,
    caller: Annotated[Principal, Depends(authenticated)],
    idem: Idempotency,
    seen: ExpectedVersion,
) -> Call:
    return Call(caller, cause_of(request, caller, idem), idem, seen)


CommandCall = Annotated[Call, Depends(_called)]


class Counter(Generic[W]):
    """Runs commands of one service and answers them."""

    def __init__(self, commands: Commands[W]) -> None:
        self._commands = commands

    async def answer(self, call: Call, act: Callable[[W], Awaitable[Answer]]) -> JSONResponse:
        """Run the command once for its key and return its answer; refusals become problems."""

        async def idempotent(work: W) -> Answer:
            records = work.repository(IDEMPOTENT)
            return await once(records, call.idem, lambda: act(work), work.now)

        return respond(await self._commands.run(idempotent, call.cause))
