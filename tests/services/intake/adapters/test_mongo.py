from typing import Any

from services.intake.adapters.case.mongo_cases import StoredCases
from services.intake.adapters.mongo import INDEXES
from services.intake.domain.case.states import State
from shared.events.partners import (
    AgencyDecisionMade,
    EmploymentApplicationSubmitted,
    ServiceApplicationSubmitted,
)
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.intake.application.test_receive import apply
from tests.services.intake.desk import COMMUNITY, STREET, ZHANG, Desk, seal


async def told(desk: Desk) -> list[tuple[str, int, dict[str, Any]]]:
    """What was announced of each application: between two of them no order is promised."""
    return sorted(await desk.announced(), key=lambda said: (said[2]["project_no"], said[1]))


async def test_applications_come_back_from_mongodb_as_they_were_decided(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    real, memory = Desk(store=real_store), Desk()
    for desk in (real, memory):
        await desk.hear(
            "portal",
            ServiceApplicationSubmitted,
            item_code="real-estate-registration",
        )
        await desk.hear("real-estate", AgencyDecisionMade)
        await desk.hear("portal", EmploymentApplicationSubmitted, sealed=seal(**ZHANG))
    decided, registered = await real.cases()
    assert [decided, registered] == await memory.cases()
    assert decided.state is State.DECIDED
    assert registered.wish is not None
    assert await told(real) == await told(memory)


async def test_a_scope_sees_its_own_organisations_page_by_page(desk: Desk) -> None:
    for _ in range(5):
        await apply(desk, "elder-allowance")
    cases = StoredCases(desk.store)
    first = await cases.page(STREET, after=None, limit=3)
    rest = await cases.page(STREET, after=first[-1].id, limit=3)
    assert len({case.id for case in (*first, *rest)}) == 5
    assert len(await cases.page("150602000000", after=None, limit=9)) == 5
    assert await cases.page(COMMUNITY, after=None, limit=3) == []
    assert await cases.page("150602012000", after=None, limit=3) == []
    assert await cases.page(STREET, after=None, limit=3, state="accepted") == []
