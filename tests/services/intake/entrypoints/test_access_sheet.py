"""An access export on paper: every value of the JSON, each under a label in Chinese."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.people.pdf import AccessPrinter
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.parts import Need, ProcedureKind, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.catalogue.policies import LapsePolicy, ReviewStep
from services.intake.domain.counter.appointments import AppointmentState
from services.intake.domain.counter.authorisations import Act, AuthorisationState
from services.intake.domain.counter.bookings import BookingState
from services.intake.domain.exchange.handover import CONSENTABLE, allowed
from services.intake.domain.people.sheet import Sheet
from services.intake.domain.people.sheet_codes import CODES
from services.intake.domain.people.sheet_labels import LABELS
from services.intake.domain.promise.promise import PaperState
from services.intake.domain.receipts.receipts import Office
from services.intake.entrypoints.people.access_sheet import sheet_of
from services.intake.entrypoints.people.erasure_views import AccessView, access_view
from shared.calendar import Alert, Unit
from shared.calendar.zone import CST
from tests.services.intake.adapters.pdf_text import text_of
from tests.services.intake.entrypoints.known import EVERYTHING, NOTHING

GOLDEN = Path(__file__).with_name("golden_access.json")


def values(told: Any) -> Iterator[Any]:
    """Yield every value of a JSON document that is no object, no list and not empty."""
    if isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from values(one)
    elif told not in {None, ""}:
        yield told


def on_paper(value: Any) -> str:
    """Return how a value of the JSON must stand on the paper."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    if "T" in text and text[:4].isdigit():
        text = f"{datetime.fromisoformat(text).astimezone(CST):%Y-%m-%d %H:%M:%S}"
    return "".join(text.split())


def told(sheet: Sheet) -> dict[str, list[str]]:
    """Return what stands under each heading."""
    return {
        part.heading: [f"{label}：{text}" for label, text in part.lines] for part in sheet.sections
    }


def test_it_reads_as_it_was_agreed() -> None:
    sheet = sheet_of(access_view(EVERYTHING), EVERYTHING.at)
    assert told(sheet) == json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert (sheet.person, sheet.at) == (EVERYTHING.person, EVERYTHING.at)


def test_the_paper_holds_every_value_of_the_json() -> None:
    view = access_view(EVERYTHING)
    text = text_of(AccessPrinter(Office()).draw(sheet_of(view, EVERYTHING.at)))
    told = {on_paper(value) for value in values(view.as_json())}
    assert len(told) > 100
    assert [value for value in sorted(told) if value not in text] == []


def test_what_is_not_known_of_somebody_has_no_line_and_an_empty_part_says_so() -> None:
    sheet = sheet_of(access_view(NOTHING), NOTHING.at)
    lines = {one.heading: one.lines for one in sheet.sections}
    assert lines.pop("本人信息") == (("电话", "13812341234"),)
    assert set(lines.values()) == {()}
    assert text_of(AccessPrinter(Office()).draw(sheet)).count("无。") == len(lines)


def test_a_forms_question_is_told_by_its_own_code_and_its_answer_as_it_was_given() -> None:
    _, first, *_ = sheet_of(access_view(EVERYTHING), EVERYTHING.at).sections
    assert dict(first.lines)["表单填写"] == "household-size：3\nrents：是\nchannel：window"


def test_every_member_of_the_export_has_a_label() -> None:
    schema = AccessView.model_json_schema()
    parts = (schema, *schema["$defs"].values())
    members = {name for part in parts for name in part.get("properties", ())}
    assert members - LABELS.keys() == {"amount", "unit"}


@pytest.mark.parametrize(
    ("where", "codes"),
    [
        ("cases.state", State),
        ("cases.kind", ItemKind),
        ("receipts.kind", ReceiptKind),
        ("procedures.kind", ProcedureKind),
        ("promise.papers.state", PaperState),
        ("authorisations.state", AuthorisationState),
        ("appointments.state", AppointmentState),
        ("bookings.state", BookingState),
        ("acts", Act),
        ("need", Need),
        ("alert", Alert),
        ("ground", RejectionGround),
        ("revocation.ground", RevocationGround),
        ("consequence", LapsePolicy),
        ("step", ReviewStep),
        ("unit", Unit),
    ],
)
def test_every_code_has_words(where: str, codes: type[StrEnum]) -> None:
    assert {code.value for code in codes} <= CODES[where].keys()
    everything: dict[str, str | None] = dict.fromkeys((*CONSENTABLE, "org_name", "uscc"), "有")
    assert set(CODES["fields"]) == set(allowed(CONSENTABLE, everything))
