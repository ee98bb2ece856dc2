"""When Python looks for cyclic garbage: now and then, and not a hundred times within a batch.

A batch makes some hundred thousand short-lived objects, which reference counting frees. Python's
own thresholds take their number for a leak and walk through all that lives, again and again: a
third of the time of a batch. What only the collector can free (faults with their tracebacks) is
little, and is freed every few seconds; less often where the search takes long, because much lives.
"""

import asyncio
import gc
from time import monotonic

_SECONDS = 10.0
_REST = 50
"""How many times as long as the last search took the next one waits, at least."""


def spare_batches() -> None:
    """Leave what is loaded by now out of every search, and search only when `collect` says so."""
    gc.collect()
    gc.freeze()
    gc.disable()


async def collect() -> None:
    """Search now and then, for as long as the service lives."""
    took = 0.0
    while True:
        await asyncio.sleep(max(_SECONDS, _REST * took))
        began = monotonic()
        gc.collect()
        took = monotonic() - began
