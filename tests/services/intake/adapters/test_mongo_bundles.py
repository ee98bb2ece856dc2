from services.intake.adapters.bundle.mongo_bundles import StoredBundles
from services.intake.adapters.mongo import INDEXES
from services.intake.domain.bundle.bundle import BundleState
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.intake.bundles import EVERY, hand_in, look, stands
from tests.services.intake.desk import COMMUNITY, STREET, Desk


async def test_a_bundle_comes_back_from_mongodb_as_it_stands_and_is_listed_by_that(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    real, memory = Desk(store=real_store), Desk()
    found = []
    for desk in (real, memory):
        bundle = await hand_in(desk, *EVERY, answers={"members": 2})
        await look(desk)
        found.append(await stands(desk, bundle))
    assert found[0] == found[1]
    listed = StoredBundles(real_store)
    (one,) = await listed.page(STREET, after=None, limit=9, state=BundleState.ACCEPTED.value)
    assert one == found[0][0]
    assert await listed.page(STREET, after=None, limit=9, state="done") == []
    assert await listed.page(COMMUNITY, after=None, limit=9) == []
