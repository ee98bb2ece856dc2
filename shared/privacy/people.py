"""People: the sealed store of one service. Everything else knows a person by reference."""

import base64
from collections.abc import Callable
from dataclasses import replace
from hmac import compare_digest
from typing import Any, Self

from shared.codes import normal_id_number, normal_phone, plain_text
from shared.privacy.index import BlindIndex
from shared.privacy.masking import masked
from shared.privacy.records import (
    PERSON_INDEX,
    PERSON_KEYS,
    PERSONS,
    Gone,
    Person,
    PersonalDetails,
    PersonIndex,
    PersonKey,
)
from shared.privacy.sealing import Keyring, Unreadable
from shared.privacy.spelling import FIELDS, in_one_spelling, renewed
from shared.storage.ports import Repository
from shared.storage.work import Stage

__all__ = [
    "PERSONS",
    "PERSON_INDEX",
    "PERSON_KEYS",
    "Gone",
    "People",
    "Person",
    "PersonIndex",
    "PersonKey",
    "PersonalDetails",
]


class People:
    """Registers, reveals, finds and erases persons inside one unit of work.

    Args:
        persons: sealed fields.
        keys: wrapped data keys.
        index: blind look-up rows.
        keyring: the service's secrets.
        new_id: ``Work.new_id``; called with ``per``.
    """

    def __init__(
        self,
        persons: Repository[Person],
        keys: Repository[PersonKey],
        index: Repository[PersonIndex],
        keyring: Keyring,
        new_id: Callable[[str], str],
    ) -> None:
        self._persons = persons
        self._keys = keys
        self._index = BlindIndex(index, keyring)
        self._keyring = keyring
        self._new_id = new_id

    @classmethod
    def over(cls, stage: Stage, keyring: Keyring) -> Self:
        """Build over the three standard collections of a stage."""
        return cls(
            stage.repository(PERSONS),
            stage.repository(PERSON_KEYS),
            stage.repository(PERSON_INDEX),
            keyring,
            stage.new_id,
        )

    async def register(self, details: PersonalDetails, *, seen: bool = True) -> str:
        """Store a person and return the reference; raise `Invalid` for a wrong number or code.

        The same id number is the same person, the same 统一社会信用代码 the same organisation:
        what is given replaces what is stored, what is not given stays, but that who comes for an
        organisation now is not mixed with who came before. With neither, each registration is a
        person of its own. Unless somebody has `seen` who says so, nothing of a known person
        changes: whoever knows an id number could send that person's messages to another telephone.
        """
        given = in_one_spelling(details)
        if known := await self._same(given):
            return await self._update(await self._persons.get(known), given) if seen else known
        person = Person(id=self._new_id("per"))
        key = self._keyring.new_key()
        self._keys.save(PersonKey(person.id, _text(self._keyring.wrap(key, person.id.encode()))))
        await self._save(person, key, before=PersonalDetails(), after=given)
        return person.id

    async def reveal(self, person: str) -> PersonalDetails:
        """Return the plain data; the caller has checked role and purpose, and logs both.

        Raises `NotFound` for an unknown reference and `Gone` for an erased person.
        """
        return self._opened(await self._persons.get(person), await self._key(person))

    async def masked(self, person: str) -> PersonalDetails:
        """Return what anybody on the case may see; of an erased person, nothing."""
        if await self.is_erased(person):
            return PersonalDetails()
        return masked(await self.reveal(person))

    async def is_erased(self, person: str) -> bool:
        """Tell whether a known person was erased; raise `NotFound` for an unknown one."""
        return (await self._persons.get(person)).erased

    async def by_id_number(self, value: str) -> str | None:
        """Return the one person with this id number."""
        persons = await self._index.persons("id_number", normal_id_number(value))
        return persons[0] if persons else None

    async def by_uscc(self, value: str) -> str | None:
        """Return the one organisation with this 统一社会信用代码."""
        found = await self._index.persons("uscc", normal_id_number(value))
        return found[0] if found else None

    async def by_phone(self, value: str) -> tuple[str, ...]:
        """Return the persons with this telephone, the first registered first."""
        return await self._index.persons("phone", normal_phone(value))

    async def names_of(self, person: str) -> tuple[str, ...]:
        """Return what a person, or an organisation and who comes for it, is called.

        To keep it out of words: an organisation's name is often its owner's (`mask_org_name`).
        Nothing but the names is opened; of an unknown or erased person there is none.
        """
        sealed, row = await self._persons.find(person), await self._keys.find(person)
        if sealed is None or row is None:
            return ()
        key = self._unwrapped(row)
        found = (self._plain(key, sealed, name) for name in ("name", "org_name"))
        return tuple(name for name in found if name)

    async def ends_with(self, person: str, last_four: str) -> bool:
        """Tell whether the telephone or the id number ends so; an unknown person's never does.

        Only these two fields are opened, both in any case, and nothing of them leaves.
        """
        sealed, row = await self._persons.find(person), await self._keys.find(person)
        if sealed is None or row is None:
            return False
        key, wanted = self._unwrapped(row), normal_id_number(last_four).encode()
        plain = [self._plain(key, sealed, name) or "" for name in ("phone", "id_number")]
        fits = [compare_digest(value[-len(wanted) :].encode(), wanted) for value in plain]
        return any(fits)

    async def seal_words(self, person: str | None, words: str, context: str) -> str | None:
        """Seal what somebody wrote to the person's key, so that it is erased with the person.

        Words of no person are sealed to the service's own key. Those about somebody who was
        erased are not kept: None, as no key could ever make them unreadable again.
        """
        plain, of = plain_text(words).encode(), context.encode()
        if person is None:
            return _text(self._keyring.seal_raw(plain, of))
        row = await self._keys.find(person)
        return None if row is None else _text(self._keyring.seal(self._unwrapped(row), plain, of))

    async def open_words(self, person: str | None, sealed: str, context: str) -> str | None:
        """Return what `seal_words` sealed for the same person; None once the person was erased."""
        raw, of = base64.b64decode(sealed), context.encode()
        try:
            if person is None:
                return self._keyring.open_raw(raw, of).decode()
            row = await self._keys.find(person)
            return (
                None if row is None else self._keyring.open(self._unwrapped(row), raw, of).decode()
            )
        except Unreadable:
            return None

    async def hold(self, person: str) -> str:
        """Return the reference of somebody about whom something is kept in this transaction.

        The person's record is written with it, so that an erasure by another replica meets it
        there: whoever comes second finds a conflict and decides again. Raises `Gone`.
        """
        await self._key(person)
        return self._persons.save(await self._persons.get(person)).id

    async def erase(self, person: str) -> None:
        """Make a person unreadable for ever; doing it again changes nothing."""
        sealed = await self._persons.get(person)
        if sealed.erased:
            return
        plain = await self.reveal(person)
        await self._index.move(person, before=plain, after=PersonalDetails())
        self._keys.remove(await self._keys.get(person))
        self._persons.save(Person(id=person, version=sealed.version, erased=True))

    async def _same(self, given: PersonalDetails) -> str | None:
        if given.uscc:
            return await self.by_uscc(given.uscc)
        return await self.by_id_number(given.id_number) if given.id_number else None

    async def _update(self, person: Person, given: PersonalDetails) -> str:
        key = await self._key(person.id)
        before = self._opened(person, key)
        await self._save(person, key, before=before, after=renewed(before, given))
        return person.id

    async def _save(
        self, person: Person, key: bytes, *, before: PersonalDetails, after: PersonalDetails
    ) -> None:
        await self._index.move(person.id, before=before, after=after)
        # A field that stays keeps its bytes: an unchanged person is not written anew.
        changed = {n: v for n in FIELDS if (v := getattr(after, n)) != getattr(before, n)}
        if changed or not person.version:
            sealed: dict[str, Any] = {
                name: value and self._sealed(key, person.id, name, value)
                for name, value in changed.items()
            }
            self._persons.save(replace(person, **sealed))

    async def _key(self, person: str) -> bytes:
        row = await self._keys.find(person)
        if row is None:
            raise Gone(
                "person-erased",
                "此人的个人信息已按规定删除，无法恢复。",
                "This person's data were erased and cannot be restored.",
            )
        return self._unwrapped(row)

    def _unwrapped(self, row: PersonKey) -> bytes:
        return self._keyring.unwrap(base64.b64decode(row.wrapped), row.id.encode())

    def _opened(self, person: Person, key: bytes) -> PersonalDetails:
        return PersonalDetails(**{n: self._plain(key, person, n) for n in FIELDS})

    def _plain(self, key: bytes, person: Person, name: str) -> str | None:
        sealed: str | None = getattr(person, name)
        if sealed is None:
            return None
        context = f"{person.id}:{name}".encode()
        return self._keyring.open(key, base64.b64decode(sealed), context).decode()

    def _sealed(self, key: bytes, person: str, name: str, value: str) -> str:
        return _text(self._keyring.seal(key, value.encode(), f"{person}:{name}".encode()))


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
