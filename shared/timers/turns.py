"""Whose turn it is: in due order, and no kind before all others."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from shared.storage.kinds import Timer


def turns(by_kind: Sequence[Sequence[Timer]], size: int) -> Iterator[list[Timer]]:
    """Yield batches of at most `size`, each with as much of every kind as it has room for.

    Args:
        by_kind: the timers of each kind, in due order.
        size: of a batch.
    """
    rounds = chain.from_iterable(zip_longest(*by_kind))
    fair = [timer for timer in rounds if timer is not None]
    for start in range(0, len(fair), size):
        yield sorted(fair[start : start + size], key=lambda timer: timer.due_at)
