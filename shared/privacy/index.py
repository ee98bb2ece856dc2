"""Exact look-up of sealed values by a blind index."""

from dataclasses import replace

from shared.privacy.records import PersonalDetails, PersonIndex
from shared.privacy.sealing import Keyring
from shared.storage.ports import Repository

_INDEXED = ("id_number", "uscc", "phone")


class BlindIndex:
    """Keeps ``<field>:<blind>`` rows in step with what is sealed; values come normalised."""

    def __init__(self, rows: Repository[PersonIndex], keyring: Keyring) -> None:
        self._rows = rows
        self._keyring = keyring

    async def persons(self, name: str, value: str) -> tuple[str, ...]:
        """Return who has this value, the first registered first."""
        row = await self._rows.find(self._key(name, value))
        return row.persons if row else ()

    async def move(self, person: str, *, before: PersonalDetails, after: PersonalDetails) -> None:
        """List a person under the new values and no longer under the old ones."""
        for name in _INDEXED:
            old, new = _listed(before, name), _listed(after, name)
            if old != new:
                await self._unlist(name, old, person)
                await self._list(name, new, person)

    async def _list(self, name: str, value: str | None, person: str) -> None:
        if value:
            key = self._key(name, value)
            row = await self._rows.find(key) or PersonIndex(key, ())
            self._rows.save(replace(row, persons=(*row.persons, person)))

    async def _unlist(self, name: str, value: str | None, person: str) -> None:
        row = await self._rows.find(self._key(name, value)) if value else None
        if row is None:
            return
        rest = tuple(other for other in row.persons if other != person)
        if rest:
            self._rows.save(replace(row, persons=rest))
        else:
            self._rows.remove(row)

    def _key(self, name: str, value: str) -> str:
        return f"{name}:{self._keyring.blind(value, name)}"


def _listed(details: PersonalDetails, name: str) -> str | None:
    # An organisation is found by its own code: who comes for it may come for another one as well,
    # and applies for themselves under their own number.
    if details.uscc and name == "id_number":
        return None
    value: str | None = getattr(details, name)
    return value
