import pytest

from tests.services.intake.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """An intake with an empty store in memory."""
    return Desk()
