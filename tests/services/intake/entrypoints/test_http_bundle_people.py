"""What one matter keeps of a person: shown to that person, gone with that person."""

from shared.identity.roles import Role
from tests.services.intake.bundles import EVERY
from tests.services.intake.entrypoints.desks import post
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http_bundles import handed_in
from tests.services.intake.entrypoints.test_http_erasure import dump, erase


async def test_a_person_is_shown_the_one_form_with_all_answers(edge: Edge) -> None:
    bundle = await handed_in(edge, *EVERY, answers={"members": 17})
    async with edge.client(Role.CLERK, "stf_c0001", **{"X-Purpose": "own"}) as clerk:
        export = await clerk.post(f"/people/{bundle['applicant_ref']}/access-exports")
    (known,) = export.json()["bundles"]
    assert (known["bundle_no"], known["answers"]) == (bundle["bundle_no"], {"members": 17})
    assert {paper["code"] for paper in known["papers"]} == set(EVERY)


async def test_an_erased_persons_matter_keeps_that_it_was_and_no_answer(edge: Edge) -> None:
    bundle = await handed_in(edge, *EVERY, answers={"members": 17})
    path = f"/bundles/{bundle['id']}/withdrawal"
    await post(edge, path, Role.CLERK, "stf_c0001", {"reasons": "申请人不再申请。"})
    assert (await erase(edge, bundle["applicant_ref"]))["status"] == 200
    async with edge.client(Role.CLERK) as clerk:
        left = (await clerk.get(f"/bundles/{bundle['id']}")).json()
    assert (left["state"], left["answers"], left["ended"]) == ("done", {}, 2)
    assert "张三" not in dump(edge.desk)
    assert "bundle.anonymised" in [name for name, _, _ in await edge.desk.announced()]
