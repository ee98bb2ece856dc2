"""Whose mail goes next: one lane a recipient, and half of the road kept free of repeated tries."""

from collections.abc import Collection, Iterable

from services.notify.domain.deliveries import Due


def choose(
    rows: Iterable[Due], busy: Collection[str], *, free: int, free_for_retries: int
) -> list[Due]:
    """Return the rows to send now, earliest first.

    One mail a recipient at a time, so that a slow destination holds back only itself; and those
    tried before take at most `free_for_retries` places, so that many dead ones cannot hold all.
    """
    chosen: list[Due] = []
    lanes, retries = set(busy), free_for_retries
    for row in rows:
        if len(chosen) == free:
            break
        if row.recipient in lanes or (row.attempts and not retries):
            continue
        retries -= 1 if row.attempts else 0
        lanes.add(row.recipient)
        chosen.append(row)
    return chosen
