"""Finding items by words and by pinyin: what is looked for, and how well an item answers it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.intake.domain.catalogue.item import Item
from services.intake.domain.counter.points import ServicePoint

Syllables: TypeAlias = Sequence[tuple[str, ...]]
"""The readings of each character of a name, such as ``("hang", "xing")``."""

_LATIN = re.compile(r"[a-z0-9-]+")
_EXACT, _BEGINS, _WITHIN, _WORD, _TEXT = range(5)


@dataclass(frozen=True)
class Wanted:
    """What is looked for; every word must be answered, every filter that is set must fit.

    Args:
        words: as somebody types them: Chinese, pinyin, initials (``gljt``) or a code.
        type: 事项类型, ``01`` … ``20``.
        object: 服务对象, ``1`` … ``6``.
        level: 行使层级, ``1`` … ``7``; an item without an implementation code is of none.
        point: where it is to be taken; the point is asked as it is when an application arrives.
    """

    words: str = ""
    type: str | None = None
    object: str | None = None
    level: str | None = None
    point: ServicePoint | None = None

    @property
    def terms(self) -> list[str]:
        """The words one by one, in small letters."""
        return self.words.lower().split()

    def lets_through(self, item: Item) -> bool:
        """Whether an item fits the filters."""
        return (
            self.type in {None, item.type}
            and (self.object is None or self.object in item.guide.objects)
            and self.level in {None, item.level}
            and (self.point is None or self.point.competent_for(item))
        )


def rank(term: str, item: Item, names: Sequence[Syllables]) -> int | None:
    """Return how well an item answers one term, 0 the best; None where it does not.

    Args:
        term: one word in small letters.
        item: the item.
        names: the readings of its name, and then of its search words.
    """
    if _LATIN.fullmatch(term):
        return _by_letters(term, item, names)
    places = ((item.name, item.name.find(term)), *((w, w.find(term)) for w in item.guide.words))
    (name, at), *words = places
    if at >= 0:
        return _EXACT if name == term else _BEGINS if at == 0 else _WITHIN
    if any(place >= 0 for _, place in words):
        return _WORD
    texts = (item.benefit, *(paper.name for paper in item.papers))
    return _TEXT if any(term in text for text in texts) else None


def _by_letters(term: str, item: Item, names: Sequence[Syllables]) -> int | None:
    if term in {item.code, item.catalog_code, item.task_code.lower()}:
        return _EXACT
    found = [_spelt(term, name) for name in names]
    if found and found[0] is not None:
        return _EXACT if found[0] == len(names[0]) else _BEGINS if found[0] > 0 else _WITHIN
    if any(place is not None for place in found):
        return _WORD
    return _TEXT if term in item.code else None


def _spelt(term: str, name: Syllables) -> int | None:
    """Return how many syllables from the beginning it spells, 0 when further in, or None."""
    for start in range(len(name)):
        end = _end_of(term, name, start)
        if end is not None:
            return end if start == 0 else 0
    return None


def _end_of(term: str, name: Syllables, at: int) -> int | None:
    if not term:
        return at
    if at == len(name):
        return None
    for reading in name[at]:
        if reading[0] != term[0]:
            continue
        for part in (reading, reading[0]):
            if term.startswith(part):
                end = _end_of(term[len(part) :], name, at + 1)
                if end is not None:
                    return end
        if reading.startswith(term):  # the last syllable is not typed to its end yet
            return at + 1
    return None
