"""Four services as processes, and partners that go on publishing whatever happens to them."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from pymongo import MongoClient

from deploy.sandbox.doors import readiness
from shared.events.catalogue import SERVICES
from shared.testing.servers.process import LOCALHOST
from shared.testing.waiting import until
from tests.faults.chaos.checker import Verdict
from tests.faults.chaos.load import Load, Said
from tests.faults.chaos.publisher import Publisher
from tests.faults.chaos.run import settled
from tests.faults.chaos.stand import Stand
from tests.faults.outages.ratio import RATIO

RATE = 40.0
_HURRIED = ("skewed", "tests.faults.outages.hurried")
_LAG = re.compile(r"lag (\d+) records")
_ANSWER = aiohttp.ClientTimeout(total=3)


class Town:
    """What a test does to the services, and sees of them."""

    def __init__(
        self,
        stand: Stand,
        load: Iterator[Said],
        client: MongoClient[Any],
        session: aiohttp.ClientSession,
    ) -> None:
        self.stand = stand
        self._session = session
        self._urls: dict[str, str] = {}
        self.publisher = Publisher(stand.kafka.bootstrap, RATE, _at_once)
        self._load = load
        self._client = client
        self._publishing = False

    async def begin(self, *replicas: str) -> None:
        """Begin replicas, ``grid-b``, and wait until they are ready."""
        await self.stand.begin(*replicas, by=_HURRIED, HURRY=f"{RATIO}")
        for name in replicas:
            self._urls[name] = _url_of(name, self.stand.services[name].what.pid)

    @asynccontextmanager
    async def partners(self) -> AsyncIterator[None]:
        """Let partners publish for the length of the block, and until all is acknowledged."""
        self._publishing = True
        publishing = asyncio.create_task(self.publisher.publish(self._said()))
        try:
            yield
        finally:
            self._publishing = False
            await publishing
            await self.publisher.close()

    async def sent(self, more: int) -> None:
        """Wait until so many more events are acknowledged."""
        wanted = self.publisher.count + more

        async def there() -> bool:
            return self.publisher.count >= wanted

        await until(there, 60)

    async def verdict(self) -> Verdict:
        """Wait until all is still and account for everything since the servers began."""
        return await settled(self.stand, self.publisher.sent, lambda _: None)

    async def complaints(self) -> dict[str, str]:
        """Return why each replica is not ready, in its own words; empty for one that is."""
        return {name: await self.complaint(name) for name in self.stand.services}

    async def complaint(self, replica: str) -> str:
        """Return why one replica is not ready; empty when it is."""
        ready, why = await readiness(self._session, self._urls[replica])
        return "" if ready else why or "not ready"

    async def keeps_up(self) -> bool:
        """Tell whether every replica is ready and no more than a second behind the bus."""
        lags = [await self._lag(name) for name in self.stand.services]
        return all(lag is not None and lag <= RATE for lag in lags)

    async def waiting(self, events: set[str]) -> bool:
        """Tell whether some of these events still wait, and drop those that do not.

        So does an announcement that has stood in an outbox for more than a second.
        """
        old = await asyncio.to_thread(self._look, events)
        return old or bool(events)

    def _look(self, events: set[str]) -> bool:
        before = datetime.now(UTC) - timedelta(seconds=1)
        old = False
        for database in (self._client[name] for name in self.stand.databases.values()):
            old |= database["outbox"].find_one({"at": {"$lt": before}}, {"_id": 1}) is not None
            asked = list(events)
            handled = database["inbox"].find({"_id": {"$in": asked}}, {"_id": 1})
            events -= {row["_id"] for row in handled}
            ids = [key.partition("|")[2] for key in events]
            kept = database["ledger"].find({"event_id": {"$in": ids}}, {"source": 1, "event_id": 1})
            events -= {f"{row['source']}|{row['event_id']}" for row in kept}
        return old

    async def _lag(self, replica: str) -> int | None:
        """Return the lag of a replica that is ready."""
        try:
            async with self._session.get(f"{self._urls[replica]}/readyz") as answer:
                detail = (await answer.json())["checks"]["consumer"]["detail"]
        except (aiohttp.ClientError, TimeoutError):
            return None
        lag = _LAG.search(detail)
        return int(lag[1]) if lag and answer.ok else None

    def _said(self) -> Iterator[Said]:
        for said in self._load:
            yield said
            if not self._publishing:
                return


@asynccontextmanager
async def opened(stand: Stand) -> AsyncIterator[Town]:
    """Begin one replica of each service."""
    load = iter(Load(1, sys.maxsize, await asyncio.to_thread(stand.sealed)))
    with MongoClient[dict[str, Any]](stand.mongo.url, tz_aware=True) as client:
        async with aiohttp.ClientSession(timeout=_ANSWER) as session:
            town = Town(stand, load, client, session)
            await town.begin(*(f"{service}-a" for service in SERVICES))
            yield town


async def _at_once(_: int) -> None:
    """Hold nothing back."""


def _url_of(replica: str, pid: int | None) -> str:
    # As it was told at its start, and will be whenever it is begun again.
    name = f"{replica.partition('-')[0].upper()}_HTTP_PORT=".encode()
    told = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    (port,) = (line.removeprefix(name) for line in told if line.startswith(name))
    return f"http://{LOCALHOST}:{port.decode()}"
