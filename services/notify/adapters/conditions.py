"""Conditions as the rules file has them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.notify.domain.rules import Ask, Condition, Scalar

FieldName = Annotated[str, Field(pattern=r"^data\.[a-z_]+$")]
_Scalars = Annotated[tuple[Scalar, ...], Field(min_length=1)]


class Part(BaseModel):
    """A frozen part of the file; a member that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class WrittenCondition(Part):
    """One test on one member of an event's data."""

    field: FieldName
    equals: Scalar | None = None
    in_: _Scalars | None = Field(default=None, alias="in")
    not_in: _Scalars | None = None
    present: bool | None = None
    starting: str | None = None
    not_starting: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "WrittenCondition":
        if len(self._asked()) != 1:
            raise ValueError(f"give exactly one of {', '.join(Ask)}")
        return self

    def _asked(self) -> dict[Ask, Any]:
        given = {test: getattr(self, "in_" if test is Ask.IN else test) for test in Ask}
        return {test: value for test, value in given.items() if value is not None}

    def condition(self) -> Condition:
        """Return the condition."""
        ((test, value),) = self._asked().items()
        wanted = value if isinstance(value, tuple) else (value,)
        return Condition(self.field.removeprefix("data."), test, wanted)
