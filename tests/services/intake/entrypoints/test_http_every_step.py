"""Every route of a step: it answers 200 where the law has the step, and 409 where it has not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from services.intake.domain.case.states import Command, State
from shared.identity.roles import Role
from tests.services.intake.application.steps import STEPS, WHY
from tests.services.intake.application.ways import standing
from tests.services.intake.entrypoints.edge import Edge, serving
from tests.services.intake.law import LAW

ROLES = {"stf_c": Role.CLERK, "stf_r": Role.REVIEWER, "stf_g": Role.SHIFT_LEADER}
REASONS = {"reasons": WHY}
PROCEDURE = {
    "reason": WHY,
    "basis": "行政许可法",
    "approver": "stf_r0002",
    "limit": {"amount": 2, "unit": "G"},
}
REVOCATION = {"authority": "民政局", "ground": "deception", "basis": "行政许可法", **REASONS}
VISIT = {"by": ["stf_r0001", "stf_r0002"], "findings": WHY}
CHECK = {"paper": "proof", "good": True, **REASONS}
MORE_TIME = {"paper": "statement", "amount": 2, **REASONS}
ROUTES: Mapping[Command, tuple[str, Any]] = {
    Command.PRE_ACCEPT: ("pre-acceptance", None),
    Command.PRE_REJECT: ("pre-rejection", REASONS),
    Command.ACCEPT: ("acceptance", {}),
    Command.REQUEST_CORRECTION: ("correction-notice", {"missing": ["proof"]}),
    Command.SUBMIT_CORRECTION: ("correction", {"papers": [{"code": "proof"}]}),
    Command.SUPPLEMENT: ("papers", {"papers": [{"code": "statement"}]}),
    Command.CHECK_PAPER: ("promise/checks", CHECK),
    Command.EXTEND_PROMISE: ("promise/extension", MORE_TIME),
    Command.START_REVIEW: ("review", None),
    Command.TAKE_STEP: ("review-steps", {"opinion": WHY, "passed": False}),
    Command.RECORD_ONSITE: ("onsite-review", VISIT),
    # Whoever extends approves of it: no other approver is named.
    Command.EXTEND: ("special-procedures", {**PROCEDURE, "kind": "extension", "approver": None}),
    Command.START_PROCEDURE: ("special-procedures", {"kind": "appraisal", **PROCEDURE}),
    Command.END_PROCEDURE: ("special-procedures/end", {"result": WHY}),
    Command.REQUEST_RECALL: ("recall", REASONS),
    Command.GRANT_RECALL: ("recall/grant", None),
    Command.REFUSE_RECALL: ("recall/refusal", REASONS),
    Command.REFUSE_RECALL_IN_PROCEDURE: ("recall/refusal", REASONS),
    Command.DECIDE: ("decision", {"outcome": "approved", **REASONS}),
    Command.DELIVER: ("delivery", None),
    Command.ARCHIVE: ("archive", None),
    Command.REVOKE: ("revocation", REVOCATION),
    Command.WITHDRAW: ("withdrawal", REASONS),
    Command.REFUSE_NOT_REQUIRED: ("refusal", {"ground": "not-required", **REASONS}),
    Command.REFUSE_OUT_OF_COMPETENCE: ("refusal", {"ground": "out-of-competence", **REASONS}),
}
"""Where each command is posted, below an application, and what with."""
OF_NO_STATE = {"promise/repair", "claim", "release"}
"""What may be posted of an application wherever it stands."""


async def posted(edge: Edge, command: Command) -> tuple[int, Any]:
    by, (path, body) = STEPS[command][0], ROUTES[command]
    role = ROLES[by[:5]]
    async with edge.client(role, by) as staff:
        case = await edge.desk.only()
        answer = await staff.post(f"/cases/{case.id}/{path}", json=body)
    return answer.status_code, answer.json()


def test_every_step_has_a_route_and_every_route_is_known(edge: Edge) -> None:
    below = "/cases/{key}/"
    routes = iter_route_contexts(edge.app.routes)
    posts = {(r.path or "").partition(below)[2] for r in routes if "POST" in (r.methods or ())}
    assert set(ROUTES) == set(STEPS)
    assert posts - {""} == {path for path, _ in ROUTES.values()} | OF_NO_STATE


@pytest.mark.parametrize("command", ROUTES)
async def test_a_route_takes_its_step_where_the_law_has_it(
    command: Command, tmp_path: Path
) -> None:
    state = next(state for state in State if command in LAW[state])
    counter = await standing(state, command)
    async with serving(tmp_path, counter.desk) as edge:
        status, told = await posted(edge, command)
    assert (status, told.get("state")) == (200, LAW[state][command]), told


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DELIVERED, State.WITHDRAWN])
async def test_a_route_answers_409_where_the_law_has_no_such_step(
    state: State, tmp_path: Path
) -> None:
    counter = await standing(state)
    async with serving(tmp_path, counter.desk) as edge:
        for command in ROUTES.keys() - LAW[state].keys():
            status, told = await posted(edge, command)
            assert (status, told["type"]) == (409, "urn:jiedao:problem:not-in-this-state"), command
            assert state.value in told["detail"]
