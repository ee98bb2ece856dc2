"""Appointments and bookings over HTTP, as far as they are the same: shown, made, changed."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.entrypoints.counter.changes import change, create
from shared.storage.group_commit import Commands
from shared.storage.ports import Repository
from shared.web.auth import in_scope
from shared.web.commands import Call, Counter, Owned
from shared.web.views import View

A = TypeVar("A", bound=Owned)
V = TypeVar("V", bound=View)


class Arranged(Generic[A, V]):
    """One kind of what is arranged.

    Args:
        commands: what runs a command.
        kept: where it is kept.
        show: how callers see it.
    """

    def __init__(
        self,
        commands: Commands[Any],
        kept: Callable[[Work], Repository[A]],
        show: Callable[[A], V],
    ) -> None:
        self._commands = commands
        self._counter = Counter[Any](commands)
        self._kept = kept
        self._show = show

    async def one(self, key: str, call: Call) -> V:
        """Show one of the caller's organisation."""
        found = await self._commands.run(lambda work: self._kept(work).get(key), call.cause)
        in_scope(call.caller, found.orgunit)
        return self._show(found)

    async def make(self, call: Call, act: Callable[[Work], Awaitable[A]]) -> JSONResponse:
        """Arrange something new and answer what it is."""
        return await create(self._counter, call, act, self._show)

    async def step(
        self, key: str, call: Call, act: Callable[[str, Work], Awaitable[A]]
    ) -> JSONResponse:
        """Take a step on one that the caller may change, and answer what it is then."""
        return await change(
            self._counter,
            call,
            lambda work: self._kept(work).get(key),
            lambda work: act(key, work),
            self._show,
        )
