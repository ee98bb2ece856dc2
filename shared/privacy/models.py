"""The guard over types: field names of models, dataclasses and code lists."""

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from shared.privacy.findings import PERSONAL_FIELD, REFUSED_FIELD, Finding, finding
from shared.privacy.vocabulary import is_personal_name, is_refused_name


def check_model(model: type) -> list[Finding]:
    """Find refused and personal field names in a model or dataclass and all it refers to.

    Personal names are right in HTTP inputs and in the sealed store: the caller filters by `rule`.
    Raises TypeError for a type that has no fields to look at.
    """
    if not _has_members(model):
        raise TypeError(f"{model.__name__} is neither a model nor a dataclass nor an Enum")
    found = []
    for owner in _reachable(model):
        for name in _names(owner):
            if is_refused_name(name):
                found.append(finding(f"{owner.__name__}.{name}", REFUSED_FIELD))
            # A code list may well say "mobile": a code is not somebody's number.
            elif not issubclass(owner, Enum) and is_personal_name(name):
                found.append(finding(f"{owner.__name__}.{name}", PERSONAL_FIELD))
    return found


def _has_members(kind: object) -> bool:
    return isinstance(kind, type) and (
        issubclass(kind, BaseModel | Enum) or dataclasses.is_dataclass(kind)
    )


def _reachable(model: type) -> list[type[Any]]:
    seen: dict[type[Any], None] = {}
    waiting: list[Any] = [model]
    while waiting:
        kind = waiting.pop()
        waiting.extend(get_args(kind))
        if _has_members(kind) and kind not in seen:
            seen[kind] = None
            waiting.extend(_annotations(kind))
    return list(seen)


def _annotations(kind: type[Any]) -> list[Any]:
    if issubclass(kind, BaseModel):
        return [field.annotation for field in kind.model_fields.values()]
    return [] if issubclass(kind, Enum) else list(get_type_hints(kind).values())


def _names(kind: type[Any]) -> Iterator[str]:
    if issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield name
            if isinstance(field.validation_alias or field.alias, str):
                yield str(field.validation_alias or field.alias)
    elif issubclass(kind, Enum):
        yield from (text for member in kind for text in (member.name, str(member.value)))
    else:
        yield from (field.name for field in dataclasses.fields(kind))
