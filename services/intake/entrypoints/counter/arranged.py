"""Appointments and bookings over HTTP, as far as they are the same: shown, made, changed."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from fastapi.responses import JSONResponse

from services.intake.application.ports import Work
from services.intake.entrypoints.counter.changes import change, create
from shared.identity.principal import Principal
from shared.storage.group_commit import Commands
from shared.storage.ports import Repository
from shared.web.auth import in_scope
from shared.web.commands import Call, Counter, Owned
from shared.web.views import View


class _Booked(Owned, Protocol):
    @property
    def booked_in(self) -> str: ...


A = TypeVar("A", bound=_Booked)
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
        """Show one that is at a point of the caller's organisation, or was booked by it."""
        found = await self._commands.look(lambda work: self._kept(work).get(key), call.cause)
        in_scope(call.caller, _right(call.caller, found))
        return self._show(found)

    async def make(self, call: Call, act: Callable[[Work], Awaitable[A]]) -> JSONResponse:
        """Arrange something new and answer what it is."""
        return await create(self._counter, call, act, self._show)

    async def step(
        self, key: str, call: Call, act: Callable[[str, Work], Awaitable[A]]
    ) -> JSONResponse:
        """Take a step on one at a point of the caller's, and answer what it is then."""
        before, taken = self._steps(key, act)
        return await change(self._counter, call, before, taken, self._show)

    async def give_back(
        self, key: str, call: Call, act: Callable[[str, Work], Awaitable[A]]
    ) -> JSONResponse:
        """Cancel one that the caller may be shown: whoever may book may give the place back."""
        before, taken = self._steps(key, act)
        right = partial(_right, call.caller)
        return await change(self._counter, call, before, taken, self._show, right)

    def _steps(
        self, key: str, act: Callable[[str, Work], Awaitable[A]]
    ) -> tuple[Callable[[Work], Awaitable[A]], Callable[[Work], Awaitable[A]]]:
        return lambda work: self._kept(work).get(key), lambda work: act(key, work)


def within(caller: Principal, found: Sequence[A], whose: Callable[[], str]) -> Sequence[A]:
    """Return what is arranged at points of the caller's organisation; raise `NotAllowed` for none.

    Args:
        caller: who asks.
        found: what is arranged.
        whose: the organisation whose list it is where nothing is; it may raise `NotFound`. What is
            arranged outlives the point and the service.
    """
    units = [one.orgunit for one in found] or [whose()]
    if not any(caller.may_act_in(unit) for unit in units):
        in_scope(caller, units[0])
    return [one for one in found if caller.may_act_in(one.orgunit)]


def _right(caller: Principal, value: _Booked) -> str:
    return value.booked_in if caller.may_act_in(value.booked_in) else value.orgunit
