"""Looking: a use case that only reads, on a transaction that is given up in any case."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.storage.ports import Conflict, Store, StoreAway, Transaction
from shared.storage.work import Stage

W = TypeVar("W", bound=Stage)
T = TypeVar("T")

_LOOKS = 3


async def look(
    store: Store,
    over: Callable[[Transaction], W],
    act: Callable[[W], Awaitable[T]],
    rest: Callable[[], Awaitable[None]],
) -> T:
    """Return what a use case reads on the stage that `over` makes; rest before looking again.

    Whoever only reads meets no other writer: a conflict there is the store's own, which is about
    to change its first.

    Raises:
        StoreAway: the store cannot be reached, or broke off each of three attempts.
        RuntimeError: it changed something; that is run, not looked at.
    """
    for _ in range(_LOOKS - 1):
        try:
            return await _once(store, over, act)
        except Conflict:
            await rest()
    try:
        return await _once(store, over, act)
    except Conflict as error:
        raise StoreAway("the store broke off every attempt to read") from error


async def _once(
    store: Store, over: Callable[[Transaction], W], act: Callable[[W], Awaitable[T]]
) -> T:
    transaction = await store.begin()
    try:
        stage = over(transaction)
        try:
            value = await act(stage)
            stage.must_have_read_only()
            return value
        finally:
            stage.leave()
    finally:
        await transaction.abort()
