"""Group commit: commands that arrive while a transaction commits share the next one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar, cast

from shared.observability.pulse import Pulse
from shared.storage.ports import Cause, Conflict, StoreAway
from shared.storage.unit_of_work import Item, Outcome, Refused, UnitOfWork
from shared.storage.work import Stage
from shared.values import Refusal

W = TypeVar("W", bound=Stage)
T = TypeVar("T")

_GROUP = 200
Waiting = tuple[Item[W], "asyncio.Future[Outcome]"]


class Commands(Generic[W]):
    """One queue a process; callers are answered after their commit."""

    def __init__(self, unit_of_work: UnitOfWork[W]) -> None:
        self._unit_of_work = unit_of_work
        self._waiting: list[Waiting[W]] = []
        self._arrived = asyncio.Event()
        self.pulse = Pulse()

    async def run(self, act: Callable[[W], Awaitable[T]], cause: Cause) -> T:
        """Run one use case and return its value once it is durable.

        Raises:
            Refusal: a rule said no; nothing was changed.
            StoreAway: the store cannot be reached; it is not known to be written.
        """
        outcome = await self._queued(Item(cause, act, place=f"command:{cause.id}"))
        if isinstance(outcome, Refused):
            raise _told(outcome.error)
        return cast("T", getattr(outcome, "value", None))

    async def look(self, act: Callable[[W], Awaitable[T]], cause: Cause) -> T:
        """Run a use case that only reads, beside the queue, and return its value.

        Raises:
            Refusal: a rule said no.
            StoreAway: the store cannot be reached.
            RuntimeError: the use case changed something.
        """
        return await self._unit_of_work.look(act, cause)

    async def run_all(self, items: Sequence[Item[W]]) -> list[Outcome]:
        """Run several messages, in order, and return their outcomes once they are durable.

        Raises:
            StoreAway: the store cannot be reached; nothing is known to be written.
        """
        return list(await asyncio.gather(*(self._queued(item) for item in items)))

    async def _queued(self, item: Item[W]) -> Outcome:
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        self._arrived.set()
        return await answer

    async def serve(self) -> None:
        """Take the queue, commit it, answer; for as long as the service lives."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
                with self.pulse.beat():
                    await self._commit(group)

    async def _commit(self, group: list[Waiting[W]]) -> None:
        try:
            outcomes = await self._unit_of_work.run([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - every caller of the group must be answered
            # Those behind it too: what one caller gave in order must not be done in part, from
            # its middle.
            waiting, self._waiting = self._waiting, []
            _fail([*group, *waiting], error)
            return
        except BaseException:
            for _, answer in group:
                answer.cancel()
            raise
        for (_, answer), outcome in zip(group, outcomes, strict=True):
            if not answer.done():
                answer.set_result(outcome)


def _fail(waiting: Sequence[Waiting[W]], error: Exception) -> None:
    away = isinstance(error, Conflict)
    told = StoreAway("others keep writing the same records") if away else error
    for _, answer in waiting:
        if not answer.done():
            answer.set_exception(told)


def _told(error: Exception) -> Exception:
    if isinstance(error, Conflict):
        return Refusal(
            "busy", "同一记录正被他人修改，请重试。", "Others are changing this record; try again."
        )
    return error
