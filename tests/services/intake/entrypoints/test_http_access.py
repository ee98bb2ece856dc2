"""A person's copy of what is known, over HTTP: as JSON or as PDF, whole, and kept nowhere."""

import logging
from typing import Any

import httpx2
import pytest

from shared.identity.roles import Role
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.desk import COMMUNITY
from tests.services.intake.entrypoints.desks import PROBLEM
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http_erasure import WHO, dump, erase, withdrawn
from tests.services.intake.entrypoints.test_http_holdings import counted_on

OWN = {"X-Purpose": "own"}
PDF = {"Accept": "application/pdf"}


async def exported(edge: Edge, ref: str, headers: dict[str, str], **who: Any) -> httpx2.Response:
    async with edge.client(Role.CLERK, "stf_c0001", **who) as clerk:
        return await clerk.post(f"/people/{ref}/access-exports", headers=headers)


async def test_the_same_export_as_pdf_tells_the_person_in_the_clear(edge: Edge) -> None:
    made = await counted_on(edge)
    ref = made["case"]["applicant"]["ref"]
    answer = await exported(edge, ref, {**OWN, **PDF})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.content)
    told = (ref, *WHO.values(), *(made[name]["id"] for name in ("letter", "agency", "booking")))
    assert [value for value in told if value not in text] == []
    assert "办件（1/1）" in text


async def test_without_the_wish_for_a_pdf_it_is_json_and_as_little_to_be_kept(edge: Edge) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    answer = await exported(edge, ref, OWN)
    assert answer.json()["person"] == {**WHO, "org_name": None, "uscc": None}
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("no-store", "Accept")


async def test_the_pdf_is_kept_nowhere_and_the_audit_names_nobody(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    before = dump(edge.desk)
    with caplog.at_level(logging.DEBUG):
        await exported(edge, ref, {**OWN, **PDF, "Idempotency-Key": "k-3"})
    assert dump(edge.desk) == before
    assert f"stf_c0001 exported what is known of {ref} for own" in caplog.text
    assert not any(told in caplog.text for told in WHO.values())


async def test_whoever_gets_no_export_gets_no_pdf_either(edge: Edge) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    other = await exported(edge, ref, {"X-Purpose": "contact", **PDF})
    assert (other.status_code, other.json()["type"]) == (
        403,
        f"{PROBLEM}own-access-only",
    )
    foreign = await exported(edge, ref, {**OWN, **PDF}, org=COMMUNITY)
    nobody = await exported(edge, f"per_{'z' * 26}", {**OWN, **PDF})
    assert (foreign.status_code, nobody.status_code) == (403, 404)
    await erase(edge, ref)
    assert (await exported(edge, ref, {**OWN, **PDF})).status_code == 410
