"""Applications that are built once and lent to one test at a time.

Building the routes of a service takes a quarter of a second; a test's store, clock and desk take
none. So the routes are built over empty places, and each test puts its own things there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fastapi import FastAPI

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

P = TypeVar("P", bound="DataclassInstance")


class Place:
    """Stands for what a test puts here: whatever is asked of it is asked of that.

    It is empty while the routes are built and between two tests, and then everything asked of it
    is an error: no route can keep anything of a test.
    """

    def __init__(self) -> None:
        self.held: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.held, name)

    def __call__(self, *given: Any) -> Any:
        return self.held(*given)


class Lending(Generic[P]):
    """Lends applications that are free, and builds one where none is.

    Args:
        build: makes an application over the parts, a dataclass; asks nothing of them yet.
    """

    def __init__(self, build: Callable[[P], FastAPI]) -> None:
        self._build = build
        self._free: list[tuple[FastAPI, dict[str, Place]]] = []

    @contextmanager
    def lent(self, parts: P) -> Iterator[FastAPI]:
        """Lend an application over these parts, to nobody else meanwhile."""
        app, places = self._free.pop() if self._free else self._built(type(parts))
        for name, place in places.items():
            place.held = getattr(parts, name)
        try:
            yield app
        finally:
            for place in places.values():
                place.held = None
            self._free.append((app, places))

    def _built(self, kind: type[P]) -> tuple[FastAPI, dict[str, Place]]:
        places = {field.name: Place() for field in fields(kind)}
        return self._build(kind(**places)), places
