"""The board: where seekers and posts meet, one after the other."""

from dataclasses import dataclass

BOARD = "board"


@dataclass(frozen=True)
class Board:
    """Whose version rises with every seeker and post that comes to it; there is one, `BOARD`."""

    id: str
    version: int
