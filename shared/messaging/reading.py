"""From raw bytes to one validated event of ours, or a reason in plain words."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from shared.codes import is_org_code
from shared.events.base import AnyEnvelope, Envelope, EventData, service_of, source_of
from shared.events.catalogue import CONSUMERS, EVENTS
from shared.events.codec import TYPE_HEADER, decode, read_headers
from shared.messaging.partners import Partner, Partners
from shared.messaging.records import Record
from shared.privacy.findings import ID_NUMBER
from shared.privacy.forbidden import find_forbidden, find_personal, has_id_number
from shared.values import Invalid, covers


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
            type_: cast("type[AnyEnvelope]", Envelope.__class_getitem__(data))
            for type_, data in mine.items()
        }
        self._partners = partners

    def read(self, record: Record) -> AnyEnvelope | None:
        """Return the event; None for one that another service answers for.

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
        type_ = headers.get(TYPE_HEADER) or str((body or {}).get("type", ""))
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
            for finding in (*find_forbidden(data), *find_personal(data)):
                raise Invalid(finding.rule, finding.zh, finding.en, f"data.{finding.path}")
        try:
            return self._models[type_].model_validate(body)
        except ValidationError as error:
            raise in_plain_words(error) from error


def _is_foreign(orgunit: object, partner: Partner) -> bool:
    # What is no code at all is left to the schema, which says so.
    return is_org_code(str(orgunit)) and not covers(partner.orgunit, str(orgunit))


def _check_envelope(body: dict[str, Any]) -> None:
    # Ids and subjects are kept as they are, in keys, logs and later events.
    for name, value in body.items():
        if name != "data" and isinstance(value, str) and has_id_number(value):
            raise Invalid(
                ID_NUMBER,
                f"“{name}”里含有身份证号码；请改用不含个人信息的编号。",
                f"'{name}' holds an identity number; use a number that tells nothing of a person.",
                name,
            )


def _unknown(type_: str) -> Invalid:
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


def in_plain_words(error: ValidationError) -> Invalid:
    """Say what is wrong with the first fields, never echoing a value."""
    shown = error.errors(include_input=False, include_url=False)[:5]
    places = [".".join(str(step) for step in e["loc"]) or "." for e in shown]
    en = "; ".join(f"{place}: {e['msg']}" for place, e in zip(places, shown, strict=True))
    zh = "；".join(f"{place}：{_zh(e['type'])}" for place, e in zip(places, shown, strict=True))
    return Invalid(
        "does-not-fit-schema",
        f"内容不符合约定——{zh}。请对照 docs/events.md 修改后重发。",
        f"It does not fit the schema: {en}. Mend it by docs/events.md and send it again.",
        places[0],
    )


_ZH = {
    "missing": "缺少必填项",
    "string_type": "应为文本",
    "string_too_long": "文本过长",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不对",
    "enum": "不在可选值之内",
    "literal_error": "不在可选值之内",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "greater_than": "数值过小",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
    "timezone_aware": "时间须带时区",
    "datetime_type": "应为 ISO 8601 时间",
    "datetime_parsing": "应为 ISO 8601 时间",
    "datetime_from_date_parsing": "应为 ISO 8601 时间",
    "model_type": "应为对象",
    "dict_type": "应为对象",
    "tuple_type": "应为数组",
    "too_long": "项数过多",
    "too_short": "项数过少",
    "bool_type": "应为 true 或 false",
}


def _zh(kind: str) -> str:
    return _ZH.get(kind, "取值不对")
