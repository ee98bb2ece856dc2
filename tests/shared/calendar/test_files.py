from datetime import date
from pathlib import Path

import pytest

from shared.calendar import Calendar, Calendars, Unit
from shared.calendar.errors import CalendarFault
from shared.calendar.national import VERSION
from shared.testing.servers.process import ROOT
from tests.shared.calendar.clocks import begun, told_due

DISTRICT = """
layers:
  - organisation: ""
    version: "1"
    valid_from: 2004-01-01
    hours: ["08:30-12:00", "14:30-17:30"]
  - organisation: "150602"
    version: "2026.1"
    valid_from: 2026-01-01
    valid_to: 2026-12-31
    days:
      2026-09-09: {work: false, zh: 地方放假, en: local holiday, source: 鄂政办发〔2026〕1号}
      2026-09-12: {work: true, zh: 地方调休上班, en: local make-up day, source: 鄂政办发〔2026〕1号}
  - organisation: "150602013"
    version: "2026.2"
    valid_from: 2026-06-01
    valid_to: 2026-09-30
    hours: ["09:00-12:00", "15:00-18:00"]
    counters: {sat: ["09:00-12:00"]}
"""
LAYER = """
layers:
  - organisation: "150602"
    version: "1"
    valid_from: 2026-01-01
"""


def loaded(folder: Path, text: str) -> Calendars:
    file = folder / "calendar.yaml"
    file.write_text(text, encoding="utf-8")
    return Calendars.load(file)


def opening(calendar: Calendar, day: date) -> str:
    return "、".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in calendar.spans(day))


def test_an_organisation_has_the_layers_whose_code_begins_its_own(tmp_path: Path) -> None:
    calendars = loaded(tmp_path, DISTRICT)
    street = calendars.of("150602013001")
    assert street.version == f"{VERSION}+1+150602-2026.1+150602013-2026.2" == calendars.version
    assert calendars.of("150602014000").version == f"{VERSION}+1+150602-2026.1"
    assert calendars.of("150603000000").version == calendars.of("").version == f"{VERSION}+1"
    assert calendars.of("150602013002") is street


def test_local_days_count_where_they_hold_and_say_their_source(tmp_path: Path) -> None:
    calendars = loaded(tmp_path, DISTRICT)
    street, elsewhere = calendars.of("150602013000"), calendars.of("150603000000")
    assert told_due(begun(5, Unit.WORKING_DAYS, "2026-09-07 10:00", street)) == (
        "2026-09-14 18:00:00"  # not the 9th, but the 12th, a Saturday
    )
    assert told_due(begun(5, Unit.WORKING_DAYS, "2026-09-07 10:00", elsewhere)) == (
        "2026-09-14 17:30:00"
    )
    holiday = street.day(date(2026, 9, 9))
    assert (holiday.working, holiday.zh, holiday.source) == (
        False,
        "地方放假",
        "鄂政办发〔2026〕1号",
    )
    assert elsewhere.is_workday(date(2026, 9, 9))


def test_of_two_layers_that_speak_of_a_day_the_smaller_organisations_counts(
    tmp_path: Path,
) -> None:
    street_first = f"""{LAYER.replace("150602", "150602013")}
    days: {{2026-09-09: {{work: true, zh: 照常上班, en: worked, source: 街道办}}}}
  - organisation: "150602"
    version: "2"
    valid_from: 2026-06-01
    days: {{2026-09-09: {{work: false, zh: 地方放假, en: local holiday, source: 区政府}}}}
"""
    calendars, day = loaded(tmp_path, street_first), date(2026, 9, 9)
    street, district = calendars.of("150602013000"), calendars.of("150602014000")
    assert (street.day(day).zh, district.day(day).zh) == ("照常上班", "地方放假")
    assert (street.table.works(day.toordinal()), district.table.works(day.toordinal())) == (
        True,
        False,
    )


def test_the_smallest_organisations_hours_hold_within_their_dates(tmp_path: Path) -> None:
    street = loaded(tmp_path, DISTRICT).of("150602013000")
    usual, summer = "08:30-12:00、14:30-17:30", "09:00-12:00、15:00-18:00"
    assert opening(street, date(2026, 5, 29)) == usual
    assert opening(street, date(2026, 6, 1)) == summer
    assert opening(street, date(2026, 9, 30)) == summer
    assert opening(street, date(2026, 10, 8)) == usual
    assert told_due(begun(2, Unit.WORKING_HOURS, "2026-09-30 17:00", street)) == (
        "2026-10-08 09:30:00"
    )


def test_weekend_counters_take_papers_and_no_limit_runs(tmp_path: Path) -> None:
    street = loaded(tmp_path, DISTRICT).of("150602013000")
    assert [span.opens.hour for span in street.counters(date(2026, 9, 19))] == [9]
    assert street.counters(date(2026, 9, 20)) == ()  # Sunday
    assert street.counters(date(2026, 9, 12)) == ()  # a Saturday that is worked
    assert street.spans(date(2026, 9, 19)) == ()


def test_a_year_that_a_layer_publishes_is_provisional_no_more(tmp_path: Path) -> None:
    text = f"""{LAYER}
    published: [2027]
    days:
      2027-01-01: {{work: false, zh: 元旦放假, en: New Year's Day holiday, source: 国务院办公厅}}
"""
    calendars = loaded(tmp_path, text)
    told = begun(40, Unit.WORKING_DAYS, "2026-12-01 10:00", calendars.of("150602013000"))
    guessed = begun(40, Unit.WORKING_DAYS, "2026-12-01 10:00", calendars.of("150603"))
    assert (told_due(told), told.provisional) == ("2027-01-27 23:59:59", False)
    assert (told_due(guessed), guessed.provisional) == ("2027-01-26 23:59:59", True)


def test_a_code_of_digits_needs_no_quotes(tmp_path: Path) -> None:
    calendars = loaded(tmp_path, LAYER.replace('"', ""))
    assert calendars.version == f"{VERSION}+150602-1"


def test_a_deployment_without_a_file_has_standard_hours_and_the_nation_has_none() -> None:
    day = date(2026, 9, 7)
    assert Calendars.load(None).version == f"{VERSION}+standard-hours"
    assert opening(Calendars.load(None).of("150602"), day) == "08:30-12:00、14:30-17:30"
    assert Calendars.national().version == VERSION
    assert opening(Calendars.national().of("150602"), day) == ""


def test_the_file_that_is_deployed_has_the_streets_hours_and_weekend_counters() -> None:
    street = Calendars.load(ROOT / "deploy" / "calendar.yaml").of("150602013000")
    assert opening(street, date(2026, 9, 7)) == "08:30-12:00、14:30-17:30"
    weekend = [street.counters(date(2026, 9, day)) for day in (12, 13)]
    assert [(span.opens.hour, span.closes.hour) for (span,) in weekend] == [(9, 12), (9, 12)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("layers: [", "calendar.yaml"),
        ("\x00", "calendar.yaml"),
        ("", "calendar.yaml"),
        ("layers: 7", "layers"),
        ("layers: []\nhours: []", "hours"),
        (LAYER.replace('"150602"', '"street"'), "layers.0.organisation"),
        (LAYER.replace('version: "1"', 'version: ""'), "layers.0.version"),
        (LAYER.replace("2026-01-01", "soon"), "layers.0.valid_from"),
        (f"{LAYER}    valid_to: 2025-12-31", "valid_to"),
        (f"{LAYER}    colour: red", "layers.0.colour"),
        (f'{LAYER}    hours: ["12:00-08:30"]', "layers.0.hours"),
        (f'{LAYER}    hours: ["half past eight"]', "layers.0.hours"),
        (f'{LAYER}    hours: ["08:30-12:00", "11:00-17:30"]', "layers.0.hours"),
        (f'{LAYER}    counters: {{sat: ["10:00-12:00", "09:00-10:00"]}}', "layers.0.counters.sat"),
        (f'{LAYER}    counters: {{someday: ["09:00-12:00"]}}', "layers.0.counters.someday"),
        (f"{LAYER}    days: {{2026-02-30: {{}}}}", "layers.0.days.2026-02-30"),
        (f"{LAYER}    days: {{2026-03-01: {{work: false}}}}", "layers.0.days.2026-03-01.zh"),
        (
            f"{LAYER}    days: {{2025-12-31: {{work: true, zh: 班, en: w, source: s}}}}",
            "2025-12-31",
        ),
        (f"{LAYER}    published: [next]", "layers.0.published.0"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_that_names_the_place(
    text: str, named: str, tmp_path: Path
) -> None:
    with pytest.raises(CalendarFault) as refused:
        loaded(tmp_path, text)
    for said in (refused.value.zh, refused.value.en):
        assert named in said
        assert len(said.splitlines()) == 1


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.yaml"):
        with pytest.raises(CalendarFault):
            Calendars.load(path)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CalendarFault):
        Calendars.load(binary)
