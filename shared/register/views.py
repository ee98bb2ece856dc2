"""What operators see of the register."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.register.state import Asked, Generation, State
from shared.web.views import View


class MatterView(View):
    """One matter: its last event, and since when it stands so."""

    subject: str
    sequence: int = Field(description="version of the matter")
    type: str = Field(description="type of its last event")
    orgunit: str
    since: datetime = Field(description="time of its last event")
    opened: datetime | None = Field(
        description="time of its first event; null: no longer in the log"
    )
    correlation: str


class TypeCount(View):
    """How many matters stand at this event."""

    type: str
    count: int


class ServingView(View):
    """The generation that answers."""

    generation: int
    complete: bool
    since: datetime | None = Field(
        description="where not complete: nothing is missing from here on"
    )
    missed: int = Field(description="records that were gone before they were read")
    lag: int = Field(description="records that wait, as of `seen_at`")


class AskedView(View):
    """Who asked for a rebuild, when and why."""

    by: str
    reason: str
    at: datetime
    accept_gap: bool


class BuildingView(View):
    """The generation that is being built."""

    generation: int
    percent: int
    asked: AskedView | None


class GivenUpView(View):
    """A rebuild that was given up, so that nothing was lost by it."""

    asked: AskedView
    zh: str = "日志开头的消息已过保存期，重建会丢失事项，因此停止；确要重建，请设 accept_gap。"
    en: str = (
        "The log no longer holds its beginning; the rebuild would have lost matters and was given"
        " up. To rebuild all the same, set accept_gap."
    )


class RegisterView(View):
    """Where the register stands."""

    serving: ServingView
    building: BuildingView | None
    given_up: GivenUpView | None
    seen_at: datetime | None = Field(description="when the log was last looked at")
    matters: int
    types: tuple[TypeCount, ...]

    @classmethod
    def of(cls, state: State, matters: int, types: tuple[TypeCount, ...]) -> Self:
        """Return the view of a state and what was counted in its rows."""
        given_up = state.given_up and GivenUpView(asked=_asked(state.given_up))
        return cls(
            serving=_serving(state.serving),
            building=building_view(state),
            given_up=given_up,
            seen_at=state.seen_at,
            matters=matters,
            types=types,
        )


class RebuildForm(BaseModel):
    """Why it is rebuilt."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"reason": "核对发现三行与业务记录不符"}},
    )

    reason: str = Field(min_length=2, max_length=300)
    accept_gap: StrictBool = Field(
        default=False,
        description="rebuild even where the log has lost more of its beginning than what serves",
    )


def building_view(state: State) -> BuildingView | None:
    """Return the rebuild that runs, if one does."""
    building = state.building
    if building is None:
        return None
    asked = building.asked and _asked(building.asked)
    return BuildingView(generation=building.number, percent=building.percent, asked=asked)


def _serving(generation: Generation) -> ServingView:
    return ServingView(
        generation=generation.number,
        complete=generation.missed == 0,
        since=generation.since,
        missed=generation.missed,
        lag=generation.lag,
    )


def _asked(asked: Asked) -> AskedView:
    return AskedView.model_validate(asked)
