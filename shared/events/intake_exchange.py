"""What intake announces about applications that leave the house. Subject: the case."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from shared.events.base import Identifier, Sealed
from shared.events.intake import CASE, CaseEvent
from shared.events.parts import Code


class CaseHandedOver(CaseEvent):
    """It was handed to an agency or a bank, which answers by `number` (转办).

    `consented` names the fields inside `sealed`: what the applicant allowed and nothing else, to
    the partner's own key. Without a consent, or a key, both are empty.
    """

    type: ClassVar[str] = "jiedao.intake.case.handed-over.v1"
    example: ClassVar[dict[str, Any]] = {
        **CASE,
        "partner": "real-estate",
        "number": "BDC-2026-000187",
        "consented": ["name", "phone"],
        "sealed": "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn",
    }

    partner: Code
    number: Identifier
    consented: tuple[Literal["name", "phone", "id_number", "address"], ...] = ()
    sealed: Sealed | None = Field(default=None, description="to the partner's key")
