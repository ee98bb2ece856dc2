"""The staff of a counter: each works through sessions, with or without pauses."""

import asyncio
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp

from benchmarks.peers.sessions import SESSIONS, Session
from benchmarks.peers.talk import say, told

_REFUSED = {403, 409, 412, 422}
"""Said by a rule, as where two took the same application: an answer like any other."""


@dataclass(frozen=True)
class StaffTask:
    """What staff do at one intake for some seconds, after some more to warm up.

    `session` names what one does from its beginning to its end; `pause` is the mean of the seconds
    between two requests of one user; with a `rate`, so many sessions begin a second, whoever waits.
    """

    url: str
    tokens: Sequence[str]
    session: str
    bodies: Mapping[str, Any]
    seconds: float
    warming: float
    pause: float = 0.0
    rate: float = 0.0


class Caller:
    """One member of staff over HTTP; what is answered within the time is noted by its name."""

    def __init__(self, staff: "Staff", number: int) -> None:
        self._staff = staff
        self.bodies = staff.task.bodies
        self.number, self.dice = number, staff.dice

    async def get(self, name: str, path: str, **query: str | int) -> Any:
        """Ask for something."""
        return await self._staff.call(self.number, name, "GET", path, params=query)

    async def post(self, name: str, path: str, body: Any = None, *, colleague: bool = False) -> Any:
        """Command something, or let a colleague do it; None where it was refused."""
        number = self.number + 1 if colleague else self.number
        return await self._staff.call(number, name, "POST", path, json=body)


class Staff:
    """Everybody at work."""

    def __init__(self, task: StaffTask, web: aiohttp.ClientSession) -> None:
        self.task, self._web, self.dice = task, web, random.Random(6)  # noqa: S311 - no secret
        self.delays: defaultdict[str, list[float]] = defaultdict(list)
        self.refused: Counter[str] = Counter()
        self.failed: list[str] = []
        self.sessions = self.total = 0
        self._first = monotonic() + task.warming
        self._last = self._first + task.seconds

    async def call(self, number: int, name: str, method: str, path: str, **said: Any) -> Any:
        """Send one request of a user and return its answer."""
        if self.task.pause:
            await asyncio.sleep(self.dice.expovariate(1 / self.task.pause))
        tokens = self.task.tokens
        headers = {"Authorization": f"Bearer {tokens[number % len(tokens)]}"}
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        began = monotonic()
        async with self._web.request(
            method, self.task.url + path, headers=headers, **said
        ) as answer:
            found = await answer.json(content_type=None)
        ended = monotonic()
        self.total += 1
        if self._first <= began and ended <= self._last:
            self.delays[name].append(ended - began)
        if answer.status in _REFUSED and method == "POST":
            self.refused[f"{name} {answer.status} {found.get('code')}"] += 1
            return None
        if answer.status >= 400:  # noqa: PLR2004
            self.failed.append(f"{method} {path} {answer.status} {str(found)[:300]}")
            return None
        return found

    async def work(self, number: int) -> None:
        """Let one user go through sessions until the time is over."""
        session = SESSIONS[self.task.session]
        while monotonic() < self._last:
            await self._one(session, number)

    async def come(self) -> None:
        """Let sessions begin at a rate, as people come."""
        session, number = SESSIONS[self.task.session], 0
        async with asyncio.TaskGroup() as group:
            while monotonic() < self._last:
                group.create_task(self._one(session, number))
                number += 1
                await asyncio.sleep(self.dice.expovariate(self.task.rate))

    async def _one(self, session: Session, number: int) -> None:
        await session(Caller(self, number))
        if self._first <= monotonic() <= self._last:
            self.sessions += 1


async def staff(task: StaffTask) -> None:
    """Work, and tell the delays (seconds) by name, sessions ended, refusals and failures."""
    say(state="ready")
    await told()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as web:
        there = Staff(task, web)
        if task.rate:
            await there.come()
        else:
            await asyncio.gather(*(there.work(number) for number in range(len(task.tokens))))
    say(
        delays=there.delays,
        sessions=there.sessions,
        total=there.total,
        refused=there.refused,
        failed=there.failed,
    )
    await told()
    say(state="ended")
