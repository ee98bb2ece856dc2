"""How a peer speaks with the process that measures it."""

import asyncio
import json
import sys
from typing import Any


def say(**facts: Any) -> None:
    """Say one thing."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def told() -> None:
    """Return at the next line, or at the end of the input."""
    await asyncio.to_thread(sys.stdin.readline)
