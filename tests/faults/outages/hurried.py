"""`… tests.faults.outages.hurried services.grid`: a service whose pauses are shorter.

Begun as `Stand.begin(..., by=("skewed", "tests.faults.outages.hurried"), HURRY="30")`. An outage of
300 s that is played in 10 s needs pauses of a 30th: only those between two tries, not the time for
which an answer is waited for, which a busy machine needs as it is.
"""

import os
import runpy
import sys

from shared.messaging import batches, relay
from shared.service import engine

_PAUSES = ((batches, "_LONGEST_PAUSE"), (relay, "_RETRY_SECONDS"), (engine, "_RETRY_SECONDS"))
_FIRST_PAUSE = 0.1


def hurry(ratio: float) -> None:
    """Divide the pauses; none becomes shorter than the first pause of a batch."""
    for module, name in _PAUSES:
        setattr(module, name, max(getattr(module, name) / ratio, _FIRST_PAUSE))


if __name__ == "__main__":
    hurry(float(os.environ["HURRY"]))
    # What runs this module has taken its arguments away from `sys.argv`.
    runpy.run_module(sys.orig_argv[-1], run_name="__main__", alter_sys=True)
