"""Plain data becomes an item, or every fault in it; and an item becomes plain data again."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from services.intake.adapters.catalogue.errors import words_of
from services.intake.adapters.catalogue.faults import Fault, fault_of
from services.intake.domain.catalogue.codes import catalog_code_of
from services.intake.domain.catalogue.determinant_text import read_condition, write_condition
from services.intake.domain.catalogue.determinants import All, AnyOf, Equals, Greater, Not, OneOf
from services.intake.domain.catalogue.item import Item
from services.intake.domain.catalogue.item_rules import breaches
from shared.calendar import Limit, Threshold, Unit
from shared.privacy.vocabulary import is_personal_name, is_refused_name
from shared.values import Invalid

_ITEM = TypeAdapter(Item)
_LIMITS = ("legal", "promised", "correction_limit")
_THRESHOLDS = ("yellow", "red")
_CONDITIONED = ("papers", "fields", "steps")
_CONDITIONS = (Equals, OneOf, Greater, All, AnyOf, Not)


def item_of_row(number: int, data: Any) -> tuple[Item | None, list[Fault]]:
    """Return the item that a row says, or None with everything that is wrong with it."""
    if not isinstance(data, dict):
        return None, [Fault(number, "", "每个事项应为一个对象。", "an item must be an object.")]
    code = str(data.get("code", ""))
    faults = [*_unknown(Item, data, "", number, code), *_refused(data, number, code)]
    prepared, bad = dict(data), set[str]()
    for field, value in _converted(data):
        if isinstance(value, Invalid):
            faults.append(fault_of(value, number, field, code))
            bad.add(field)
            prepared.pop(field, None)
        else:
            prepared[field] = value
    try:
        item = _ITEM.validate_python(prepared)
    except ValidationError as error:
        told = [words_of(one, number, code) for one in error.errors(include_url=False)]
        return None, [*faults, *(fault for fault in told if fault.column not in bad)]
    faults += [Fault(number, b.field, b.zh, b.en, code) for b in breaches(item)]
    return (None if faults else item), faults


def _converted(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for field in _LIMITS:
        if field in data:
            yield field, _tried(lambda field=field: _limit(field, data[field]))
    for field in _THRESHOLDS:
        if isinstance(data.get(field), dict):
            yield field, _tried(lambda field=field: Threshold(**data[field]))
    for field in _CONDITIONED:
        if isinstance(data.get(field), list | tuple):
            yield field, _tried(lambda field=field: [_with_when(e, field) for e in data[field]])
    task = data.get("task_code")
    if isinstance(task, str) and "catalog_code" not in data:
        yield "catalog_code", catalog_code_of(task)
    guide = data.get("guide")
    if isinstance(guide, dict) and isinstance(guide.get("variants"), list | tuple):
        yield "guide", {**guide, "variants": [_whole(v, task) for v in guide["variants"]]}


def _tried(convert: Any) -> Any:
    try:
        return convert()
    except Invalid as invalid:
        return invalid
    except TypeError:
        return Invalid(
            "threshold-odd",
            "应写 share（0 到 1）或 left（整数）之一。",
            "write share (between 0 and 1) or left (a whole number).",
        )


def _limit(field: str, told: Any) -> Limit | None:
    # In the file a limit of no days says that it is done on the spot: then no clock runs.
    if not isinstance(told, dict) or told.keys() - {"days", "unit"} or "days" not in told:
        raise _wrong(field)
    days, unit = told["days"], told.get("unit", Unit.WORKING_DAYS)
    if unit not in ("G", "Z") or type(days) is not int or days < 0:
        raise _wrong(field)
    return Limit(days, Unit(unit)) if days else None


def _wrong(field: str) -> Invalid:
    return Invalid(
        "limit-wrong",
        "应写 days（不小于 0 的整数）和 unit（G 工作日或 Z 自然日）。",
        "write days, a whole number not below 0, and unit G (working days) or Z (calendar days).",
        field,
    )


def _with_when(entry: Any, field: str) -> Any:
    if isinstance(entry, dict) and isinstance(entry.get("when"), str):
        return {**entry, "when": read_condition(entry["when"], field)}
    return entry


def _whole(variant: Any, task: Any) -> Any:
    short = isinstance(variant, dict) and len(str(variant.get("code", ""))) == 2  # noqa: PLR2004
    return {**variant, "code": f"{task or ''}{variant['code']}"} if short else variant


def _unknown(kind: type, data: Any, path: str, number: int, code: str) -> Iterator[Fault]:
    if not isinstance(data, dict):
        return
    hints = _hints(kind)
    for key, value in data.items():
        place = f"{path}{key}"
        if key not in hints:
            column = place.partition(".")[0]
            told = "没有这个字段", "unknown field"
            yield Fault(number, column, f"{told[0]} {place}。", f"{told[1]} {place}.", code)
            continue
        for inner in hints[key]:
            for entry in value if isinstance(value, list | tuple) else (value,):
                yield from _unknown(inner, entry, f"{place}.", number, code)


@cache
def _hints(kind: type) -> Mapping[str, tuple[type, ...]]:
    return {name: tuple(_dataclasses(hint)) for name, hint in get_type_hints(kind).items()}


def _dataclasses(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        if not issubclass(hint, (*_CONDITIONS, Limit, Threshold)):
            yield hint
    elif get_origin(hint) in {tuple, Union, UnionType}:
        for inner in get_args(hint):
            yield from _dataclasses(inner)


def _refused(data: Mapping[str, Any], number: int, item: str) -> Iterator[Fault]:
    # Scope decision of the house: a form asks for neither, and who applies has a place of its own.
    asked = data.get("fields")
    for field in asked if isinstance(asked, list | tuple) else ():
        told = field if isinstance(field, dict) else {}
        code, label = (str(told.get(key, "")) for key in ("code", "label"))
        if any(is_refused_name(name) or is_personal_name(name) for name in (code, label)):
            yield Fault(
                number,
                "fields",
                f"“{label or code}”请删去：表单不得收集民族、宗教、政治面貌或个人身份信息。",
                f"take '{code}' out: a form asks for no ethnicity, religion, political status or"
                " identity.",
                item,
            )


def plain_of(item: Item) -> dict[str, Any]:
    """Return an item in the shape of the JSON file, without what is as by default.

    The version is always said.
    """
    told = _plain(item)
    return {field: told[field] for field in _ORDER if field in told}


_ORDER = tuple(field.name for field in fields(Item))


def _plain(value: Any) -> Any:
    if isinstance(value, _CONDITIONS):
        return write_condition(value)
    if isinstance(value, Limit):
        return {"days": value.amount, "unit": value.unit.value}
    if isinstance(value, Enum | date):
        return value.value if isinstance(value, Enum) else value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if is_dataclass(value):
        return {field: _plain_member(value, field, told) for field, told in _said(value)}
    return value


def _said(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        told = getattr(value, field.name)
        if told != field.default or (isinstance(value, Item) and field.name == "version"):
            yield field.name, told


def _plain_member(owner: Any, field: str, told: Any) -> Any:
    if told is None and isinstance(owner, Item) and field in _LIMITS:
        return {"days": 0, "unit": Unit.WORKING_DAYS.value}
    return _plain(told)
