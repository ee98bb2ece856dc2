"""A peer as a process of its own, seen from the process that measures."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from shared.testing.servers.process import ROOT

_LEAVING_SECONDS = 20.0

# A replica tells all its waits in one line.
_LONGEST_LINE = 16 * 1024 * 1024


class PeerError(RuntimeError):
    """A peer ended or kept silent."""


class Peer:
    """Says one JSON object a line, and is told to begin (a line) and to end (end of file)."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self._name = name
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def said(self) -> dict[str, Any]:
        """Return the next thing it says."""
        line = await _pipe(self._process.stdout).readline()
        if not line:
            words = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise PeerError(f"{self._name} ended: {words}")
        said: dict[str, Any] = json.loads(line)
        return said

    async def begin(self) -> None:
        """Let it begin."""
        stdin = _pipe(self._process.stdin)
        stdin.write(b"\n")
        await stdin.drain()

    async def end(self) -> dict[str, Any]:
        """Let it end, and return its last words."""
        _pipe(self._process.stdin).close()
        last = await self.said()
        await self._process.wait()
        return last


@asynccontextmanager
async def peer(
    name: str, task: Mapping[str, Any], env: Mapping[str, str], home: Path
) -> AsyncIterator[Peer]:
    """Run ``python -m benchmarks.peers NAME TASK`` until the block ends."""
    log = home / f"{name}.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.peers",
            name,
            json.dumps(task),
            stdin=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **env},
            cwd=ROOT,
        )
    try:
        yield Peer(name, process, log)
    finally:
        _pipe(process.stdin).close()
        try:
            await asyncio.wait_for(process.wait(), _LEAVING_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


def _pipe(stream: Any) -> Any:
    if stream is None:
        raise PeerError("a peer has no pipe")
    return stream
