import logging
from dataclasses import replace

import pytest

from services.grid.adapters.mongo import REPORTS, GridWork
from shared.identity.roles import Role
from shared.privacy.people import PersonalDetails
from tests.services.grid.entrypoints.office import Office
from tests.services.grid.entrypoints.test_http import reported

WHY = {"X-Purpose": "contact"}
ELSEWHERE = "150602014000"


async def reporter(office: Office) -> str:
    await reported(office)
    (report,) = await office.block.reports()
    assert report.reporter is not None
    return report.reporter


async def test_a_contact_is_disclosed_for_a_purpose_and_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    person = await reporter(office)
    path = f"/people/{person}/disclosures"
    async with office.leader() as client:
        assert (await client.post(path)).status_code == 403
        with caplog.at_level(logging.INFO, "jiedao.audit"):
            told = await client.post(path, headers=WHY)
    assert told.json() == {"name": "巴雅尔", "phone": "13800001234"}
    assert person in caplog.text
    assert "13800001234" not in caplog.text


async def test_another_organisation_is_told_nothing_and_erases_nobody(office: Office) -> None:
    path = f"/people/{await reporter(office)}"
    async with office.sitting(Role.SHIFT_LEADER, "stf_g0002", ELSEWHERE) as client:
        assert (await client.post(f"{path}/disclosures", headers=WHY)).status_code == 403
    async with office.sitting(Role.OPERATOR, "stf_o0002", ELSEWHERE) as client:
        assert (await client.delete(path)).status_code == 403


async def test_a_person_without_any_report_is_told_to_nobody(office: Office) -> None:
    async def registered(work: GridWork) -> str:
        return await work.people.register(PersonalDetails(name="其其格", phone="13900002345"))

    person = await office.block.run(registered)
    async with office.leader() as client:
        assert (await client.post(f"/people/{person}/disclosures", headers=WHY)).status_code == 403


async def test_the_one_report_in_scope_is_found_among_many_elsewhere(office: Office) -> None:
    person = await reporter(office)
    (report,) = await office.block.reports()
    quiet = replace(REPORTS, announced=False)  # made as data, for the search alone

    async def many(work: GridWork) -> None:
        for n in range(300):
            far = replace(report, id=f"rep_{n:026d}", version=0, orgunit=ELSEWHERE)
            work.repository(quiet).save(far)

    await office.block.run(many)
    async with office.leader() as client:
        assert (await client.post(f"/people/{person}/disclosures", headers=WHY)).is_success


async def test_an_operator_erases_a_reporter_for_ever(office: Office) -> None:
    person = await reporter(office)
    async with office.sitting(Role.OPERATOR, "stf_o0001") as operator:
        erased = await operator.delete(f"/people/{person}")
    assert erased.json() == {"ref": person, "erased": True}
    (report,) = await office.block.reports()
    async with office.leader() as client:
        gone = await client.post(f"/people/{person}/disclosures", headers=WHY)
        shown = (await client.get(f"/reports/{report.id}")).json()
    assert gone.status_code == 410
    assert set(shown["contact"].values()) == {None}
