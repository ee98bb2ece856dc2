"""The story of one run: open the house, play the day, drain, show, serve, reconcile, end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiokafka import AIOKafkaProducer

from deploy.sandbox.audit import Audit, Result
from deploy.sandbox.day import Line
from deploy.sandbox.doors import public_keys
from deploy.sandbox.endpoints import published_endpoints
from deploy.sandbox.guide import endpoints, guide
from deploy.sandbox.house import House
from deploy.sandbox.options import Options
from deploy.sandbox.player import PUBLISHED, Player, Sealer, sender
from deploy.sandbox.screen import Screen
from deploy.sandbox.summary import Summary
from deploy.sandbox.witness import Witness, quietly
from deploy.sandbox.words import FAILED, INTERRUPTED
from shared.events.codec import BUS_MAX_BYTES
from shared.messaging.partners import Partners

T = TypeVar("T")
_DRAIN_SECONDS = 60.0
_FAREWELL_SECONDS = 10.0


class Interrupted(Exception):  # noqa: N818 - not a fault: the person has seen enough
    """Ctrl-C or SIGTERM came."""


class Signals:
    """Ctrl-C and SIGTERM: the first ends the run, the second skips the reconciliation."""

    def __init__(self) -> None:
        self.first = asyncio.Event()
        self.second = asyncio.Event()

    def listen(self) -> None:
        """Take the signals from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._came)

    def _came(self) -> None:
        (self.second if self.first.is_set() else self.first).set()


async def unless(stop: asyncio.Event, house: House, work: Coroutine[Any, Any, T]) -> T:
    """Do the work, unless it is interrupted or the house fails meanwhile.

    Raises:
        Interrupted: `stop` was set.
        ServerError: a part of the house is beyond restarting.
    """
    task = asyncio.ensure_future(work)
    stopped, failed = (asyncio.ensure_future(stop.wait()), asyncio.ensure_future(house.fails()))
    try:
        await asyncio.wait({task, stopped, failed}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        if failed.done():
            failed.result()
        raise Interrupted
    finally:
        for each in (task, stopped, failed):
            each.cancel()
        await asyncio.gather(task, stopped, failed, return_exceptions=True)


async def tell(options: Options, day: Sequence[Line], partners: Partners, screen: Screen) -> int:
    """Run the whole story and return the exit code.

    Raises:
        SandboxError, ServerError: it cannot go on; every process is ended.
    """
    signals = Signals()
    signals.listen()
    async with House(options, partners, screen) as house:
        try:
            await unless(signals.first, house, house.open())
        except Interrupted:
            return INTERRUPTED
        result = await _day(Run(options, house, signals, screen), day, partners)
        restarts = house.restarts
    # Only now, when nobody else can speak: programs read the last line.
    if result is None:
        return INTERRUPTED
    for finding in result.findings():
        screen.say(finding)
    screen.last(result.line(restarts))
    return 0 if result.reckoning.clean else FAILED


class Run:
    """What one run has at hand."""

    def __init__(self, options: Options, house: House, signals: Signals, screen: Screen) -> None:
        self.options = options
        self.house = house
        self.signals = signals
        self.screen = screen


async def _day(run: Run, day: Sequence[Line], partners: Partners) -> Result | None:
    house, around = run.house, run.house.around
    content = endpoints(around)
    keys = await public_keys(content["services"])
    async with (
        Witness(around.bootstrap, list(house.topics), house.marks) as witness,
        _producer(around.bootstrap) as producer,
    ):
        file = run.options.home / PUBLISHED
        player = Player(sender(producer), Sealer(keys, partners), file)
        audit = Audit(house, witness, player.posted)
        summary = Summary(house, witness, run.screen)
        with published_endpoints(run.options.home, content):
            try:
                result = await _played(run, day, player, audit, summary, content)
            except Interrupted:
                result = None
        return result or await _farewell(run, audit)


async def _played(
    run: Run,
    day: Sequence[Line],
    player: Player,
    audit: Audit,
    summary: Summary,
    content: dict[str, Any],
) -> Result | None:
    watching = asyncio.create_task(summary.watch())
    first = run.signals.first
    try:
        run.screen.say(f"播放 {len(day)} 个合作方事件 / playing {len(day)} partner events")
        with run.screen:
            await unless(first, run.house, player.play(day, run.options.speed, asyncio.sleep))
            result = await unless(first, run.house, audit.closing(_DRAIN_SECONDS))
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    tally = await summary.tally()
    if tally is not None:
        run.screen.show(tally.table())
    for number in player.too_large:
        run.screen.say(
            f"第 {number} 行超过消息总线的上限，未发布。 / "
            f"Line {number} is larger than the bus takes and was not published."
        )
    if run.options.once:
        return result
    for finding in result.findings():
        run.screen.say(finding)
    run.screen.show(guide(content))
    await unless(first, run.house, asyncio.Event().wait())
    return None


async def _farewell(run: Run, audit: Audit) -> Result | None:
    run.screen.say("对账中；再按一次 Ctrl-C 跳过 / reconciling; Ctrl-C again skips it")
    try:
        return await unless(run.signals.second, run.house, audit.closing(_FAREWELL_SECONDS))
    except Interrupted:
        return None


@asynccontextmanager
async def _producer(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        client_id="sandbox-player",
        acks="all",
        enable_idempotence=True,
        max_request_size=BUS_MAX_BYTES,
    )
    await producer.start()
    try:
        yield producer
    finally:
        await quietly(producer.stop())
