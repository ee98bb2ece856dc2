"""The driver's many errors, as the store's three: conflict, away, poison."""

from collections.abc import Iterator
from contextlib import contextmanager

from bson.errors import InvalidDocument
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DocumentTooLarge,
    OperationFailure,
    PyMongoError,
)

from shared.storage.ports import Conflict, Poison, StoreAway

_DUPLICATE_KEY = 11000
_RETRYABLE = {24, 112, 246, 251}  # lock timeout, write conflict, snapshot gone, no such transaction


@contextmanager
def outside_transactions() -> Iterator[None]:
    """Turn the driver's errors into `StoreAway`.

    Outside a transaction no message is at stake that could be tried again or set aside, so
    whatever the store refuses, a loop can only wait for it, not ready.
    """
    try:
        with translated():
            yield
    except (Conflict, Poison) as error:
        raise StoreAway(str(error)) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the store's three: conflict, away, poison."""
    try:
        yield
    except BulkWriteError as error:
        codes = {e.get("code") for e in error.details.get("writeErrors", ())}
        if codes <= _RETRYABLE | {_DUPLICATE_KEY}:
            raise Conflict(str(codes)) from error
        raise Poison(f"the store refuses a document (codes {codes})") from error
    except (DocumentTooLarge, InvalidDocument, OverflowError, UnicodeEncodeError) as error:
        raise Poison("the document is too large or cannot be stored") from error
    except ConnectionFailure as error:
        raise StoreAway(type(error).__name__) from error
    except OperationFailure as error:
        raise _meaning(error) from error
    except PyMongoError as error:
        raise StoreAway(type(error).__name__) from error


def _meaning(error: OperationFailure) -> Exception:
    if error.code in _RETRYABLE or error.code == _DUPLICATE_KEY:
        return Conflict(str(error.code))
    if error.has_error_label("UnknownTransactionCommitResult") or error.timeout:
        return StoreAway(str(error.code))
    if error.has_error_label("TransientTransactionError"):
        return Conflict(str(error.code))
    if error.has_error_label("RetryableWriteError"):
        return StoreAway(str(error.code))
    return Poison(f"the store refuses this (code {error.code})")
