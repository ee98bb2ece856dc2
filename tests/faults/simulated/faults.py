"""What may happen at a point where a process waits for something outside itself."""

import random
from enum import StrEnum

_POINTS = 200
_MOST = 6


class Fault(StrEnum):
    """kill: SIGKILL. stop: SIGSTOP, later SIGCONT. fail: this call fails, done or not."""

    KILL = "kill"
    STOP = "stop"
    FAIL = "fail"
    STORE_AWAY = "store away"
    BUS_AWAY = "bus away"


_KINDS = (Fault.KILL, Fault.KILL, Fault.STOP, Fault.STOP, Fault.FAIL, Fault.FAIL)
_AWAY = (Fault.STORE_AWAY, Fault.BUS_AWAY)


class Faults:
    """Which point of a run, counted over all processes, meets which fault."""

    def __init__(self, chance: random.Random) -> None:
        self._passed = 0
        self._due = {
            chance.randrange(_POINTS): chance.choice(_KINDS + _AWAY)
            for _ in range(chance.randrange(_MOST + 1))
        }

    def here(self) -> Fault | None:
        """Pass one point and return what happens there."""
        self._passed += 1
        return self._due.get(self._passed)
