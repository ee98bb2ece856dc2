"""The chains of the rules file: read and checked, so that each ends at a person who is there."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from services.notify.adapters.conditions import FieldName, Part
from services.notify.domain.chains import Chain, Link
from services.notify.domain.roster import Roster
from shared.calendar import Limit, Unit
from shared.events.base import service_of
from shared.events.catalogue import EVENTS, PARTNER
from shared.events.parts import StaffRef
from shared.identity.roles import Role
from shared.values import Invalid

_LIMIT = re.compile(r"([1-9]\d{0,4})([A-Z])")


def _limit(written: object) -> Limit:
    found = _LIMIT.fullmatch(str(written))
    try:
        if found is not None:
            return Limit(int(found[1]), Unit(found[2]))
    except (Invalid, ValueError):
        pass
    raise ValueError(
        f"期限应写作 4H（工作时）、1G（工作日）、2Z（自然日）或 2U（紧急工作时），收到 {written}。"
        f" Write a limit as 4H (working hours), 1G (working days), 2Z (calendar days) or 2U"
        f" (hours round the clock), not {written}."
    )


def _announced(type_: str) -> str:
    if type_ not in EVENTS or service_of(type_) in {PARTNER, "notify"}:
        raise ValueError(f"没有服务发布事件 {type_}。 No service announces {type_}.")
    return type_


_Limit = Annotated[Limit, BeforeValidator(_limit)]


class _Link(Part):
    within: _Limit
    role: Role | None = None
    staff: StaffRef | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "_Link":
        if (self.role is None) == (self.staff is None):
            raise ValueError("role 与 staff 须二选一。 Give either a role or a member of staff.")
        return self


class WrittenChain(Part):
    """One chain as the rules file has it."""

    within: _Limit
    steps: tuple[_Link, ...] = Field(min_length=1)
    until: tuple[Annotated[str, AfterValidator(_announced)], ...] = ()
    part: FieldName | None = None

    @model_validator(mode="after")
    def _ends_at_somebody(self) -> "WrittenChain":
        if self.steps[-1].staff is None:
            raise ValueError(
                "最后一步须指名值班责任人（staff: stf_…），否则可能无人确认。"
                " The last step must name a duty holder (staff: stf_…), or it could end in nobody."
            )
        return self

    def chain(self, id_: str, roster: Roster) -> Chain:
        """Return the chain; raise `ValueError` where it names somebody who is not on the roster."""
        unknown = sorted({s.staff for s in self.steps if s.staff and s.staff not in roster})
        if unknown:
            raise ValueError(
                f"chain {id_}: steps: 名册中没有 {', '.join(unknown)}。"
                f" {', '.join(unknown)} is not on the roster."
            )
        links = (
            Link(s.within, s.role.value if s.role is not None else None, s.staff)
            for s in self.steps
        )
        part = self.part.removeprefix("data.") if self.part else None
        return Chain(id_, self.within, tuple(links), self.until, part)
