"""What answers are made of."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A frozen answer, filled from a value by its members' names."""

    model_config = ConfigDict(frozen=True, from_attributes=True, populate_by_name=True)

    def as_json(self) -> dict[str, Any]:
        """Return the JSON of an answer."""
        return self.model_dump(mode="json")
