from pathlib import Path

import pytest

from tests.services.jobs.entrypoints.desk import Desk
from tests.services.jobs.station import Station


@pytest.fixture
def desk(station: Station, tmp_path: Path) -> Desk:
    """The HTTP desk over the station."""
    return Desk(station, tmp_path)
