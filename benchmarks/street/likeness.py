"""A life that was led, and its likenesses: other ids, another person, some minutes earlier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from benchmarks.street.draft import Draft
from benchmarks.street.lives import Life
from benchmarks.street.office import Office, Town
from benchmarks.street.stencil import Rows, Stencil, stamps
from services.intake.adapters.receipts.receipt_codes import receipt_code
from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.domain.counter.points import day_of
from services.intake.domain.receipts.wording import instant
from shared.ids import derive
from shared.privacy.records import PERSON_INDEX, PERSON_KEYS, PERSONS
from shared.privacy.sealing import Keyring

LIFE = "life-{number:09d}"
EARLIEST_MS = 20 * 60_000
"""A likeness is at most so much earlier: on the same side of every opening and closing."""
_APART = {PERSONS.name, PERSON_KEYS.name, PERSON_INDEX.name, "outbox", "numbers", "leases"}
"""Not its own: persons are registered apart, days have one number, what was announced is gone."""

_AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Led:
    """What the service wrote of one application; `acted` are the instants of its steps."""

    rows: Rows
    number: int
    person: str
    acted: tuple[datetime, ...]

    @cached_property
    def day(self) -> str:
        """The day that its number begins with."""
        return f"{day_of(self.acted[0]):%Y%m%d}"

    def like(
        self, number: int, in_day: int, person: str, shift_ms: int, keyring: Keyring
    ) -> Iterable[tuple[str, RawBSONDocument]]:
        """Yield the documents of another life, with their collections.

        Args:
            number: of the life; its ids are derived from it as a use case derives them.
            in_day: the running number within the day.
            person: who applies.
            shift_ms: when its steps were taken: 0, or up to `EARLIEST_MS` earlier and so negative.
            keyring: the service's, that makes receipt codes.
        """
        shift = timedelta(milliseconds=shift_ms)
        return self._stencil(keyring).filled(self._own(number, in_day, person, shift, keyring))

    def _stencil(self, keyring: Keyring) -> Stencil:
        known: Stencil | None = self.__dict__.get("stencil")
        if known is None:
            own = self._own(self.number, 1, self.person, timedelta(), keyring)
            known = self.__dict__["stencil"] = Stencil(self.rows, own)
        return known

    def _own(
        self, number: int, in_day: int, person: str, shift: timedelta, keyring: Keyring
    ) -> list[bytes]:
        life = LIFE.format(number=number)
        case = case_of(life)
        code = receipt_code(keyring, case)
        texts = (life, case, f"{self.day}{in_day:06d}", code, person, rating_id(case))
        acted = [at + shift for at in self.acted]
        moved = [*acted, *(at + shift for at in self._following)]
        told = [text.encode() for text in (*texts, *map(instant, acted))]
        return [*told, *(stamp for at in moved for stamp in stamps(at))]

    @cached_property
    def _following(self) -> list[datetime]:
        # What keeps the time of day of a step: a day's start for the green channel, a retention.
        (case,) = self.rows["cases"].values()
        kept = bson.decode(case, _AWARE)["keep_until"]
        ahead = [at - _DAY for at in self.acted]
        return ahead if kept is None else [*ahead, kept]


async def led(town: Town, draft: Draft, number: int, seed: int) -> Led:
    """Lead a life, the same for the same seed, and return what was written."""
    office = Office(town, LIFE.format(number=number), draft.orgunit, draft.begins + draft.shift)
    await Life(draft, office, Random(seed)).lead()  # noqa: S311 - no secret
    (person,) = office.store.rows[PERSONS.name]
    kept = {name: rows for name, rows in office.store.rows.items() if name not in _APART}
    return Led(kept, number, person, tuple(office.acted))


def case_of(life: str) -> str:
    """Return the id of the application: the second that its first step mints, after a person's."""
    return f"case_{derive('intake', f'{life}-00', 'case', '2')}"
