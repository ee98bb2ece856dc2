"""What the rules of an entry of the catalogue say when one is broken."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SLUG = re.compile(r"(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""How codes of an entry are written, such as events and routes can carry."""


@dataclass(frozen=True)
class Breach:
    """One rule that an entry breaks: the field, and what to do, in Chinese and English."""

    field: str
    zh: str
    en: str


def repeated(field: str, codes: Iterable[str]) -> Iterator[Breach]:
    """Yield a breach of a field for each code that is there more than once."""
    for code, count in Counter(codes).items():
        if count > 1:
            yield Breach(field, f"代码“{code}”重复。", f"each code once, '{code}' is repeated.")
