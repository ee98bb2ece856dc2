"""`make bench`: the unit of work against one transaction an event, on a real mongod.

Each figure is the median of alternating rounds; machines differ, so read the ratios.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from shared.storage.group_commit import Commands
from shared.storage.mongo import MongoStore, connect
from shared.storage.unit_of_work import Item
from shared.testing.servers.mongo import Mongo
from tests.shared.messaging.toy import hearing, order, record
from tests.shared.storage.toy import cause, raise_tally, unit_of_work

ROUNDS = 3
EVENTS = 2000
ONE_BY_ONE = 150
CLIENTS = 64
COMMANDS = 1500
RESULTS = Path(__file__).with_name("results.json")

Round = Callable[[MongoStore, str], Awaitable[float]]


async def events_in_batches(store: MongoStore, name: str) -> float:
    """Hear 2,000 events in batches of 1,000; events a second."""
    listener = hearing(store)
    records = [record(order(f"{name}-{n}", subject=f"{name}-{n}"), n) for n in range(EVENTS)]
    began = time.perf_counter()
    for start in range(0, EVENTS, 1000):
        await listener.hear(records[start : start + 1000])
    return EVENTS / (time.perf_counter() - began)


async def events_one_by_one(store: MongoStore, name: str) -> float:
    """Hear events with a transaction each; events a second."""
    listener = hearing(store)
    records = [record(order(f"{name}-{n}", subject=f"{name}-{n}"), n) for n in range(ONE_BY_ONE)]
    began = time.perf_counter()
    for one in records:
        await listener.hear([one])
    return ONE_BY_ONE / (time.perf_counter() - began)


async def commands_in_groups(store: MongoStore, name: str) -> float:
    """Run commands of 64 clients through group commit; commands a second."""
    commands = Commands(unit_of_work(store))
    serving = asyncio.create_task(commands.serve())

    async def client(number: int) -> None:
        for n in range(COMMANDS // CLIENTS):
            key = f"{name}-{number}-{n}"
            await commands.run(partial(raise_tally, key, 1), cause(key))

    began = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    rate = COMMANDS // CLIENTS * CLIENTS / (time.perf_counter() - began)
    serving.cancel()
    return rate


async def commands_alone(store: MongoStore, name: str) -> float:
    """Run commands of 64 clients with a transaction each; commands a second."""
    uow = unit_of_work(store)
    each = 4

    async def client(number: int) -> None:
        for n in range(each):
            key = f"{name}-{number}-{n}"
            await uow.run([Item(cause(key), partial(raise_tally, key, 1))])

    began = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return each * CLIENTS / (time.perf_counter() - began)


async def measure(url: str) -> dict[str, float]:
    """Run all peers in turn, several rounds; return medians."""
    peers: dict[str, Round] = {
        "events_in_batches_per_s": events_in_batches,
        "events_one_by_one_per_s": events_one_by_one,
        "commands_in_groups_per_s": commands_in_groups,
        "commands_alone_per_s": commands_alone,
    }
    rates: dict[str, list[float]] = {name: [] for name in peers}
    client = connect(url)
    store = MongoStore(client, "bench")
    for number in range(ROUNDS):
        for name, peer in peers.items():
            print(f"round {number + 1} of {ROUNDS}: {name}", flush=True)
            rates[name].append(await peer(store, f"{name}-{number}"))
    client.close()
    return {name: round(statistics.median(values), 1) for name, values in rates.items()}


def main() -> None:
    """Start a mongod, measure, print the ratios and write them down."""
    with (
        tempfile.TemporaryDirectory(prefix="jiedao-bench-") as home,
        Mongo(Path(home) / "mongo") as mongo,
    ):
        medians = asyncio.run(measure(mongo.url))
    batch = medians["events_in_batches_per_s"] / medians["events_one_by_one_per_s"]
    group = medians["commands_in_groups_per_s"] / medians["commands_alone_per_s"]
    results = {
        **medians,
        "batch_over_one_by_one": round(batch, 1),
        "group_over_alone": round(group, 1),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
