"""What else names a person: letters, places, a broken promise, what was given away."""

from typing import Any

from services.intake.adapters.mongo import IntakeWork
from services.intake.domain.case.records import BrokenPromise
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from shared.identity.roles import Role
from tests.services.intake.desk import STREET, seal
from tests.services.intake.entrypoints.desks import PROBLEM, post
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, application, handed_in
from tests.services.intake.entrypoints.test_http_agents import LETTER
from tests.services.intake.entrypoints.test_http_erasure import WHO, WHY, erase, withdrawn

LI = {"name": "李四", "phone": "13900000000"}
SLOT = {"point": "station-3", "starts_at": "2036-10-08T09:00:00+08:00"}


async def counted_on(edge: Edge) -> dict[str, Any]:
    """Let somebody apply, be authorised for and by others, and book; return what was answered."""
    made: dict[str, Any] = {"case": await withdrawn(edge)}
    ref = made["case"]["applicant"]["ref"]
    relative = {"agent_ref": None, "agent": {"name": "李四", "phone": "13900000000"}}
    slot = {"point": "station-3", "starts_at": "2026-09-14T09:00:00+08:00", "person_ref": ref}
    session = {"service": "elder-phone-class", "starts_at": "2026-09-15T09:00:00+08:00"}
    bodies = {
        "letter": ("/authorisations", {**LETTER, **relative, "applicant": WHO}),
        "agency": ("/authorisations", {**LETTER, "applicant": LI, "agent_ref": ref}),
        "appointment": ("/appointments", slot),
        "booking": ("/care/bookings", {**session, "person_ref": ref}),
    }
    for name, (path, body) in bodies.items():
        made[name] = await post(edge, path, Role.CLERK, "stf_c0001", body)
        assert made[name]["status"] == 201, made[name]
    broken = BrokenPromise(ref, 0, made["case"]["id"], edge.desk.clock.now())

    async def break_promise(work: IntakeWork) -> None:
        work.broken_promises.save(broken)

    await edge.desk.run(break_promise)
    return made


async def test_an_export_also_shows_letters_places_and_a_broken_promise(edge: Edge) -> None:
    made = await counted_on(edge)
    ref = made["case"]["applicant"]["ref"]
    path, own = f"/people/{ref}/access-exports", {"X-Purpose": "own"}
    export = await post(edge, path, Role.CLERK, "stf_c0001", **own)
    letters = {letter["id"] for letter in export["authorisations"]}
    assert letters == {made["letter"]["id"], made["agency"]["id"]}
    assert [one["id"] for one in export["appointments"]] == [made["appointment"]["id"]]
    assert [one["id"] for one in export["bookings"]] == [made["booking"]["id"]]
    assert export["broken_promise"]["case"] == made["case"]["id"]
    assert export["elsewhere"] == []


async def test_an_export_shows_the_job_wish_that_was_told(edge: Edge) -> None:
    wish = {"occupations": ["4-10-01-06"], "birth_year": 1980}
    case = await handed_in(edge, item="employment-registration", wish=wish)
    path = f"/people/{case['applicant']['ref']}/access-exports"
    export = await post(edge, path, Role.CLERK, "stf_c0001", **{"X-Purpose": "own"})
    assert export["cases"][0]["wish"]["birth_year"] == 1980


async def test_another_offices_applications_are_neither_exported_nor_erased(edge: Edge) -> None:
    there = await withdrawn(edge)
    async with edge.client(Role.CLERK, "stf_c0007", org=OTHER) as clerk:
        here = (await clerk.post("/cases", json=application(point=None))).json()
        path = f"/people/{here['applicant_ref']}/access-exports"
        export = (await clerk.post(path, headers={"X-Purpose": "own"})).json()
    assert here["applicant_ref"] == there["applicant_ref"]
    assert [case["id"] for case in export["cases"]] == [here["id"]]
    assert export["elsewhere"] == [STREET]
    refused = await erase(edge, here["applicant_ref"], org=OTHER)
    assert (refused["status"], refused["type"]) == (403, f"{PROBLEM}out-of-scope")
    assert STREET in refused["detail"]


async def test_with_the_person_go_letters_places_to_come_and_the_broken_promise(
    edge: Edge,
) -> None:
    made = await counted_on(edge)
    ref = made["case"]["applicant"]["ref"]
    assert (await erase(edge, ref))["status"] == 200
    assert await edge.desk.store.count("broken_promises", {}) == 0

    async def left(work: IntakeWork) -> list[str]:
        letters = [await work.authorisations.get(made[n]["id"]) for n in ("letter", "agency")]
        appointment = await work.appointments.get(made["appointment"]["id"])
        booking = await work.bookings.get(made["booking"]["id"])
        assert {letter.signature for letter in letters} == {""}
        return [*(letter.state for letter in letters), appointment.state, booking.state]

    assert await edge.desk.run(left) == ["withdrawn", "withdrawn", "cancelled", "cancelled"]
    body = {"item_code": "elder-allowance", "authorisation": made["letter"]["id"]}
    used = await post(edge, "/cases", Role.CLERK, "stf_c0001", body)
    assert (used["status"], used["type"]) == (403, f"{PROBLEM}authorisation-over")


async def test_a_letter_that_was_over_loses_its_number_and_nobody_is_told_twice(
    edge: Edge,
) -> None:
    letter = await post(edge, "/authorisations", Role.CLERK, "stf_c0001", LETTER)
    await post(edge, f"/authorisations/{letter['id']}/withdrawal", Role.CLERK, "stf_c0001")
    await erase(edge, letter["applicant"])
    told = [name for name, _, _ in await edge.desk.announced()]
    assert told == ["authorisation.given", "authorisation.withdrawn", "authorisation.anonymised"]


async def test_somebody_who_is_still_to_come_is_not_erased_for_age(edge: Edge) -> None:
    made = await counted_on(edge)
    body = {**WHY, "ground": "retention-over"}
    edge.desk.clock.move(edge.desk.clock.now().replace(year=2036, month=10))
    ref = made["case"]["applicant"]["ref"]
    slot = {**SLOT, "person_ref": ref}
    await post(edge, "/appointments", Role.CLERK, "stf_c0001", slot)
    refused = await erase(edge, ref, body)
    assert (refused["status"], refused["type"]) == (409, f"{PROBLEM}still-awaited")


async def test_that_something_was_given_to_a_partner_stays_on_record(edge: Edge) -> None:
    sealed: dict[str, Any] = {"sealed": seal(**WHO), "consent": ["name"], "reference": "BDC-77"}
    item = {"item_code": "real-estate-registration"}
    await edge.desk.hear("portal", ServiceApplicationSubmitted, **item, **sealed)
    await edge.desk.hear("real-estate", AgencyDecisionMade, reference="BDC-77")
    case = await edge.desk.only()
    await post(edge, f"/cases/{case.id}/delivery", Role.CLERK, "stf_c0001")
    await erase(edge, str(case.applicant))
    record = await edge.desk.run(lambda work: work.handovers.get(case.id))
    assert (record.partner, record.fields, record.sealed) == ("real-estate", ("name",), None)
