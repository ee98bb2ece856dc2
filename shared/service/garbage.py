"""When Python looks for cyclic garbage: now and then, and not a hundred times within a batch.

A batch makes some hundred thousand short-lived objects, which reference counting frees. Python's
own thresholds take their number for a leak and walk through all that lives, again and again: a
third of the time of a batch. What only the collector can free (faults with their tracebacks) is
little, and is freed every few seconds.
"""

import asyncio
import gc

_SECONDS = 10.0


def spare_batches() -> None:
    """Leave what is loaded by now out of every search, and search only when `collect` says so."""
    gc.collect()
    gc.freeze()
    gc.disable()


async def collect() -> None:
    """Search every few seconds, for as long as the service lives."""
    while True:
        await asyncio.sleep(_SECONDS)
        gc.collect()
