"""What erasure finds in the store, however much of it there is."""

from services.intake.adapters.case.mongo_cases import CASES, stored_retention
from shared.storage.ports import Changes, Write
from shared.testing.memory import MemoryStore

PERSON = "per_many"


async def test_an_answer_about_the_last_of_very_many_applications_is_found() -> None:
    store = MemoryStore()
    cases = [f"case_{n:04}" for n in range(1001)]
    rows = {key: {"_id": key, "version": 1, "applicant": PERSON} for key in cases}
    answers = {
        "a1": {"_id": "a1", "version": 1, "body": f'{{"case": "{cases[-1]}"}}'},
        "a2": {"_id": "a2", "version": 1, "body": '{"case": "case_x"}'},
    }
    transaction = await store.begin()
    for name, documents in ((CASES.name, rows), ("idempotency", answers)):
        writes = [Write(key, document, 0) for key, document in documents.items()]
        await transaction.write(Changes({name: writes}))
    await transaction.commit()
    assert await stored_retention(store).answers(PERSON) == ("a1",)
