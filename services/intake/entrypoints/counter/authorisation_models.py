"""What the routes of authorisations take and show."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.intake.domain.counter.authorisations import Act, AuthorisationState
from services.intake.entrypoints.models import ApplicantBody, Body, Signature, example
from shared.deadlines.views import Local
from shared.events.base import PersonRef
from shared.events.parts import Code
from shared.web.views import View

# One pattern for both: of two, each would be reported as a fault of its own.
AgentRef = Annotated[
    str,
    Field(
        pattern=r"^(stf_[a-z0-9]{2,26}|per_[a-z2-7]{26})$",
        description="a member of staff, or a person who is known",
    ),
]


class AuthorisationBody(Body):
    """A signed letter: who lets whom act, in what, until the end of which day.

    The agent is a member of staff (`agent_ref` ``stf_…``), a relative who is known (``per_…``), or
    one who says who they are (`agent`).
    """

    model_config = example(
        applicant={"name": "张三", "phone": "13800000000"},
        agent_ref="stf_c0002",
        items=["elder-allowance"],
        acts=["hand-in", "correct", "collect"],
        until="2026-12-31",
        signature="SQ-2026-0017",
    )

    applicant: ApplicantBody | None = None
    applicant_ref: PersonRef | None = None
    agent: ApplicantBody | None = None
    agent_ref: AgentRef | None = None
    items: tuple[Code, ...] = Field(min_length=1, max_length=30)
    acts: tuple[Act, ...] = Field(min_length=1, max_length=len(Act))
    until: date = Field(ge=date(2020, 1, 1), lt=date(2100, 1, 1))
    signature: Signature = Field(description="the number under which the signed letter is kept")


class AuthorisationView(View):
    """An authorisation; persons by reference only."""

    id: str
    version: int
    orgunit: str
    applicant: str
    agent: str
    items: tuple[str, ...]
    acts: tuple[Act, ...]
    until: Local
    signature: str
    state: AuthorisationState
    given_at: Local
    withdrawn_at: Local | None
