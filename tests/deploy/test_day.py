import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.day import Line, length_of, load_day
from deploy.sandbox.options import OWN_DAY
from deploy.sandbox.player import Sealer
from deploy.sandbox.registry import PARTNERS_FILE
from deploy.sandbox.words import USAGE, SandboxError
from services.intake.domain.rating.rating_details import DETAILS
from shared.codes import is_id_number
from shared.events.catalogue import CONSUMERS, EVENTS, SERVICES
from shared.events.codec import headers_of
from shared.messaging.partners import Partners
from shared.messaging.reading import Reader
from shared.messaging.records import Record
from shared.privacy.jwe import ServiceKey
from shared.service import topics_heard
from shared.values import Invalid

PARTNERS = Partners.load(PARTNERS_FILE)
KEYS = {service: ServiceKey.generate(f"{service}-1") for service in SERVICES}
OWN = load_day(OWN_DAY, PARTNERS)
LEAST_EVENTS = 300
EIGHT_HOURS = 8 * 3600

# By reading alone; the sealed member that nobody can open is found by the use case.
INVALID = {
    "bad-missing-text": "does-not-fit-schema",
    "bad-kind-unknown": "does-not-fit-schema",
    "bad-version-unknown": "unknown-version",
    "bad-type-unknown": "unknown-type",
    "bad-source-forged": "forged-source",
    "bad-source-unknown": "forged-source",
    "bad-plain-personal": "personal-field",
    "bad-id-in-text": "id-number",
    "bad-refused-field": "refused-field",
    "bad-refused-label": "refused-field",
    "bad-refused-occupation": "refused-field",
    "bad-grade-number": "does-not-fit-schema",
    "bad-wage-negative": "does-not-fit-schema",
    "bad-uscc-missing": "does-not-fit-schema",
    "bad-device-code": "does-not-fit-schema",
    "bad-unit-free-text": "does-not-fit-schema",
    "bad-point-off-earth": "does-not-fit-schema",
    "bad-time-without-zone": "does-not-fit-schema",
    "bad-no-subject": "does-not-fit-schema",
    "bad-type-not-allowed": "type-not-allowed",
    "bad-sealed-shape": "does-not-fit-schema",
    "bad-specversion": "does-not-fit-schema",
    "bad-data-text": "does-not-fit-schema",
}


def readers(topic: str) -> list[Reader]:
    """The eyes of every service that reads this topic."""
    heard = {
        service: {type_: EVENTS[type_] for type_, owner in CONSUMERS.items() if owner == service}
        for service in SERVICES
    }
    return [
        Reader(service, types, PARTNERS)
        for service, types in heard.items()
        if topic in topics_heard(list(types), service, PARTNERS)
    ]


def verdicts(line: Line) -> list[str]:
    """What each service that answers for the record says: ok, or why not."""
    sealer = Sealer({s: k.public_jwks()["keys"][0] for s, k in KEYS.items()}, PARTNERS)
    body = json.dumps(sealer.sealed(line)).encode()
    record = Record(line.topic, "p", headers_of(str(line.event["type"])), body)
    said = []
    for reader in readers(line.topic):
        try:
            if reader.read(record) is not None:
                said.append("ok")
        except Invalid as refusal:
            said.append(refusal.code)
    return said


def test_the_own_day_is_a_working_day_of_partner_events() -> None:
    assert len(OWN) >= LEAST_EVENTS
    assert 0.9 * EIGHT_HOURS < length_of(OWN) < EIGHT_HOURS
    assert {line.event["type"] for line in OWN} >= set(CONSUMERS)
    repeated = Counter((e["source"], e["id"]) for e in (line.event for line in OWN))
    assert sum(count > 1 for count in repeated.values()) >= 8


def test_every_line_is_valid_but_those_meant_not_to_be() -> None:
    found = {line.event["id"]: verdicts(line) for line in OWN}
    wrong = {id_: said for id_, said in found.items() if said != ["ok"]}
    assert wrong == {id_: [code] for id_, code in INVALID.items()}


def test_persons_of_the_day_are_fictional_but_well_formed() -> None:
    persons = [
        line.event["data"].get("sealed") for line in OWN if isinstance(line.event["data"], dict)
    ]
    numbers = [p["id_number"] for p in persons if isinstance(p, dict) and "id_number" in p]
    assert len(numbers) > 50
    assert all(is_id_number(number) and number.startswith("150602") for number in numbers)


def day_file(tmp_path: Path, *lines: str | dict[str, Any]) -> Path:
    path = tmp_path / "day.ndjson"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_lines_are_played_in_time_and_those_without_offset_in_their_turn(tmp_path: Path) -> None:
    path = day_file(
        tmp_path,
        {"id": "c", "offset": 9},
        "",
        {"id": "d"},
        {"id": "a", "offset": "1.5"},
        {"id": "b"},
    )
    assert [line.event["id"] for line in load_day(path, PARTNERS)] == ["a", "b", "c", "d"]


def test_a_source_finds_its_partners_topic_and_a_stranger_the_sandboxs(tmp_path: Path) -> None:
    path = day_file(
        tmp_path,
        {"source": "urn:partner:hotline"},
        {"source": "urn:nobody"},
        {"source": "urn:nobody", "playon": "sensors"},
        {},
    )
    topics = [line.topic.removeprefix("jiedao.partner.") for line in load_day(path, PARTNERS)]
    assert topics == ["hotline", "sandbox", "sensors", "sandbox"]


def test_stage_directions_are_not_published(tmp_path: Path) -> None:
    (line,) = load_day(day_file(tmp_path, {"id": "a", "offset": 1, "playon": "sensors"}), PARTNERS)
    assert line.event == {"id": "a"}


@pytest.mark.parametrize("bad", ["[1]", '"text"', "{", "nonsense", "[" * 100_000, "\x00"])
def test_a_line_that_is_no_json_object_is_named_by_its_number(tmp_path: Path, bad: str) -> None:
    with pytest.raises(SandboxError, match="第 2 行不是 JSON 对象") as told:
        load_day(day_file(tmp_path, {"id": "a"}, bad), PARTNERS)
    assert told.value.code == USAGE


@pytest.mark.parametrize("offset", [-1, "soon", True, [], float("inf")])
def test_an_offset_that_is_no_time_is_named(tmp_path: Path, offset: object) -> None:
    with pytest.raises(SandboxError, match="第 1 行的 offset"):
        load_day(day_file(tmp_path, {"offset": offset}), PARTNERS)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="没有事件"):
        load_day(day_file(tmp_path, "", ""), PARTNERS)


def test_what_is_ticked_in_ratings_of_the_day_is_on_the_list() -> None:
    ratings = [line.event["data"] for line in OWN if "service-rating" in str(line.event["type"])]
    ticked = {code for data in ratings for code in data.get("details", ())}
    assert ticked
    assert ticked - set(DETAILS) == set()
