"""The staff roster from a file. Its errors name an entry by reference, never by name."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.notify.domain.staff import Member
from shared.events.base import OrgCode
from shared.events.parts import StaffRef
from shared.identity.roles import Role


class _Member(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: StaffRef
    name: Annotated[str, Field(min_length=1, max_length=40)]
    email: Annotated[str, Field(max_length=254, pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$")]
    roles: tuple[Role, ...]
    orgunit: OrgCode


class _Roster(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    staff: tuple[_Member, ...] = Field(min_length=1)


def load_roster(path: Path) -> tuple[Member, ...]:
    """Read the roster; raise `ValueError` naming entry and field."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        roster = _Roster.model_validate(raw)
    except ValidationError as error:
        raise ValueError(_first(error, raw)) from None
    refs = [member.ref for member in roster.staff]
    twice = sorted({ref for ref in refs if refs.count(ref) > 1})
    if twice:
        raise ValueError(f"roster: {', '.join(twice)} stands there twice")
    return tuple(
        Member(m.ref, m.name, m.email, tuple(role.value for role in m.roles), m.orgunit)
        for m in roster.staff
    )


def _first(error: ValidationError, raw: object) -> str:
    # No input in the text: it would be somebody's name or address.
    fault = error.errors(include_input=False, include_url=False)[0]
    place = [str(part) for part in fault["loc"]]
    if isinstance(raw, dict) and len(place) > 1 and place[0] == "staff":
        row = raw["staff"][int(place[1])]
        place[1] = str(row.get("ref", f"#{place[1]}")) if isinstance(row, dict) else place[1]
    return f"roster: {'.'.join(place) or 'file'}: {fault['msg']}"
