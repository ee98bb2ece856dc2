"""One peer: ``python -m benchmarks.peers NAME TASK``, started by the benchmarks themselves."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.peers.clients import ClientsTask, clients
from benchmarks.peers.desk import DeskTask, desk
from benchmarks.peers.naive import naive
from benchmarks.peers.ours import ours
from benchmarks.peers.raw import raw
from benchmarks.peers.staff import StaffTask, staff
from benchmarks.peers.task import Task
from benchmarks.peers.timekeeper import KeeperTask, timekeeper
from shared.testing.servers.embedded_kafka import let_followers_sync

PEERS: dict[str, tuple[Callable[..., Any], Callable[[Any], Awaitable[None]]]] = {
    "naive": (Task, naive),
    "raw": (Task, raw),
    "ours": (Task, ours),
    "desk": (DeskTask, desk),
    "clients": (ClientsTask, clients),
    "timekeeper": (KeeperTask, timekeeper),
    "staff": (StaffTask, staff),
}

if __name__ == "__main__":
    let_followers_sync()
    task, act = PEERS[sys.argv[1]]
    asyncio.run(act(task(**json.loads(sys.argv[2]))))  # type: ignore[arg-type]
