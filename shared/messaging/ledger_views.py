"""How the ledger is shown to operators, and to a partner its own part."""

import base64
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.messaging.fates import Fate, told
from shared.messaging.ledger import LedgerEntry
from shared.messaging.records import Record
from shared.messaging.replaying import Replayed
from shared.web.views import View

_WHY = Field(min_length=2, max_length=300, description="why; kept with the entry")


class ActView(View):
    """Who did what, when and why."""

    at: datetime
    who: str
    what: str
    why: str | None


class EntryRow(View):
    """One entry in a list."""

    place: str
    version: int
    fate: Fate
    code: str
    zh: str
    en: str
    field: str | None
    topic: str
    type: str | None
    event_id: str | None
    source: str | None
    subject: str | None
    turn: int = Field(description="place in the lane of its subject, 0 when it waits in none")
    tries: int
    at: datetime = Field(description="the first try")
    last_at: datetime | None

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        """Return an entry as lists show it."""
        return cls.model_validate({**vars(entry), "place": entry.id, "type": entry.event_type})


class RawView(View):
    """The bytes as they came, in base64."""

    headers: tuple[tuple[str, str], ...]
    value: str | None

    @classmethod
    def of(cls, record: Record) -> Self:
        """Return a message in base64."""
        value = None if record.value is None else base64.b64encode(record.value).decode()
        return cls(
            headers=tuple(
                (str(name), base64.b64encode(text or b"").decode()) for name, text in record.headers
            ),
            value=value,
        )


class EntryView(EntryRow):
    """One entry whole. `event` is shown only where today's guards let it pass."""

    schema_tried: str | None
    mended: bool
    waits_behind: str | None = Field(default=None, description="place of the first of its lane")
    acts: tuple[ActView, ...]
    headers: tuple[tuple[str, str], ...] | None = None
    event: dict[str, Any] | None = None
    raw: RawView | None = None

    @classmethod
    def whole(cls, entry: LedgerEntry, **more: Any) -> Self:
        """Return an entry with what was found out about it."""
        named = {"place": entry.id, "type": entry.event_type, "schema_tried": entry.schema}
        return cls.model_validate(
            {**vars(entry), **named, "mended": entry.mended is not None, "raw": None, **more}
        )


class ReplayedView(View):
    """What became of one entry, or would."""

    place: str
    outcome: str
    code: str | None = None
    zh: str | None = None
    en: str | None = None

    @classmethod
    def of(cls, replayed: Replayed) -> Self:
        """Return it with the words of the refusal, if there was one."""
        words = {}
        if replayed.error is not None:
            refusal = told(replayed.error)
            words = {"code": refusal.code, "zh": refusal.zh, "en": refusal.en}
        return cls(place=replayed.place, outcome=replayed.outcome, **words)


class FateCount(View):
    """How many entries there are of one fate."""

    fate: Fate
    count: int


class Counts(View):
    """The whole ledger, counted."""

    items: tuple[FateCount, ...]


class RejectView(View):
    """One event of a partner that was not handled at first."""

    place: str
    fate: Fate
    code: str
    zh: str
    en: str
    field: str | None
    type: str | None
    event_id: str | None
    subject: str | None
    at: datetime

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        """Return an entry as its sender sees it: no acts of staff, no bytes."""
        return cls.model_validate({**vars(entry), "place": entry.id, "type": entry.event_type})


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Form):
    """Why something is done."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"reason": "发送方确认为测试数据"}},
    )

    reason: str = _WHY


class ReplayForm(_Form):
    """Why it is replayed, or only tried."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"example": {"reason": "对方已补登记", "dry_run": True}},
    )

    reason: str = _WHY
    dry_run: StrictBool = False


class Filter(_Form):
    """Which entries; what is left out does not matter."""

    fate: Fate | None = None
    code: str | None = Field(default=None, max_length=64)
    source: str | None = Field(default=None, max_length=256)
    type: str | None = Field(default=None, max_length=256)
    topic: str | None = Field(default=None, max_length=256)

    def equals(self) -> dict[str, str]:
        """Return the stored fields and their values."""
        asked = self.model_dump(exclude_none=True, mode="json")
        return {{"type": "event_type"}.get(name, name): value for name, value in asked.items()}


class ReplaysForm(ReplayForm):
    """Replay one page of what a filter finds; repeat with `next` as `cursor` until it is absent."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "example": {"filter": {"fate": "quarantined"}, "reason": "已升级", "dry_run": True}
        },
    )

    filter: Filter = Filter()
    cursor: str | None = Field(default=None, max_length=512)
    limit: int = Field(default=50, ge=1, le=200)


class MendForm(Reason):
    """The corrected event, whole, in structured mode."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "example": {"event": {"specversion": "1.0", "id": "a3c1-0001"}, "reason": "补全字段"}
        },
    )

    event: dict[str, Any]
