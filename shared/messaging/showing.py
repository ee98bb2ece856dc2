"""What an operator sees of a message: the event where the guards pass it, the bytes if asked."""

from typing import Any

from shared.events.base import AnyEnvelope
from shared.events.codec import read_headers
from shared.messaging.entries import Entries
from shared.messaging.hearing import Hearing
from shared.messaging.ledger import Ledger, LedgerEntry
from shared.messaging.ledger_views import EntryView, RawView
from shared.messaging.records import Record
from shared.privacy.sealing import Unreadable
from shared.values import Refusal

_KNOWN = frozenset(f"ce_{name}" for name in AnyEnvelope.model_fields)


class Showing:
    """Opens the sealed bytes of one service's ledger for its operators."""

    def __init__(self, hearing: Hearing[Any], ledger: Ledger, entries: Entries) -> None:
        self._hearing = hearing
        self._ledger = ledger
        self._entries = entries

    async def view(self, entry: LedgerEntry, *, raw: bool) -> EntryView:
        """Return an entry whole; its bytes only where `raw` says so."""
        head = await self._entries.head_of(entry)
        found: dict[str, Any] = {"waits_behind": head.id if head else None}
        try:
            record = self._ledger.standing(entry)
        except (Unreadable, Refusal):
            return EntryView.whole(entry, **found)
        found |= self._readable(record)
        if raw:
            found["raw"] = RawView.of(self._ledger.original(entry))
        return EntryView.whole(entry, **found)

    def _readable(self, record: Record) -> dict[str, Any]:
        # What is valid has passed the guards of personal data; anything else may hold anything.
        try:
            event = self._hearing.read(record)
            headers = read_headers(record.headers)
        except Refusal:
            return {}
        if event is None:
            return {}
        shown = event.model_dump(mode="json", exclude_none=True)
        # Other headers are a sender's own affair, which no guard has looked at.
        known = tuple((k, v) for k, v in headers.items() if k == "content-type" or k in _KNOWN)
        return {"event": shown, "headers": known}
