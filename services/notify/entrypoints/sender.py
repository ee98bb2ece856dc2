"""The mail queue: takes what is due, sends it, records what became of it."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from services.notify.application.deliver import begin_attempt, end_attempt
from services.notify.application.enrol import enrol_staff
from services.notify.application.ports import Conclusion, Job, Mailer, MailQueue
from services.notify.domain.deliveries import Due
from services.notify.domain.lanes import choose
from services.notify.domain.outcomes import Unknown
from services.notify.domain.staff import Member
from services.notify.entrypoints.waits import Waits
from shared.clock import Clock
from shared.ids import mint
from shared.service.tasks import cancelled
from shared.storage.ports import Cause, StoreAway
from shared.storage.unit_of_work import Done, Item, Refused, UnitOfWork

T = TypeVar("T")

_log = logging.getLogger("jiedao.notify.sender")
_LOOK = 100
_LOOK_AT_MOST = 12_800
_LONGEST_SLEEP = 1.0
_SHORTEST_SLEEP = 0.05
_DRAIN_SECONDS = 8.0


@dataclass(frozen=True)
class Pace:
    """`workers` mails at one time; an attempt without outcome counts as lost after `lease`."""

    workers: int = 8
    lease: timedelta = timedelta(seconds=30)


class Sender:
    """Sends mail for one process; any number of replicas may run it.

    Order is kept for each recipient within one process, but for mails that are tried again.
    """

    def __init__(
        self,
        queue: MailQueue,
        unit_of_work: UnitOfWork[Any],
        mailer: Mailer,
        staff: Sequence[Member],
        *,
        clock: Clock,
        waits: Waits,
        pace: Pace | None = None,
    ) -> None:
        self._queue = queue
        self._unit_of_work = unit_of_work
        self._mailer = mailer
        self._staff = staff
        self._clock = clock
        self._waits = waits
        self._pace = pace or Pace()
        self._busy: dict[str, tuple[Due, asyncio.Task[None]]] = {}
        self._look = _LOOK
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Say that something may be due."""
        self._wake.set()

    async def serve(self) -> None:
        """Send what is due, for as long as the service lives; at the end, finish what is begun."""
        enrolled = False
        try:
            while True:
                try:
                    enrolled = enrolled or await self.enrol()
                    pause = await self.send_due() if enrolled else _LONGEST_SLEEP
                except StoreAway as error:
                    _log.warning("mail waits for the store: %s", error)
                    pause = _LONGEST_SLEEP
                await self._sleep(pause)
        finally:
            await self._drain()

    async def enrol(self) -> bool:
        """Seal the roster's addresses into the store; tell whether that was done."""

        async def act(work: Any) -> bool:
            await enrol_staff(self._staff, work)
            return True

        cause = Cause(mint(), "roster", "notify", "0" * 12)
        (done,) = await self._run([Item(cause, act, place="roster")])
        return bool(done)

    async def send_due(self) -> float:
        """Start what is due and has room; return the seconds until something may be due."""
        rows = await self._queue.earliest(self._look)
        now = self._clock.now()
        due = [row for row in rows if row.at <= now]
        retries = sum(1 for row, _ in self._busy.values() if row.attempts)
        workers = self._pace.workers
        chosen = choose(
            due,
            self._busy,
            free=workers - len(self._busy),
            free_for_retries=max(workers // 2 - retries, 0),
        )
        if chosen:
            return 0 if await self._start(chosen) else _SHORTEST_SLEEP
        # All that was seen belongs to busy lanes: somebody further behind may be free.
        hidden = len(due) == self._look and len(self._busy) < workers
        self._look = min(self._look * 2, _LOOK_AT_MOST) if hidden else _LOOK
        if hidden and self._look < _LOOK_AT_MOST:
            return 0
        waiting = [row.at for row in rows if row.at > now]
        wait = (waiting[0] - now).total_seconds() if waiting else _LONGEST_SLEEP
        return min(max(wait, 0.001), _LONGEST_SLEEP)

    async def idle(self) -> None:
        """Return when nothing is being sent."""
        while self._busy:
            await asyncio.wait([task for _, task in self._busy.values()])

    async def _start(self, rows: Sequence[Due]) -> bool:
        results = await self._run([self._claim(row) for row in rows])
        for row, result in zip(rows, results, strict=True):
            if isinstance(result, Job):
                task = asyncio.create_task(self._send(row, result))
                self._busy[row.recipient] = (row, task)
        return any(result is not None for result in results)

    def _claim(self, row: Due) -> Item[Any]:
        async def act(work: Any) -> Job | Conclusion | None:
            return self._noted(await begin_attempt(row.id, self._pace.lease, work))

        return Item(_cause(row, "begin"), act, place=f"mail:{row.id}")

    def _noted(self, became: T) -> T:
        if isinstance(became, Conclusion):
            self._waits.note_mail(became)
        return became

    async def _send(self, row: Due, job: Job) -> None:
        try:
            try:
                outcome = await self._mailer.send(job.mail)
            except Exception as error:  # noqa: BLE001 - an attempt must end with an outcome
                # The kind alone: the text of an error may hold an address.
                _log.error("the mailer broke at %s: %s", row.id, type(error).__name__)
                outcome = Unknown("mailer-broke")

            async def act(work: Any) -> Conclusion | None:
                return self._noted(await end_attempt(job.delivery, job.number, outcome, work))

            item = Item(_cause(row, f"end:{job.number}"), act, place=f"mail:{row.id}")
            await self._insist(item)
        finally:
            del self._busy[row.recipient]
            self._wake.set()

    async def _insist(self, item: Item[Any]) -> None:
        # An outcome that is not written would become "unknown": wait for the store instead.
        while True:
            try:
                await self._run([item])
            except StoreAway:
                await asyncio.sleep(_LONGEST_SLEEP)
            else:
                return

    async def _run(self, items: Sequence[Item[Any]]) -> list[Any]:
        # Not by the queue of commands: outcomes are written even while the service shuts down.
        outcomes = await self._unit_of_work.run(items)
        for outcome in outcomes:
            if isinstance(outcome, Refused):
                _log.error("the mail queue was refused: %s", type(outcome.error).__name__)
        return [outcome.value if isinstance(outcome, Done) else None for outcome in outcomes]

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                await self.idle()
        except TimeoutError:
            await cancelled([task for _, task in self._busy.values()])


def _cause(row: Due, step: str) -> Cause:
    return Cause(f"{row.id}:{row.version}:{step}", row.correlation, "notify", row.orgunit)
