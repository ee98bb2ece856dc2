"""Names, formats and codes of other platforms, as data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.intake.adapters.exchange.exchange_profiles import Profiles
from services.intake.domain.exchange.exchange import Result, Row, Table
from services.intake.domain.exchange.exchange_process import Value
from shared.values import Invalid, NotFound
from tests.services.intake.desk import PROFILES

NATIONAL, OLD = PROFILES.get("national"), PROFILES.get("provincial-old")
FILE = Path("services/intake/adapters/exchange.yaml")
ENDED = datetime(2026, 9, 7, 17, 30, 5, tzinfo=UTC)
RESULT: dict[str, Value] = {"project_no": "1", "result_type": "rejected", "result_date": ENDED}


def test_a_day_in_china_is_written_as_the_standard_says() -> None:
    row = Row(Table.RESULT, "result", dict(RESULT))
    assert NATIONAL.written(row)["result_date"] == "20260908013005"
    assert OLD.written(row)["resultdate"] == "20260908"


def test_opposite_numberings_are_converted_by_name() -> None:
    accept = Row(Table.ACCEPT, "accept", {"project_type": "instant"})
    special = Row(Table.SPECIAL_PROCEDURE, "1", {"special_type": "extension"})
    assert [p.written(accept)["project_type"] for p in (NATIONAL, OLD)] == ["1", "2"]
    assert [p.written(special)["special_type"] for p in (NATIONAL, OLD)] == ["1", "A"]
    best = [p.codes["satisfaction"]["very-satisfied"] for p in (NATIONAL, OLD)]
    assert best == ["1", "5"]


@pytest.mark.parametrize(
    ("code", "now", "before"),
    [("1", "rejected", "returned"), ("6", "out-of-competence", "closed")],
)
def test_the_two_editions_of_results_read_the_same_code_as_another_end(
    code: str, now: str, before: str
) -> None:
    assert NATIONAL.read(Table.RESULT, {"result_type": code})["result_type"] == now
    assert OLD.read(Table.RESULT, {"resulttype": code})["result_type"] == before


def test_what_was_never_corrected_is_the_fifth_end_in_either_edition() -> None:
    row = Row(Table.RESULT, "result", {**RESULT, "result_type": Result.CORRECTION_LAPSED})
    told = (NATIONAL.written(row)["result_type"], OLD.written(row)["resulttype"])
    assert told == ("5", "5")
    assert NATIONAL.read(Table.RESULT, {"result_type": "5"})["result_type"] == "returned"


def test_what_an_edition_has_no_code_for_stays_out() -> None:
    row = Row(Table.RESULT, "result", dict(RESULT))
    assert "resulttype" not in OLD.written(row)
    assert NATIONAL.written(row)["result_type"] == "1"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"result_type": "7"}, "result_type: must be one of"),
        ({"result_type": 1}, "result_type: must be text"),
        ({"result_date": "2026-09-07"}, "result_date: a time is written YYYYMMDDhhmmss"),
        ({"result_date": "20260230101010"}, "result_date: a time"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_the_mend(given: Any, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        NATIONAL.read(Table.RESULT, given)


@given(
    st.sampled_from([NATIONAL, OLD]),
    st.sampled_from(["approved", "rejected", "forwarded", "void"]),
    st.text("0123456789", min_size=1, max_size=20),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_what_is_written_is_read_back_to_the_second_or_the_day(
    profile: Any, result: str, number: str, at: datetime
) -> None:
    values: dict[str, Value] = {"project_no": number, "result_type": result, "result_date": at}
    written = profile.written(Row(Table.RESULT, "result", values))
    read = profile.read(Table.RESULT, written)
    assert read["project_no"] == number
    assert read.get("result_type") in {result, None}
    assert abs((read["result_date"] - at).total_seconds()) < 86_400


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="national"):
        PROFILES.get("nobody")


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda p: p["tables"].pop("material"), "'material' is not mapped"),
        (lambda p: p["codes"].pop("get_type"), "there is no code table 'get_type'"),
        (lambda p: p["applicant"].update(religion="x"), "we have no 'religion'"),
        (lambda p: p.update(data_source="1"), "data_source"),
        (lambda p: p["tables"]["result"]["fields"].update(x={"form": "y"}), "result"),
    ],
)
def test_a_wrong_profile_is_named_at_start(tmp_path: Path, break_it: Any, told: str) -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    content["profiles"] = content["profiles"][:1]
    break_it(content["profiles"][0])
    path = tmp_path / "exchange.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        Profiles.load(path)
