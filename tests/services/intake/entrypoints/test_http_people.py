import logging

import pytest

from shared.identity.roles import Role
from tests.services.intake.desk import COMMUNITY, ZHANG
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import OTHER, application, handed_in

MINE = "13900001111"


async def test_a_contact_is_disclosed_for_a_purpose_logged_and_counted(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    person = (await handed_in(edge))["applicant"]["ref"]
    with caplog.at_level(logging.INFO, "jiedao.audit"):
        async with edge.client(Role.SERVICE, "jobs", **{"X-Purpose": "contact"}) as jobs:
            answer = await jobs.post(f"/people/{person}/disclosures")
    assert answer.json() == {"name": "张三", "phone": "13812341234"}
    (line,) = [record.getMessage() for record in caplog.records if record.name == "jiedao.audit"]
    assert line == f"jobs saw the contact of {person} for contact"
    counted = edge.desk.metrics.registry.get_sample_value(
        "jiedao_personal_reveals_total", {"purpose_kind": "contact"}
    )
    assert counted == 1


async def test_a_disclosure_is_never_stored_for_repetition(edge: Edge) -> None:
    person = (await handed_in(edge))["applicant"]["ref"]
    headers = {"X-Purpose": "contact", "Idempotency-Key": "k-1"}
    async with edge.client(Role.SERVICE, "jobs", **headers) as jobs:
        assert (await jobs.post(f"/people/{person}/disclosures")).is_success
    assert await edge.desk.store.count("idempotency", {}) == 0


async def test_without_purpose_role_or_scope_nothing_is_disclosed(edge: Edge) -> None:
    path = f"/people/{(await handed_in(edge))['applicant']['ref']}/disclosures"
    why = {"X-Purpose": "contact"}
    async with edge.client(Role.CLERK) as without_purpose:
        assert (await without_purpose.post(path)).status_code == 403
    async with edge.client(Role.GRID_WORKER, **why) as without_role:
        assert (await without_role.post(path)).status_code == 403
    for elsewhere in (OTHER, COMMUNITY):
        async with edge.client(Role.CLERK, org=elsewhere, **why) as without_scope:
            assert (await without_scope.post(path)).status_code == 403


async def test_nobody_is_not_found(edge: Edge) -> None:
    path = f"/people/per_{'a' * 26}"
    async with edge.client(Role.SERVICE, "jobs", **{"X-Purpose": "contact"}) as jobs:
        assert (await jobs.post(f"{path}/disclosures")).status_code == 404
    async with edge.client(Role.OPERATOR) as operator:
        erasure = {"ground": "unlawful", "reason": "无此人。"}
        assert (await operator.post(f"{path}/erasure", json=erasure)).status_code == 404


@pytest.mark.parametrize(("role", "phone"), [(Role.KIOSK, "13812341234"), (Role.CLERK, MINE)])
async def test_a_telephone_that_is_known_is_changed_at_a_window_and_never_at_a_kiosk(
    edge: Edge, role: Role, phone: str
) -> None:
    person = (await handed_in(edge))["applicant"]["ref"]
    who = {**ZHANG, "phone": MINE}
    slot = {"point": "hub", "starts_at": "2026-09-14T09:00:00+08:00", "person": who}
    session = {"service": "elder-phone-class", "starts_at": "2026-09-15T09:00:00+08:00"}
    async with edge.client(role) as caller:
        case = await caller.post("/cases", json=application(person=who))
        appointment = await caller.post("/appointments", json=slot)
        booking = await caller.post("/care/bookings", json={**session, "person": who})
    known = [case.json()["applicant_ref"], appointment.json()["person"], booking.json()["person"]]
    assert known == [person] * 3
    async with edge.client(Role.SERVICE, "jobs", **{"X-Purpose": "contact"}) as jobs:
        answer = await jobs.post(f"/people/{person}/disclosures")
    assert answer.json()["phone"] == phone
