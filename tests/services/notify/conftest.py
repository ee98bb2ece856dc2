import pytest

from tests.services.notify.office import Office


@pytest.fixture
def office() -> Office:
    return Office()
