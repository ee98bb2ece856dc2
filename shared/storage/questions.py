"""What a rehearsal asks of the store, or cannot foresee (`shared.storage.foresight`)."""

from collections.abc import Generator
from typing import Any

from shared.storage.kinds import Kind


class Question:
    """A key that a rehearsal would have to ask the store for; it goes on when that is known."""

    def __init__(self, kind: Kind[Any], key: str) -> None:
        self.kind = kind
        self.key = key

    def __await__(self) -> Generator["Question", None, None]:
        yield self


class Unforeseeable(Exception):  # noqa: N818 - ends a rehearsal, where nobody hears of it
    """A query whose answer is long, or not known yet: it may depend on earlier messages."""
