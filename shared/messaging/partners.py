"""The partners registry: who may publish which types, under which source."""

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from shared.events.base import OrgCode, partner_topic
from shared.events.catalogue import CONSUMERS, SERVICES
from shared.privacy.jwe import must_be_public


class Partner(BaseModel):
    """One partner system.

    `desk` is the service that quarantines what no service can read from this partner's topic.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    name: str
    sources: tuple[str, ...] = Field(min_length=1)
    types: tuple[str, ...] = ()
    desk: str
    orgunit: OrgCode
    key: dict[str, Any] | None = Field(
        default=None, description="its public EC P-256 JWK; personal data leave sealed to it alone"
    )
    key_file: str | None = Field(
        default=None, description="instead of `key`: a JWK file beside the registry"
    )

    @field_validator("key")
    @classmethod
    def _public(cls, key: dict[str, Any] | None) -> dict[str, Any] | None:
        if key is not None:
            must_be_public(key)
        return key

    @field_validator("types")
    @classmethod
    def _known(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [type_ for type_ in types if type_ not in CONSUMERS]
        if unknown:
            raise ValueError(f"no such partner event type: {', '.join(unknown)}")
        return types

    @field_validator("desk")
    @classmethod
    def _service(cls, desk: str) -> str:
        if desk not in SERVICES:
            raise ValueError(f"the desk must be one of {', '.join(SERVICES)}")
        return desk

    @property
    def topic(self) -> str:
        """The topic that only this partner writes to."""
        return partner_topic(self.id)

    def answered_by(self, type_: str) -> str:
        """Return the one service that answers for a type on this partner's topic.

        It is the type's consumer where that reads the topic, else the desk: so every record of
        the topic, whatever it claims to be, has exactly one service that handles or quarantines it.
        """
        readers = {self.desk, *(CONSUMERS[registered] for registered in self.types)}
        consumer = CONSUMERS.get(type_)
        return consumer if consumer in readers else self.desk


class Partners(BaseModel):
    """All partners of one deployment."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    partners: tuple[Partner, ...]

    @classmethod
    def load(cls, path: Path) -> "Partners":
        """Read the registry file.

        Raises:
            ValueError: an entry is wrong; names it and never shows a key.
            OSError: a key file is not there.
        """
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls.model_validate(_with_key_files(content, path.parent))

    @cached_property
    def by_topic(self) -> dict[str, Partner]:
        """Partners by their topic."""
        return {partner.topic: partner for partner in self.partners}

    @cached_property
    def by_id(self) -> dict[str, Partner]:
        """Partners by their id."""
        return {partner.id: partner for partner in self.partners}

    def of_source(self, source: str) -> Partner | None:
        """Return the partner that speaks under this source."""
        return next((p for p in self.partners if source in p.sources), None)

    def topics(self) -> Iterable[str]:
        """Return every partner topic."""
        return self.by_topic


def _with_key_files(content: Any, folder: Path) -> Any:
    rows = content.get("partners") if isinstance(content, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("key_file"):
            if row.get("key"):
                raise ValueError(f"{row.get('id')}: give `key` or `key_file`, not both")
            row["key"] = json.loads((folder / str(row["key_file"])).read_text(encoding="utf-8"))
    return content
