"""What every owner of clocks says in the same words, whatever the clock is of."""

from typing import Literal

from pydantic import AwareDatetime, Field

from shared.events.base import EventData, Identifier
from shared.events.parts import Code


class OfClock(EventData):
    """Which clock it is; its owner says which there are."""

    clock: Code
    provisional: bool = Field(default=False, description="a year's holidays are not published yet")


class NearDue(OfClock):
    """A clock turned yellow or red."""

    due_at: AwareDatetime
    alert: Literal["yellow", "red"]


class Overdue(OfClock):
    """A clock ran out."""

    due_at: AwareDatetime
    alert: Literal["overdue"] = "overdue"


class Moved(OfClock):
    """Another calendar moved a due time, or made it certain; None while the clock stands still."""

    before: AwareDatetime | None = None
    after: AwareDatetime | None = None
    calendar: Identifier
