"""The readings of every item's name by pypinyin, and the search over them."""

import re
from collections.abc import Sequence
from functools import cache

from pypinyin import Style, pinyin

from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.item_search import Syllables, Wanted, rank

_QUIET = re.compile(r"[\s（）()《》“”、，。·:：/-]")


class ItemIndex:
    """Items with their readings."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._names = {
            (item.code, item.version): [_syllables(t) for t in (item.name, *item.guide.words)]
            for item in items
        }

    def search(self, wanted: Wanted, items: Sequence[Item]) -> Sequence[Item]:
        """Return those of the items that are looked for: the best first, then shorter names."""
        through = [item for item in items if wanted.lets_through(item)]
        terms = wanted.terms
        if not terms:
            return through
        ranked = [(self._rank(terms, item), n, item) for n, item in enumerate(through)]
        found = [(rank_, len(item.name), n) for rank_, n, item in ranked if rank_ is not None]
        return [through[n] for _, _, n in sorted(found)]

    def _rank(self, terms: Sequence[str], item: Item) -> int | None:
        names = self._names[item.code, item.version]
        ranks = [rank(term, item, names) for term in terms]
        return None if None in ranks else sum(rank_ for rank_ in ranks if rank_ is not None)


def _syllables(text: str) -> Syllables:
    return [_readings(character) for character in _QUIET.sub("", text).lower()]


@cache
def _readings(character: str) -> tuple[str, ...]:
    # All readings, not the likely one: who types the initials of 银行 means h, of 行政 x.
    (readings,) = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return tuple(sorted({reading for reading in readings if reading})) or (character,)
