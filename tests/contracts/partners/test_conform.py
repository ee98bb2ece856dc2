import io
import json
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.docs.language import PARTNERS
from shared.events.catalogue import CONSUMERS, EVENTS
from shared.events.conform.__main__ import main
from shared.events.conform.checking import Checker
from shared.events.conform.mends import MENDS, mend_of
from shared.events.conform.pieces import Piece, pieces_of
from shared.testing.servers.process import ROOT
from shared.values import Invalid

HOTLINE = "jiedao.partner.hotline-order.placed.v1"
GUIDE = (ROOT / "deploy" / "docs" / "guide.md").read_text(encoding="utf-8")
# A file has no headers, and `sealed` is opened by its service alone.
NOT_IN_A_FILE = {"header-not-utf8", "type-mismatch", "sealed-unreadable"}

Conform = Callable[..., tuple[int, str, str]]


@pytest.fixture
def conform(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Conform:
    """Run the kit on what stands on standard input; return exit code, output and errors."""
    monkeypatch.chdir(ROOT)

    def run(content: bytes, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        monkeypatch.setattr(sys, "argv", ["conform", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def order(id_: str = "1", data: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "urn:partner:hotline",
        "type": HOTLINE,
        "subject": "order-1",
        "time": "2026-09-07T09:00:00+08:00",
        "data": {**EVENTS[HOTLINE].example, **(data or {})},
        **changes,
    }


def written(*events: Any) -> bytes:
    return b"\n".join(json.dumps(event, ensure_ascii=False).encode() for event in events)


def one_of_each() -> list[dict[str, Any]]:
    return [
        order(type=type_, source=partner.sources[0], data=None, id=f"{partner.id}-{type_}")
        | {"data": EVENTS[type_].example}
        for partner in PARTNERS.partners
        for type_ in partner.types
    ]


def test_an_event_of_every_partner_and_type_conforms(conform: Conform) -> None:
    events = one_of_each()
    assert {event["type"] for event in events} == set(CONSUMERS)
    code, said, _ = conform(written(*events), "-", "--json")
    told = json.loads(said)
    assert code == 0, said
    assert [row["service"] for row in told["events"]] == [CONSUMERS[e["type"]] for e in events]
    assert told["summary"]["conforming"] == len(events)


WRONG: dict[str, tuple[bytes, str | None]] = {
    "empty-value": (b"", None),
    "too-large": (written(order(data={"text": "字" * 400_000})), None),
    "not-utf8": (written(order()).decode().encode("gbk"), None),
    "not-json": (b'{"id": 1,}', None),
    "not-an-object": (b"7", None),
    "unknown-type": (written(order(type="jiedao.partner.hotline-order.put.v1")), "type"),
    "unknown-version": (written(order(type="jiedao.partner.hotline-order.placed.v9")), "type"),
    "type-not-allowed": (written(order(type="jiedao.partner.vacancy.offered.v1")), "type"),
    "unknown-source": (written(order(source="urn:partner:nobody")), "source"),
    "foreign-orgunit": (written(order(orgunit="110101001000")), "orgunit"),
    "does-not-fit-schema": (written(order(data={"kind": "moan"})), "data.kind"),
    "refused-field": (written(order(data={"ethnicity": "x"})), "data.ethnicity"),
    "personal-field": (written(order(data={"caller_name": "王小明"})), "data.caller_name"),
    "id-number": (written(order(subject="11010519491231002X")), "subject"),
}


@pytest.mark.parametrize("code", WRONG)
def test_each_fault_is_told_with_its_field_and_a_mend_of_its_own(code: str) -> None:
    raw, field = WRONG[code]
    found = Checker(PARTNERS, None, door=False).check(Piece(1, 1, raw))
    if code in {"empty-value", "not-utf8"}:
        found = Checker(PARTNERS, PARTNERS.by_id["hotline"], door=False).check(Piece(1, 1, raw))
    assert isinstance(found.error, Invalid)
    assert (found.error.code, found.error.field) == (code, field)
    assert mend_of(found, found.error) != mend_of(found, Invalid("no-such-code", "", ""))


def test_every_reason_for_quarantine_that_a_file_can_give_has_a_mend() -> None:
    table = GUIDE.partition("### What quarantine says")[2]
    codes = set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE))
    assert codes - NOT_IN_A_FILE - {"forged-source"} == set(WRONG) - {"unknown-source"}
    assert "forged-source" in MENDS


def test_another_partners_source_is_forged(conform: Conform) -> None:
    code, said, _ = conform(written(order()), "-", "--partner", "portal", "--lang", "en")
    assert code == 1
    assert "forged-source  source" in said
    assert "urn:partner:portal" in said


def test_a_wrong_field_is_shown_by_example(conform: Conform) -> None:
    _, said, _ = conform(written(order(data={"kind": "moan"})), "-", "--lang", "en")
    assert 'data.kind = "complaint"' in said
    assert f"docs/schemas/{HOTLINE}.json" in said


def test_broken_json_is_found_by_line_and_character(conform: Conform) -> None:
    raw = written(order("1")) + b'\n\n{"id": 2, "source":,}\n' + written(order("3"))
    code, said, _ = conform(raw, "-", "--lang", "en")
    assert code == 1
    assert "no. 2 (line 3)" in said
    assert "line 3 (character 20 of the event)" in said
    assert "no. 3 (line 4)  OK" in said


def test_what_may_be_about_somebody_is_not_repeated(conform: Conform) -> None:
    somebody = "11010519491231002X"
    events = [order(somebody), order(type=somebody), order(data={"text": f"身份证 {somebody}"})]
    code, said, _ = conform(written(*events), "-")
    assert code == 1
    assert somebody not in said


def test_plain_personal_data_pass_only_where_the_door_will_seal_them(conform: Conform) -> None:
    raw = written(order(data={"personal": {"name": "王小明"}}))
    assert conform(raw, "-", "--http")[0] == 0
    assert conform(raw, "-")[0] == 1


def test_a_repetition_is_noted_and_conforms(conform: Conform) -> None:
    code, said, _ = conform(written(order(), order()), "-", "--lang", "zh")
    assert code == 0
    assert "与第 1 个的来源和编号相同" in said


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("-", "--lang", "fr"),
        ("no-such-file",),
        ("-", "--partner", "nobody"),
        ("-", "--partners", "no-such-file"),
        ("-", "--post", "http://127.0.0.1:1"),
        ("-", "--post", "grid", "--token-file", "x"),
        ("-", "--post", "http://127.0.0.1:1", "--token-file", "no-such-file"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(
    conform: Conform, words: tuple[str, ...]
) -> None:
    code, said, complaint = conform(written(order()), *words)
    assert (code, said) == (2, "")
    assert len(complaint.splitlines()) == 1
    assert " / " in complaint


@pytest.mark.parametrize("content", [b"", b" \n\n", b"[]", b"\xef\xbb\xbf[ ]"])
def test_nothing_to_check_is_wrong_usage(conform: Conform, content: bytes) -> None:
    assert conform(content, "-")[0] == 2


def test_nobody_there_to_send_to_is_one_sentence(conform: Conform, tmp_path: Any) -> None:
    (tmp_path / "token").write_text("t")
    where = ("--post", "http://127.0.0.1:1", "--token-file", str(tmp_path / "token"))
    code, _, complaint = conform(written(order()), "-", *where)
    assert code == 1
    assert len(complaint.splitlines()) == 1


FORMS: dict[str, Callable[[list[Any]], bytes]] = {
    "one a line": lambda events: written(*events),
    "one a line, from Windows": lambda events: b"\xef\xbb\xbf" + b"\r\n".join(map(written, events)),
    "an array": lambda events: json.dumps(events).encode(),
    "an array on many lines": lambda events: json.dumps(events, indent=2).encode(),
}
json_objects = st.dictionaries(
    st.text(max_size=5), st.none() | st.integers() | st.text(max_size=9) | st.lists(st.booleans())
)


@pytest.mark.parametrize("form", FORMS)
@given(events=st.lists(json_objects, min_size=1, max_size=5))
@settings(max_examples=40)
def test_every_form_of_a_file_is_cut_into_the_same_events(form: str, events: list[Any]) -> None:
    assert [json.loads(piece.raw) for piece in pieces_of(FORMS[form](events))] == events


@pytest.mark.parametrize("form", ["an array", "an array on many lines"])
def test_where_an_array_breaks_off_the_events_before_are_still_checked(form: str) -> None:
    broken = FORMS[form]([order("1"), order("2"), order("3")])[:-20]
    found = [Checker(PARTNERS, None, door=False).check(p).error for p in pieces_of(broken)]
    assert [error and error.code for error in found] == [None, None, "not-json"]


def test_one_event_on_many_lines_is_one() -> None:
    assert len(pieces_of(json.dumps(order(), indent=2).encode())) == 1
    assert len(pieces_of(json.dumps(order(), indent=2).encode()[:-3])) == 1


@given(st.binary(max_size=200) | st.text('[]{}",:\n 7é', max_size=60).map(str.encode))
@settings(max_examples=50)
def test_whatever_stands_in_a_file_it_is_told_and_nothing_breaks(content: bytes) -> None:
    checker = Checker(PARTNERS, None, door=True)
    for piece in pieces_of(content):
        found = checker.check(piece)
        assert found.error is not None
        assert all(mend_of(found, found.error))
