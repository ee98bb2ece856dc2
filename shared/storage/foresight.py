"""Foresight: what the messages still to be decided will ask the store for.

A batch would otherwise ask once a message. So when one message needs a key that is not in the
identity map, those that wait are rehearsed: each use case is run on a stage of its own that is
thrown away, up to its next unknown key, and goes on from there when that is known. All these keys
are fetched in one round trip. A rehearsal has no effect and decides nothing: every message is
decided later, in order, for itself.
"""

import asyncio
from collections.abc import Callable, Generator, Sequence
from typing import Any

from shared.storage.items import Item
from shared.storage.kinds import Kind
from shared.storage.questions import Question, Unforeseeable
from shared.storage.unit import Unit
from shared.storage.work import Stage

Rehearsal = Generator[Any, Any, Any]

_WINDOW = 500
_FRUITFUL = 0.1
_BREATH = 0.05


class Foresight:
    """Names the keys that the undecided messages of one unit will ask for next.

    Args:
        unit: whose identity map they share.
        items: all messages, in order.
        stage: makes the stage of one message.
    """

    def __init__(
        self, unit: Unit, items: Sequence[Item[Any]], stage: Callable[[Item[Any]], Stage]
    ) -> None:
        self.decided = 0
        self._unit = unit
        self._items = items
        self._stage = stage
        self._window = _WINDOW
        self._rehearsals: dict[int, Rehearsal | None] = {}
        self._stages: list[Stage] = []

    def wanted(self) -> dict[Kind[Any], list[str]]:
        """Return the keys by kind."""
        wanted: dict[Kind[Any], list[str]] = {}
        tried = found = 0
        until = asyncio.get_running_loop().time() + _BREATH
        for place in range(self.decided, min(self.decided + self._window, len(self._items))):
            if not self._window:
                break
            if place in self._rehearsals and self._rehearsals[place] is None:
                continue
            if asyncio.get_running_loop().time() > until:
                # Nothing else runs meanwhile, the heartbeat neither: the rest is for the next time.
                break
            tried += 1
            question = self._rehearse(place)
            if question is not None:
                found += 1
                wanted.setdefault(question.kind, []).append(question.key)
        if found < tried * _FRUITFUL:
            # What cannot be foreseen is not sought again and again.
            self._window //= 2
        return wanted

    def end(self) -> None:
        """Let go of all that was rehearsed."""
        for rehearsal in self._rehearsals.values():
            if rehearsal is not None:
                rehearsal.close()
        for stage in self._stages:
            stage.leave()

    def _rehearse(self, place: int) -> Question | None:
        if place not in self._rehearsals:
            self._rehearsals[place] = self._begun(self._items[place])
        rehearsal = self._rehearsals[place]
        if rehearsal is None:
            return None
        try:
            asked = rehearsal.send(None)
        except Unforeseeable:
            # Begun anew the next time: by then a message may have asked in earnest.
            del self._rehearsals[place]
            return None
        except Exception:  # noqa: BLE001 - its end, or a fault that is told when it is decided
            asked = None
        if isinstance(asked, Question):
            return asked
        # At its end, or it waits for what cannot be asked beforehand.
        rehearsal.close()
        self._rehearsals[place] = None
        if isinstance(asked, asyncio.Future):
            # Somebody outside the store, who must not be asked in vain again.
            asked.cancel()
            self._window = 0
        return None

    def _begun(self, item: Item[Any]) -> Rehearsal | None:
        if item.inbox in self._unit.heard:
            return None
        stage = self._stage(item)
        stage.rehearsing = True
        self._stages.append(stage)
        return stage.perform(item.act).__await__()
