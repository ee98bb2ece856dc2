"""One answer for all who ask the same at the same time: a group commit for those who read."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Runs a question at most once at a time; whoever asks meanwhile shares the run after it.

    So each is given what was asked of the store after he or she came, never what was found before.
    """

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Future[T]] = {}
        self._following: dict[Hashable, asyncio.Future[T]] = {}

    async def ask(self, question: Hashable, answer: Callable[[], Awaitable[T]]) -> T:
        """Return the answer of a run that begins now, or when the one that runs has ended.

        Raises what the run raises, to all who share it.
        """
        shared = self._following.get(question)
        if shared is None:
            shared = asyncio.ensure_future(self._run(question, answer))
            shared.add_done_callback(_heard)
            self._following[question] = shared
        # Who goes away takes nobody's answer along.
        return await asyncio.shield(shared)

    async def _run(self, question: Hashable, answer: Callable[[], Awaitable[T]]) -> T:
        if before := self._running.get(question):
            await asyncio.wait([before])
        mine = self._running[question] = self._following.pop(question)
        try:
            return await answer()
        finally:
            if self._running.get(question) is mine:
                del self._running[question]


def _heard(run: "asyncio.Future[T]") -> None:
    # All who asked may have gone: then nobody else would look at how it ended.
    if not run.cancelled():
        run.exception()
