"""`python -m tests.faults.chaos.defective no-inbox services.grid`: a service with a planted defect.

``sound`` plants none. Ratings are refused late here, when they are saved and announced already:
a careless use case, of which a sound unit of work leaves nothing.
"""

import sys
from typing import Any

from tests.faults.chaos.skewed import run_under_wrong_clock
from tests.faults.planted import plant

SOUND = "sound"


def refuse_ratings_late() -> None:
    """Make intake refuse what it has staged."""
    from services.intake.entrypoints import consumers  # noqa: PLC0415 - after the clock is wrong
    from shared.values import Final  # noqa: PLC0415

    rate = vars(consumers)["rate_service"]

    async def rated_and_refused(command: Any, work: Any) -> Any:
        await rate(command, work)
        raise Final("too-late", "已截止。", "It is too late.")

    vars(consumers)["rate_service"] = rated_and_refused


if __name__ == "__main__":
    defect, module = sys.argv[1:]
    if defect != SOUND:
        plant(defect)
    run_under_wrong_clock(module, refuse_ratings_late if module == "services.intake" else None)
