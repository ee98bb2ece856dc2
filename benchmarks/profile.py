"""What holds ours back: processor time an event, and a command, by part and by process."""

import asyncio
import json
import os
import signal

from benchmarks import commands, delivery
from benchmarks.ground import APACHE, Ground, ground
from benchmarks.options import Options, Say
from benchmarks.report import Section, rounded
from benchmarks.town import town
from deploy.sandbox.environment import database_of
from shared.identity.roles import Role
from shared.testing.waiting import until

_ROWS = 25

Parts = dict[str, float]


async def on_apache(options: Options, say: Say) -> Section:
    """Sample both; the sampling itself costs some of the speed, and no rate is told."""
    one = next(
        c
        for c in delivery.contenders(embedded=False, quick=options.quick)
        if c.name == delivery.ONE
    )
    with ground(APACHE) as here:
        done = await delivery.run(here, one, profile=True)
        say("delivery is sampled")
        event = {**done.parts, **{f"process: {name}": us for name, us in done.cpu.items()}}
        command = await _command(here, 2.0 if options.quick else 8.0)
    rows = [
        [kind, name, rounded(spent)]
        for kind, parts in (("event", event), ("command", command))
        for name, spent in _largest(parts)
    ]
    title = "Where the time of ours goes (one process, sampled)"
    measured = {"event": event, "command": command}
    return Section(title, ["a", "part", "CPU, us"], rows, [], measured)


def _largest(parts: Parts) -> list[tuple[str, float]]:
    return sorted(parts.items(), key=lambda part: -part[1])[:_ROWS]


async def _command(here: Ground, seconds: float) -> Parts:
    async with town(here, ["grid"], sampled=True) as services:
        await asyncio.to_thread(commands.seed, here, database_of("grid"))
        pid, written = services.pids["grid"], here.home / "grid.sampled"
        token = services.token(Role.SHIFT_LEADER)
        os.kill(pid, signal.SIGUSR1)
        _, total = await commands.called(
            here, services.urls["grid"], token, commands.JUDGED, seconds
        )
        os.kill(pid, signal.SIGUSR2)

        async def is_written() -> bool:
            return written.exists()

        await until(is_written)
        spent: Parts = json.loads(written.read_text(encoding="utf-8"))
    return {name: used / total * 1e6 for name, used in spent.items()}
