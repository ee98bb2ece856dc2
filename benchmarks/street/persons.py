"""Fictional persons, registered by the service's own use of its sealed store."""

import asyncio
from collections.abc import Iterator
from random import Random
from typing import Any

import bson

from benchmarks.street.id_numbers import id_number_of
from benchmarks.street.office import Town
from services.intake.adapters.mongo import IntakeWork
from shared.observability.metrics import Metrics
from shared.privacy.records import PERSON_INDEX, PERSON_KEYS, PERSONS, PersonalDetails
from shared.storage.ports import Cause
from shared.storage.unit_of_work import Done, Item, UnitOfWork
from shared.testing.memory import MemoryStore

_FAMILIES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平",
)
_UNIT = 500
KINDS = (PERSONS.name, PERSON_KEYS.name, PERSON_INDEX.name)


async def registered(
    town: Town, first: int, count: int, dice: Random
) -> tuple[list[str], list[tuple[str, dict[str, Any]]]]:
    """Register so many persons, numbered from `first` on; return references and documents."""
    persons: list[str] = []
    documents: list[tuple[str, dict[str, Any]]] = []
    details = list(_details(first, count, dice))
    for start in range(0, count, _UNIT):
        store, part = MemoryStore(), details[start : start + _UNIT]

        async def act(work: IntakeWork, some: list[PersonalDetails] = part) -> list[str]:
            return [await work.people.register(one) for one in some]

        unit = UnitOfWork("intake", store, town.open, town.clock, Metrics("intake"))
        cause = Cause(f"person-{first + start}", "", "stf_c0001", "150602013000")
        (done,) = await unit.run([Item(cause, act)])
        persons += _value(done)
        for kind in KINDS:
            documents += [(kind, bson.decode(raw)) for raw in store.rows[kind].values()]
        await asyncio.sleep(0)
    return persons, documents


def _details(first: int, count: int, dice: Random) -> Iterator[PersonalDetails]:
    for number in range(first, first + count):
        yield PersonalDetails(
            name=dice.choice(_FAMILIES) + dice.choice(_GIVEN) + dice.choice(_GIVEN),
            phone=f"139{number:08}",
            id_number=id_number_of(number),
        )


def _value(outcome: object) -> list[str]:
    if isinstance(outcome, Done):
        value: list[str] = outcome.value
        return value
    raise AssertionError(outcome)
