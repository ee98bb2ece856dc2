"""From a partner's event on the bus to the announced event on the bus."""

import asyncio
import contextlib
import json
import uuid
from time import monotonic

from aiokafka import AIOKafkaProducer

from benchmarks.child import peer
from benchmarks.ground import APACHE, EMBEDDED, Ground, ground
from benchmarks.load import AGGREGATES, PARTITIONS, order
from benchmarks.options import Options, Say, middle, percentile
from benchmarks.outcome import Announced, announced
from benchmarks.peers.house import OUT
from benchmarks.report import Goal, Section, rounded
from shared.events.base import partner_topic
from shared.events.codec import headers_of
from shared.events.partners import HotlineOrderPlaced

RATES = (200, 500)
_WARMING_SECONDS = 2.0
_EMBEDDED_LINGER_MS = 5
_PATIENCE_SECONDS = 30.0

Delays = dict[str, float]


async def on_both(options: Options, say: Say) -> Section:
    """Measure at steady rates on both brokers."""
    found: dict[str, list[Delays]] = {}
    for broker in (APACHE, EMBEDDED):
        with ground(broker) as here:
            for number in range(options.rounds):
                for rate in RATES:
                    delays = await steady(here, rate, 2.0 if options.quick else 10.0)
                    found.setdefault(f"{broker}, {rate}/s", []).append(delays)
                    said = ", ".join(f"{n} {ms:.0f} ms" for n, ms in delays.items())
                    say(f"round {number + 1} of {options.rounds}: {broker}, {rate}/s: {said}")
    names = ("p50", "p95", "p99")
    medians = {
        place: {name: middle([one[name] for one in all_]) for name in names}
        for place, all_ in found.items()
    }
    rows = [[place, *(rounded(ms[name]) for name in names)] for place, ms in medians.items()]
    heads = ["broker and rate", "p50, ms", "p95, ms", "p99, ms"]
    return Section("Partner event to announced event", heads, rows, _goals(medians), found)


def _goals(medians: dict[str, Delays]) -> list[Goal]:
    goals = []
    for rate in RATES:
        apache, embedded = f"{APACHE}, {rate}/s", f"{EMBEDDED}, {rate}/s"
        goals += [
            Goal(f"p50 on {apache}", medians[apache]["p50"], 30, "ms", most=True),
            Goal(f"p99 on {apache}", medians[apache]["p99"], 100, "ms", most=True),
            Goal(f"p50 on {embedded}", medians[embedded]["p50"], 50, "ms", most=True),
        ]
    return goals


async def steady(here: Ground, rate: int, seconds: float) -> Delays:
    """Send so many events a second; return percentiles in milliseconds, without the warming up."""
    partner = f"bench-{uuid.uuid4().hex[:8]}"
    here.topics({partner_topic(partner): PARTITIONS, OUT: PARTITIONS})
    task = {
        "partner": partner,
        "database": partner,
        "mongo_url": here.mongo_url,
        "bootstrap": here.bootstrap,
        "count": 0,
    }
    try:
        async with (
            peer("ours", task, here.environment, here.home) as ours,
            announced(here.bootstrap, OUT) as out,
        ):
            await ours.said()
            await ours.begin()
            delays = await _delays(here, partner, out, rate, seconds)
            await ours.end()
    finally:
        here.drop(partner)
    return {f"p{round(part * 100)}": percentile(delays, part) * 1000 for part in (0.5, 0.95, 0.99)}


async def _delays(
    here: Ground, partner: str, out: Announced, rate: int, seconds: float
) -> list[float]:
    count = round(rate * (seconds + _WARMING_SECONDS))
    sent: list[float] = []
    seen: dict[int, float] = {}
    sending = asyncio.create_task(_send(here, partner, rate, count, sent))
    try:
        async with asyncio.timeout(count / rate + _PATIENCE_SECONDS):
            async with contextlib.aclosing(out.records()) as records:
                async for record in records:
                    now = monotonic()
                    seen[int(json.loads(record.value)["causationid"].rpartition("|")[2])] = now
                    if len(seen) == count:
                        break
            await sending
    finally:
        sending.cancel()
    warm = round(rate * _WARMING_SECONDS)
    return [seen[number] - sent[number] for number in range(warm, count)]


async def _send(here: Ground, partner: str, rate: int, count: int, sent: list[float]) -> None:
    # The embedded broker gives out one batch of a producer a question, however small it is.
    linger = _EMBEDDED_LINGER_MS if here.broker == EMBEDDED else 0
    producer = AIOKafkaProducer(bootstrap_servers=here.bootstrap, acks="all", linger_ms=linger)
    await producer.start()
    headers = headers_of(HotlineOrderPlaced.type)
    began = monotonic()
    for number in range(count):
        await asyncio.sleep(max(began + number / rate - monotonic(), 0))
        subject = f"order-{number % AGGREGATES}"
        sent.append(monotonic())
        await producer.send(
            partner_topic(partner),
            order(partner, number, subject),
            key=subject.encode(),
            headers=headers,
        )
    await producer.stop()
