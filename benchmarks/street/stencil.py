"""Documents with holes: what differs between two likenesses is of equal length in BSON."""

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bson.raw_bson import RawBSONDocument

_INSTANT = struct.Struct("<q")
Rows = Mapping[str, Mapping[str, bytes]]


class Stencil:
    """The documents of one life, cut where its own ids and instants stand.

    Args:
        rows: documents in BSON, by collection and key.
        own: what is its own; a likeness is made by giving as many others, each as long.
    """

    def __init__(self, rows: Rows, own: Sequence[bytes]) -> None:
        places = {token: place for place, token in enumerate(own)}
        # The longest first: an id may be a part of another.
        listed = sorted(places, key=len, reverse=True)
        cut = re.compile(b"(" + b"|".join(map(re.escape, listed)) + b")")
        self._lengths = [len(token) for token in own]
        self._pieces: list[tuple[str, list[bytes], list[int]]] = []
        for collection, documents in rows.items():
            for raw in documents.values():
                parts = cut.split(raw)
                self._pieces.append((collection, parts, [places[p] for p in parts[1::2]]))

    def filled(self, others: Sequence[bytes]) -> Iterable[tuple[str, RawBSONDocument]]:
        """Yield each document, with its collection, for another's ids and instants.

        Raises:
            ValueError: one of them is not as long as that in whose place it stands.
        """
        if [len(token) for token in others] != self._lengths:
            raise ValueError("a likeness must have ids and instants of the same lengths")
        for collection, parts, places in self._pieces:
            made = parts.copy()
            made[1::2] = [others[place] for place in places]
            yield collection, RawBSONDocument(b"".join(made))


def stamps(at: datetime) -> list[bytes]:
    """Return an instant, and the causal times of what is written then, as they stand in BSON.

    There are two where a clock warns at once.
    """
    ms = round(at.timestamp() * 1000)
    return [_INSTANT.pack(ms + causal) for causal in range(3)]
