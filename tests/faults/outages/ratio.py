"""How much shorter than the real one a played outage is: OUTAGE_SECONDS, 10 where it is not set."""

import os

REAL_SECONDS = 300.0
REAL_LIMIT = 60.0
SECONDS = float(os.environ.get("OUTAGE_SECONDS", "10"))
RATIO = REAL_SECONDS / SECONDS
# No setting shortens how long a driver takes to find its server again, on a machine that is busy
# with starting that server.
LEAST_LIMIT = 10.0
LIMIT = max(REAL_LIMIT / RATIO, LEAST_LIMIT)
