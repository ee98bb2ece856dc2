"""From a partner's event on the bus to the open inbox of a member of staff (SSE)."""

import asyncio
import json
import re
from time import monotonic

import aiohttp
from aiokafka import AIOKafkaProducer

from benchmarks.ground import APACHE, Ground, ground
from benchmarks.load import order
from benchmarks.options import Options, Say, middle, percentile
from benchmarks.report import Goal, Section, rounded
from benchmarks.town import Town, town
from shared.events.base import partner_topic
from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced
from shared.identity.roles import Role

RATE = 100
PARTNER = "hotline"
_WARMING_SECONDS = 3.0
_PATIENCE_SECONDS = 60.0
_PLACE = "基准{}号院"
_NAMED = re.compile(r"基准(\d+)号院")


async def on_apache(options: Options, say: Say) -> Section:
    """Hotline orders without a point go to a clerk's inbox; she has it open."""
    seconds = 3.0 if options.quick else 20.0
    found = []
    with ground(APACHE) as here:
        async with town(here, ["grid", "notify"]) as services:
            for number in range(options.rounds):
                delays = await _round(here, services, number, seconds)
                found.append({f"p{n}": percentile(delays, n / 100) * 1000 for n in (50, 95, 99)})
                said = ", ".join(f"{name} {ms:.0f} ms" for name, ms in found[-1].items())
                say(f"round {number + 1} of {options.rounds}: {said}")
    medians = {name: middle([one[name] for one in found]) for name in found[0]}
    return Section(
        f"Partner event to an open inbox, {RATE}/s",
        ["p50, ms", "p95, ms", "p99, ms"],
        [[rounded(ms) for ms in medians.values()]],
        [Goal("p99, partner event to SSE", medians["p99"], 1000, "ms", most=True)],
        {"rounds": found},
    )


async def _round(here: Ground, services: Town, number: int, seconds: float) -> list[float]:
    count = round(RATE * (seconds + _WARMING_SECONDS))
    first = number * count
    sent: dict[int, float] = {}
    seen: dict[int, float] = {}
    opened = asyncio.Event()
    reading = asyncio.create_task(_read(services, first + count, count, seen, opened))
    try:
        await asyncio.wait_for(opened.wait(), _PATIENCE_SECONDS)
        await _send(here, range(first, first + count), sent)
        await asyncio.wait_for(reading, _PATIENCE_SECONDS)
    finally:
        reading.cancel()
    warm = first + round(RATE * _WARMING_SECONDS)
    return [seen[one] - sent[one] for one in range(warm, first + count)]


async def _send(here: Ground, numbers: range, sent: dict[int, float]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=here.bootstrap, acks="all")
    await producer.start()
    headers = headers_of(HotlineOrderPlaced.type)
    began = monotonic()
    for ordinal, number in enumerate(numbers):
        await asyncio.sleep(max(began + ordinal / RATE - monotonic(), 0))
        event = json.loads(order(PARTNER, number, f"order-{number}"))
        del event["data"]["point"]
        # A place of its own, or it would join an incident that is told of already.
        event["data"]["place"] = _PLACE.format(number)
        value = json.dumps(event, ensure_ascii=False).encode()
        sent[number] = monotonic()
        await producer.send(
            partner_topic(PARTNER), value, key=event["subject"].encode(), headers=headers
        )
    await producer.stop()


async def _read(
    services: Town, end: int, count: int, seen: dict[int, float], opened: asyncio.Event
) -> None:
    headers = {"Authorization": f"Bearer {services.token(Role.CLERK)}"}
    url = f"{services.urls['notify']}/inbox/stream"
    forever = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(timeout=forever) as session,
        session.get(url, headers=headers) as stream,
    ):
        stream.raise_for_status()
        opened.set()
        async for line in stream.content:
            named = _NAMED.search(line.decode())
            if named and end - count <= int(named[1]) < end:
                seen.setdefault(int(named[1]), monotonic())
            if len(seen) == count:
                return
