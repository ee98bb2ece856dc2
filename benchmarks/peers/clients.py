"""The callers: so many at once, each sending its next command when the last was answered."""

import asyncio
import random
import uuid
from dataclasses import dataclass
from time import monotonic

import aiohttp

from benchmarks.peers.talk import say, told

WORKERS = ("stf_g0101", "stf_g0102")


@dataclass(frozen=True)
class ClientsTask:
    """Dispatch incidents ``<prefix>-<number>`` for some seconds, after some more to warm up."""

    url: str
    token: str
    prefix: str
    incidents: int
    clients: int
    seconds: float
    warming: float


async def clients(task: ClientsTask) -> None:
    """Call, and tell when each command was answered and how long that took."""
    say(state="ready")
    await told()
    delays: list[float] = []
    failed: list[int] = []
    total = 0
    first = monotonic() + task.warming
    last = first + task.seconds
    headers = {"Authorization": f"Bearer {task.token}"}
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), headers=headers
    ) as session:

        async def call() -> None:
            nonlocal total
            while (began := monotonic()) < last:
                number = random.randrange(task.incidents)  # noqa: S311 - no secret
                async with session.post(
                    f"{task.url}/incidents/{task.prefix}-{number}/dispatch",
                    json={"worker": random.choice(WORKERS)},  # noqa: S311
                    headers={"Idempotency-Key": uuid.uuid4().hex},
                ) as answer:
                    await answer.read()
                total += 1
                if answer.status != 200:  # noqa: PLR2004
                    failed.append(answer.status)
                if first <= began and monotonic() <= last:
                    delays.append(monotonic() - began)

        await asyncio.gather(*(call() for _ in range(task.clients)))
    say(delays=delays, failed=failed, total=total)
    await told()
    say(state="ended")
