"""A person asks what is known, then asks to be forgotten; afterwards a dump is searched."""

import logging
from typing import Any

import bson
import pytest

from deploy.sandbox.exposure import exposures
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from shared.identity.roles import Role
from shared.testing.memory import MemoryStore
from tests.services.intake.desk import COMMUNITY, ZHANG, Desk, seal
from tests.services.intake.entrypoints.desks import PROBLEM, post
from tests.services.intake.entrypoints.edge import Edge
from tests.services.intake.entrypoints.test_http import handed_in
from tests.services.intake.entrypoints.test_http_exchange import export
from tests.services.intake.entrypoints.test_http_progress import ask
from tests.services.intake.entrypoints.test_http_ratings import LEADER, lead, rate

ADDRESS = "宝日陶亥东街5号3单元502室"
WHO = {**ZHANG, "address": ADDRESS}
MASKED = ("张*", "138****1234", "1101**********002X", "宝日陶亥东街5号***")
WHY = {"ground": "consent-withdrawn", "reason": "本人书面申请。"}


async def withdrawn(edge: Edge, **more: Any) -> dict[str, Any]:
    case = await handed_in(edge, person=WHO, **more)
    path = f"/cases/{case['id']}/withdrawal"
    await post(edge, path, Role.CLERK, "stf_c0001", {"reasons": "申请人撤回。"}, **KEY)
    return case


KEY = {"Idempotency-Key": "k-1"}


async def erase(edge: Edge, ref: str, body: Any = WHY, **who: Any) -> Any:
    async with edge.client(Role.OPERATOR, "stf_o0001", **who) as operator:
        answer = await operator.post(f"/people/{ref}/erasure", json=body)
    return answer.json() | {"status": answer.status_code}


WRITTEN = ("四世同堂", "坐轮椅", "电话沟通", "上门致歉", "因骨折", "不在本市", "1951", "109.987")
"""What was written about the person, by staff and by the person, and the wish."""


def dump(desk: Desk, *without: str) -> str:
    """Return every stored byte as text, `without` some collections."""
    assert isinstance(desk.store, MemoryStore)
    kinds = (kind for name, kind in desk.store.rows.items() if name not in without)
    return "\n".join(raw.decode("utf-8", "replace") for kind in kinds for raw in kind.values())


async def spoken_of(edge: Edge) -> str:
    """Have somebody register for work, rate that badly, and staff write about it; return who."""
    around = {"lng": 109.987, "lat": 39.822}
    wish = {"occupations": ["4-10-01-06"], "birth_year": 1951, "around": around}
    case = await handed_in(edge, item="employment-registration", wish=wish, person=WHO)
    words = "四世同堂，等了两个小时。"
    assert (await rate(edge, case["receipt_code"], words=words)).status_code == 201
    async with edge.client(Role.SHIFT_LEADER, LEADER) as leader:
        (row,) = (await leader.get("/ratings")).json()["items"]
    steps: dict[str, Any] = {
        "verification": {"finding": "confirmed", "reasons": "坐轮椅的老人等候属实。"},
        "rectification": {"rectifier": "stf_c0002", "measures": "电话沟通。"},
        "rectification/end": {"result": "上门致歉。"},
    }
    for step, body in steps.items():
        told = await lead(edge, f"/ratings/{row['id']}/{step}", body, **{"Idempotency-Key": step})
        assert told["status"] == 200, told
    return str(case["applicant"]["ref"])


async def given_up(edge: Edge) -> None:
    """Have the same person apply for something else, and give it up for reasons."""
    case = await handed_in(edge, person=WHO, papers=[])
    path = f"/cases/{case['id']}"
    correction = {"papers": [{"code": "id-card"}]}
    await post(edge, f"{path}/correction", Role.CLERK, "stf_c0001", correction)
    why = {"reasons": "因骨折不在本市。"}
    told = await post(edge, f"{path}/withdrawal", Role.CLERK, "stf_c0001", why, **KEY)
    assert told["status"] == 200, told


async def test_what_was_written_of_the_person_goes_from_the_store_and_what_goes_out(
    edge: Edge,
) -> None:
    ref = await spoken_of(edge)
    await given_up(edge)
    sent = str((await export(edge))["rows"])
    assert "因骨折" in sent
    assert [words for words in WRITTEN[1:] if words not in dump(edge.desk)] == []

    assert (await erase(edge, ref))["status"] == 200

    # What was announced goes with the log, by its own age (ADR 21); no event names anybody.
    kept = dump(edge.desk, "outbox") + str((await export(edge))["rows"])
    assert [words for words in (*WRITTEN, *WHO.values(), *MASKED) if words in kept] == []
    log = str(await edge.desk.announced())
    assert [words for words in (*WHO.values(), *MASKED) if words in log] == []
    (rating,) = await edge.desk.store.page("ratings", {}, after=None, limit=9)
    assert (rating["grade"], rating["handling"]["rectifier"]) == ("dissatisfied", "stf_c0002")
    assert "rating.anonymised" in log


async def test_a_reason_for_the_audit_log_does_not_name_the_person_either(edge: Edge) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    named = await erase(edge, ref, {**WHY, "reason": f"{ZHANG['name']}书面申请。"})
    assert (named["status"], named["errors"][0]["field"]) == (422, "reason")
    assert (await erase(edge, ref))["status"] == 200


async def test_afterwards_nothing_readable_of_the_person_is_stored_or_logged(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case = await withdrawn(edge)
    ref = case["applicant"]["ref"]
    sealed: dict[str, Any] = {"sealed": seal(**WHO), "consent": ["name"], "reference": "BDC-77"}
    item = {"item_code": "real-estate-registration"}
    await edge.desk.hear("portal", ServiceApplicationSubmitted, **item, **sealed)
    await edge.desk.hear("real-estate", AgencyDecisionMade, reference="BDC-77")
    wrong = {"sealed": seal(**WHO), "item_code": "no-such-item"}
    assert (
        await edge.desk.hear("portal", ServiceApplicationSubmitted, **wrong)
    ).outcome != "handled"
    second = next(c for c in await edge.desk.cases() if c.handed_to)
    assert second.applicant == ref
    await post(edge, f"/cases/{second.id}/delivery", Role.CLERK, "stf_c0001")
    async with edge.client(Role.CLERK, "stf_c0001", **{"X-Purpose": "own"}) as clerk:
        export = await clerk.post(f"/people/{ref}/access-exports")
    assert export.json()["person"]["id_number"] == ZHANG["id_number"]
    assert any(words in dump(edge.desk) for words in MASKED)

    done = await erase(edge, ref)
    assert (done["status"], len(done["cases"])) == (200, 2)

    everything = dump(edge.desk) + "\n".join(r.getMessage() for r in caplog.records)
    assert [words for words in (*WHO.values(), *MASKED) if words in everything] == []
    assert isinstance(edge.desk.store, MemoryStore)
    for name, rows in edge.desk.store.rows.items():
        for raw in rows.values():
            assert exposures(name, bson.decode(raw)) == [], name
    assert await edge.desk.store.count("person_keys", {}) == 0
    assert await edge.desk.store.count("person_index", {}) == 0
    known = await edge.desk.store.load("references", ["portal:BDC-77", "real-estate:BDC-77"])
    assert known == {}


async def test_the_code_on_a_paper_at_home_leads_nowhere_afterwards(edge: Edge) -> None:
    case = await withdrawn(edge)
    code = case["receipt_code"]
    assert code in dump(edge.desk)

    await erase(edge, case["applicant"]["ref"])

    assert code not in dump(edge.desk)
    assert (await ask(edge, code)).status_code == 404
    rated = await rate(edge, code, words="很满意。")
    assert (rated.status_code, rated.json()["errors"][0]["field"]) == (404, "receipt_code")


async def test_a_skeleton_is_left_for_statistics_and_erasing_again_changes_nothing(
    edge: Edge,
) -> None:
    case = await withdrawn(edge)
    ref = case["applicant"]["ref"]
    await erase(edge, ref)
    bones = await edge.desk.only()
    assert (bones.anonymous, bones.state, bones.project_no) == (
        True,
        "withdrawn",
        case["project_no"],
    )
    assert (await erase(edge, ref))["cases"] == []
    name, _, data = (await edge.desk.announced())[-1]
    assert (name, data["ground"], data["by"]) == (
        "case.anonymised",
        "consent-withdrawn",
        "stf_o0001",
    )
    async with edge.client(Role.CLERK, "stf_c0001", **{"X-Purpose": "own"}) as clerk:
        shown = await clerk.get(f"/cases/{case['id']}")
        gone = await clerk.post(f"/people/{ref}/access-exports")
    assert set(shown.json()["applicant"].values()) == {ref, None}
    assert gone.status_code == 410


async def test_an_open_application_and_a_running_retention_are_told(edge: Edge) -> None:
    case = await handed_in(edge, person=WHO)
    ref = case["applicant"]["ref"]
    for ground in ("consent-withdrawn", "retention-over"):
        refused = await erase(edge, ref, {**WHY, "ground": ground})
        assert (refused["status"], refused["type"]) == (409, f"{PROBLEM}case-open")
    reasons = {"reasons": "申请人撤回。"}
    await post(edge, f"/cases/{case['id']}/withdrawal", Role.CLERK, "stf_c0001", reasons)
    early = await erase(edge, ref, {**WHY, "ground": "retention-over"})
    assert (early["status"], early["type"]) == (409, f"{PROBLEM}still-retained")
    assert "2036-09-07" in early["detail"]


async def test_who_may_not_erase_or_export_is_refused(edge: Edge) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    assert (await erase(edge, ref, org=COMMUNITY))["status"] == 403
    assert (await post(edge, f"/people/{ref}/erasure", Role.CLERK, "stf_c0001", WHY))[
        "status"
    ] == 403
    wrong = await erase(edge, ref, {"ground": "because", "reason": "无。"})
    assert (wrong["status"], wrong["errors"][0]["field"]) == (422, "ground")
    path = f"/people/{ref}/access-exports"
    for headers in ({}, {"X-Purpose": "contact"}):
        assert (await post(edge, path, Role.CLERK, "stf_c0001", **headers))["status"] == 403


async def test_an_access_export_is_whole_and_kept_nowhere(
    edge: Edge, caplog: pytest.LogCaptureFixture
) -> None:
    case = await withdrawn(edge)
    ref = case["applicant"]["ref"]
    headers = {"X-Purpose": "own", "Idempotency-Key": "k-2"}
    before = dump(edge.desk)
    with caplog.at_level(logging.INFO, "jiedao.audit"):
        async with edge.client(Role.CLERK, "stf_c0001", **headers) as clerk:
            export = (await clerk.post(f"/people/{ref}/access-exports")).json()
    assert export["person"] == {**WHO, "org_name": None, "uscc": None}
    assert [one["project_no"] for one in export["cases"]] == [case["project_no"]]
    assert dump(edge.desk) == before
    assert f"stf_c0001 exported what is known of {ref} for own" in caplog.text


async def test_what_is_kept_long_enough_is_shown_first_and_then_erased(edge: Edge) -> None:
    ref = (await withdrawn(edge))["applicant"]["ref"]
    run = {"reason": "到期清理。"}
    early = await post(edge, "/retention/runs", Role.OPERATOR, "stf_o0001", run)
    assert (early["erased"], early["kept"]) == ([], [])
    clock = edge.desk.clock
    clock.move(clock.now().replace(year=2036, month=10))
    async with edge.client(Role.OPERATOR, "stf_o0001") as operator:
        (due,) = (await operator.get("/retention/due")).json()["items"]
        assert due["applicant"] == ref
        assert (await operator.post("/retention/runs", json=run)).json()["erased"][0]["ref"] == ref
        assert (await operator.get("/retention/due")).json()["items"] == []
