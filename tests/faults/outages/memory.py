"""The memory of processes, sampled while something happens to them."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

_SAMPLE_SECONDS = 0.1
_MIB = 1024 * 1024
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Peaks:
    """The most that each process has held so far, in MiB."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self.mib: dict[str, float] = dict.fromkeys(pids, 0.0)

    def look(self) -> None:
        """Take a sample of every process that lives."""
        for name, pid in self._pids.items():
            with suppress(OSError):
                self.mib[name] = max(self.mib[name], _resident(pid))

    def since(self, before: Mapping[str, float]) -> dict[str, float]:
        """Return by how much each has grown beyond an earlier peak."""
        return {name: round(self.mib[name] - mib, 1) for name, mib in before.items()}


@asynccontextmanager
async def watched(pids: Mapping[str, int]) -> AsyncIterator[Peaks]:
    """Sample these processes for the length of the block."""
    peaks = Peaks(pids)
    sampling = asyncio.create_task(_sample(peaks))
    try:
        yield peaks
    finally:
        sampling.cancel()
        await asyncio.gather(sampling, return_exceptions=True)


async def _sample(peaks: Peaks) -> None:
    while True:
        peaks.look()
        await asyncio.sleep(_SAMPLE_SECONDS)


def _resident(pid: int) -> float:
    """Return the resident set of a process in MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / _MIB
