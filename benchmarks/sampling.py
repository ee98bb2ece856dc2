"""Where the CPU of a process goes: samples by processor time, summed by file or library."""

import re
import signal
import sys
import threading
import time
from collections import defaultdict
from types import FrameType

from shared.testing.servers.process import ROOT

_EVERY_SECONDS = 0.005
_IDLE = ("/threading.py", "/concurrent/futures/thread.py", "/pymongo/periodic_executor.py")
# aiokafka's halves are told apart; of other libraries the name is enough.
_LIBRARY = re.compile(r"/site-packages/(aiokafka/\w+|\w+)")


class Sampler:
    """Adds up processor seconds by part, of the main thread and of the driver's threads."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._main = 0.0
        self._all = 0.0

    def start(self) -> None:
        """Begin; call it in the main thread."""
        self._main, self._all = time.thread_time(), time.process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, _EVERY_SECONDS, _EVERY_SECONDS)

    def stop(self) -> None:
        """End."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _sample(self, _: int, frame: FrameType | None) -> None:
        main, everything = time.thread_time(), time.process_time()
        spent = main - self._main
        self.seconds[_part(frame)] += spent
        self._share(everything - self._all - spent)
        self._main, self._all = time.thread_time(), time.process_time()

    def _share(self, spent: float) -> None:
        # What a thread that waits stands in is known; the others share what was spent.
        me = threading.main_thread().ident
        frames = [f for ident, f in sys._current_frames().items() if ident != me]  # noqa: SLF001
        busy = [_part(f) for f in frames if not f.f_code.co_filename.endswith(_IDLE)] or ["other"]
        for part in busy:
            self.seconds[f"{part} (threads)"] += spent / len(busy)


def _part(frame: FrameType | None) -> str:
    """Return our file, the library or the event loop; other standard modules count as callers."""
    while frame is not None:
        file = frame.f_code.co_filename
        if library := _LIBRARY.search(file):
            return library[1]
        if file.startswith(f"{ROOT}/"):
            return file.removeprefix(f"{ROOT}/")
        if "/asyncio/" in file or "/selectors.py" in file:
            return "asyncio"
        frame = frame.f_back
    return "other"
