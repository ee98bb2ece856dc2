"""Profiles of exchange, read from YAML: a platform's names, formats and codes for our rows."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from services.intake.domain.exchange.exchange import Given, Row, Table
from services.intake.domain.exchange.exchange_process import Value
from services.intake.domain.exchange.handover import CONSENTABLE
from shared.calendar.zone import CST
from shared.values import Invalid, NotFound

_LONGEST = 2000
"""What an event may hold in words: a longer reason could be decided and never announced."""
_FORMATS = {"date": "%Y%m%d", "instant": "%Y%m%d%H%M%S"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldMap(_Part):
    """Where a field of theirs comes from: a value of ours, perhaps by a code table, or a text."""

    source: str | None = Field(default=None, alias="from")
    codes: str | None = None
    format: Literal["date", "instant"] | None = None
    constant: str | None = None


class TableMap(_Part):
    """A table of theirs."""

    name: str
    fields: dict[str, FieldMap]


class Profile(_Part):
    """One platform; `applicant` maps our personal fields to theirs, sealed to `seal_to`."""

    id: str
    data_source: str = Field(pattern=r"^\d{3}$")
    seal_to: str | None = None
    applicant: dict[str, str] = {}
    codes: dict[str, dict[str, str]]
    tables: dict[Table, TableMap]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        unknown = self.applicant.keys() - {*CONSENTABLE}
        if unknown:
            raise ValueError(f"applicant: we have no '{min(unknown)}'")
        for table in Table:
            if table not in self.tables:
                raise ValueError(f"the table '{table}' is not mapped")
        for theirs in self.tables.values():
            for name, how in theirs.fields.items():
                if how.codes is not None and how.codes not in self.codes:
                    raise ValueError(f"{theirs.name}.{name}: there is no code table '{how.codes}'")
        return self

    def written(self, row: Row) -> dict[str, str]:
        """Return a row in their words; what is not known stays out."""
        table = self.tables[row.table]
        shown = {name: self._shown(how, row.values) for name, how in table.fields.items()}
        return {name: value for name, value in shown.items() if value is not None}

    def read(self, table: Table, given: Given) -> dict[str, Value]:
        """Return a row of theirs in our words.

        Raises:
            Invalid: a value that cannot be read; `field` is their name for it.
        """
        read: dict[str, Value] = {}
        for name, how in self.tables[table].fields.items():
            if how.source is not None and given.get(name) not in {None, ""}:
                read[how.source] = self._read(name, how, given[name])
        return read

    def called(self, table: Table, ours: str) -> str:
        """Return their name for a field of ours; ours where they have none."""
        fields = self.tables[table].fields.items()
        return next((name for name, how in fields if how.source == ours), ours)

    def _shown(self, how: FieldMap, values: Mapping[str, Value]) -> str | None:
        if how.constant is not None:
            return how.constant
        value = values.get(how.source or "")
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.astimezone(CST).strftime(_FORMATS[how.format or "instant"])
        # A code that this platform has not (an edition's gap) stays out rather than be guessed.
        return self.codes[how.codes].get(str(value)) if how.codes else str(value)

    def _read(self, name: str, how: FieldMap, told: object) -> Value:
        if not isinstance(told, str):
            raise _unreadable(name, '应为文本（如 "0"）', 'must be text, such as "0"')
        if len(told) > _LONGEST:
            raise _unreadable(name, f"最长 {_LONGEST} 个字符", f"at most {_LONGEST} characters")
        if how.format is not None:
            return _instant(name, told, _FORMATS[how.format])
        if how.codes is None:
            return told
        ours = {code: known for known, code in reversed(self.codes[how.codes].items())}
        if told not in ours:
            listed = "、".join(sorted(ours))
            raise _unreadable(name, f"代码应为：{listed}", f"must be one of: {listed}")
        return ours[told]


class Profiles:
    """Profiles by id."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._profiles = profiles

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; raise ValueError naming the profile and the field that is wrong."""
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            rows = [Profile.model_validate(row) for row in content["profiles"]]
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"])
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
        except (KeyError, TypeError):
            raise ValueError(f"{path.name} must hold a list 'profiles'") from None
        return cls({profile.id: profile for profile in rows})

    def get(self, name: str) -> Profile:
        """Return a profile; raise `NotFound` naming those there are."""
        if name not in self._profiles:
            raise NotFound(
                "not-found",
                f"没有这个交换规范；有：{'、'.join(self._profiles)}。",
                f"No such profile; known: {', '.join(self._profiles)}.",
            )
        return self._profiles[name]


def _instant(name: str, told: str, form: str) -> datetime:
    try:
        read = datetime.strptime(told, form).replace(tzinfo=CST)
        if read.strftime(form) == told:
            return read
    except ValueError:
        pass
    shown = "YYYYMMDD" if form == _FORMATS["date"] else "YYYYMMDDhhmmss"
    raise _unreadable(name, f"时间应写作 {shown}", f"a time is written {shown}")


def _unreadable(name: str, zh: str, en: str) -> Invalid:
    return Invalid("row-unreadable", f"{name}：{zh}。", f"{name}: {en}.", field=name)
