"""From raw bytes to one validated event of ours, or a reason in plain words."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shared.codes import is_org_code
from shared.events.base import AnyEnvelope, EventData, envelope_model, service_of, source_of
from shared.events.catalogue import CONSUMERS, EVENTS
from shared.events.codec import TYPE_HEADER, decode, read_headers
from shared.events.upcasting import upcast, versions_of
from shared.messaging.misfits import in_plain_words
from shared.messaging.partners import Partner, Partners
from shared.messaging.records import Record
from shared.privacy.findings import ID_NUMBER
from shared.privacy.forbidden import find_all, has_id_number
from shared.values import Invalid, covers

# Whatever else stands in a type's place may be long, or about somebody: it is not repeated.
_SAYABLE = re.compile(r"[a-z-]{1,40}(\.[a-z-]{1,40}){2,5}(\.v[0-9]{1,3})?")


class Reader:
    """Reads the types of one service.

    Args:
        service: whose eyes these are.
        mine: the types it hears, own services' and partners'.
        partners: the registry.
    """

    def __init__(
        self, service: str, mine: Mapping[str, type[EventData]], partners: Partners
    ) -> None:
        self._service = service
        self._models: dict[str, type[AnyEnvelope]] = {
            version.type: envelope_model(version)
            for data in mine.values()
            for version in versions_of(data)
        }
        self._partners = partners

    @property
    def types(self) -> list[str]:
        """What it hears, older versions as well."""
        return sorted(self._models)

    def read(self, record: Record) -> AnyEnvelope | None:
        """Return the event in its newest version; None for one that another service answers for.

        Raises:
            Invalid: it is ours to quarantine; code, words and field say why.
        """
        partner = self._partners.by_topic.get(record.topic)
        desk = partner is None or partner.desk == self._service or record.door
        try:
            headers = read_headers(record.headers)
            body = None if TYPE_HEADER in headers else decode(headers, record.value)
        except Invalid:
            if desk:
                raise
            return None
        type_ = headers.get(TYPE_HEADER) or _type_of(body)
        if not self._answers(type_, partner, door=record.door):
            return None
        return self._validated(type_, body or decode(headers, record.value), partner)

    def _answers(self, type_: str, partner: Partner | None, *, door: bool) -> bool:
        if partner is None:
            return type_ in self._models
        if door:
            return CONSUMERS.get(type_, self._service) == self._service
        return partner.answered_by(type_) == self._service

    def _validated(self, type_: str, body: dict[str, Any], partner: Partner | None) -> AnyEnvelope:
        if type_ not in EVENTS:
            raise _unknown(type_)
        _check_sender(type_, body, partner)
        _check_envelope(body)
        data = body.get("data")
        if isinstance(data, dict):
            for finding in find_all(data):
                raise Invalid(finding.rule, finding.zh, finding.en, f"data.{finding.path}")
        try:
            event = self._models[type_].model_validate(body)
        except ValidationError as error:
            raise in_plain_words(error) from error
        return upcast(event)


def _type_of(body: Mapping[str, Any] | None) -> str:
    said = (body or {}).get("type")
    return said if isinstance(said, str) else ""


def _is_foreign(orgunit: object, partner: Partner) -> bool:
    # What is no code at all is left to the schema, which says so.
    return is_org_code(str(orgunit)) and not covers(partner.orgunit, str(orgunit))


def _check_envelope(body: dict[str, Any]) -> None:
    # Ids and subjects are kept as they are, in keys, logs and later events.
    texts = {n: v for n, v in body.items() if n != "data" and type(v) is str}
    if not has_id_number("\0".join(texts.values())):
        return
    for name, value in texts.items():
        if has_id_number(value):
            raise Invalid(
                ID_NUMBER,
                f"“{name}”里含有身份证号码；请改用不含个人信息的编号。",
                f"'{name}' holds an identity number; use a number that tells nothing of a person.",
                name,
            )


def _unknown(type_: str) -> Invalid:
    if not _SAYABLE.fullmatch(type_):
        return Invalid(
            "unknown-type",
            "事件类型（type）缺失，或不是 jiedao.<来源>.<事项>.<动作>.v<版本> 的形式。",
            "The type is missing, or not of the form jiedao.<owner>.<noun>.<verb>.v<version>.",
            "type",
        )
    stem = type_.rpartition(".v")[0]
    versions = sorted(known for known in EVENTS if stem and known.startswith(f"{stem}.v"))
    if versions:
        return Invalid(
            "unknown-version",
            f"没有这个版本的事件类型“{type_}”；现有：{'、'.join(versions)}。",
            f"There is no such version of '{type_}'; there is: {', '.join(versions)}.",
            "type",
        )
    return Invalid(
        "unknown-type",
        f"不认识事件类型“{type_}”；可用的类型见 docs/events.md。",
        f"Unknown event type '{type_}'; docs/events.md lists the types.",
        "type",
    )


def _check_sender(type_: str, body: dict[str, Any], partner: Partner | None) -> None:
    source = body.get("source")
    allowed = (source_of(service_of(type_)),) if partner is None else partner.sources
    if source not in allowed:
        raise Invalid(
            "forged-source",
            f"该主题不接受这个来源（source）；应为：{'、'.join(allowed)}。",
            f"This topic does not take that source; it takes: {', '.join(allowed)}.",
            "source",
        )
    orgunit = body.get("orgunit")
    if partner is not None and _is_foreign(orgunit, partner):
        raise Invalid(
            "foreign-orgunit",
            f"合作方“{partner.name}”登记的机构是 {partner.orgunit}，不能代其他机构发送。",
            f"Partner '{partner.id}' is registered for {partner.orgunit} and speaks for no other.",
            "orgunit",
        )
    if partner is not None and type_ not in partner.types:
        raise Invalid(
            "type-not-allowed",
            f"合作方“{partner.name}”未登记发布“{type_}”；请联系街道运维登记。",
            f"Partner '{partner.id}' is not registered to publish '{type_}'; ask to be registered.",
            "type",
        )
