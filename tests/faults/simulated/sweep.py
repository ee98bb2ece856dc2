"""Many seeds over all cores; a failing one is told with its trace and how to play it again."""

import gc
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.faults.simulated.scenario import Run, run
from tests.faults.simulated.surroundings import silence

_CHUNK = 250
_SHOWN = 60


def failing(seeds: Iterable[int]) -> list[int]:
    """Return the seeds of those given that find something wrong, over all cores."""
    ordered = list(seeds)
    chunks = [ordered[at : at + _CHUNK] for at in range(0, len(ordered), _CHUNK)]
    workers = max(2, os.cpu_count() or 1)
    # Spawned: a fork would inherit the threads and servers of whoever asks.
    with ProcessPoolExecutor(workers, get_context("spawn"), _settle) as pool:
        return [seed for found in pool.map(_failing, chunks) for seed in found]


def first_failing(defect: str, seeds: Iterable[int]) -> Run | None:
    """Return the first run that catches a planted defect."""
    runs = (run(seed, defect) for seed in seeds)
    return next((played for played in runs if played.findings), None)


def told(seed: int) -> str:
    """Return what went wrong with a seed, the end of its trace, and how to see all of it."""
    played = run(seed, tracing=True)
    again = f"python -m tests.faults.simulated {seed}"
    return "\n".join(["", *played.trace[-_SHOWN:], *played.findings, again])


def _settle() -> None:
    # What was imported stays: to look through it for garbage again and again is a tenth of it all.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _failing(seeds: list[int]) -> list[int]:
    with silence():
        return [seed for seed in seeds if run(seed).findings]
