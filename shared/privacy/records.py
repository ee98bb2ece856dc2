"""What the sealed store of one service holds about persons."""

from dataclasses import dataclass, field

from shared.storage.work import Kind
from shared.values import Refusal


class Gone(Refusal):
    """The person was erased; nobody can read the data again."""

    status = 410


@dataclass(frozen=True)
class PersonalDetails:
    """Plain personal data, in memory only; its repr shows no value.

    Where an organisation applies, `org_name` and `uscc` (统一社会信用代码) say which, and the rest
    who comes for it.
    """

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    org_name: str | None = field(default=None, repr=False)
    uscc: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Person:
    """Sealed fields in base64; `id` is the ``per_…`` reference that events carry."""

    id: str
    version: int = 0
    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    address: str | None = None
    erased: bool = False
    org_name: str | None = None
    uscc: str | None = None


@dataclass(frozen=True)
class PersonKey:
    """A person's data key, wrapped, in its own collection: removing it erases the person."""

    id: str
    wrapped: str
    version: int = 0


@dataclass(frozen=True)
class PersonIndex:
    """``id_number:<blind>``, ``uscc:`` or ``phone:`` → persons; a family may share a telephone."""

    id: str
    persons: tuple[str, ...]
    version: int = 0


PERSONS = Kind("persons", Person, announced=False)
PERSON_KEYS = Kind("person_keys", PersonKey, announced=False)
PERSON_INDEX = Kind("person_index", PersonIndex, announced=False)
