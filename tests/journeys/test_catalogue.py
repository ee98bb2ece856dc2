"""The catalogue: a list is mended, tried and in force on its day; it is found, and drives."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.catalogue.__main__ import main
from shared.calendar import CST
from tests.journeys.counter import clerk, kiosk, neighbour, papers
from tests.journeys.passing import advance_to
from tests.journeys.town import Town

SHIPPED = Path("services/intake/adapters/items")
ROAD = "temporary-road-occupation"
COMPANY = {"applicant-kind": "company", "area-m2": 40, "beside-homes": True, "until": "2026-12-31"}


class Office:
    """Whoever keeps the office's own lists, at the command line."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.lists = [folder / "approvals.csv", folder / "services.csv"]
        self.draft = folder / "draft.csv"
        self._patch, self._capsys = patch, capsys
        for path in self.lists:
            shutil.copy(SHIPPED / path.name, path)

    def drafts(self, promised: str, last_day: str, first_day: str) -> None:
        """Write the whole list anew: the road item has a second version with another limit."""
        rows = self.lists[0].read_text(encoding="utf-8").splitlines()
        at = next(n for n, row in enumerate(rows) if row.startswith(f"{ROAD},"))
        old, new = rows[at], rows[at].replace("7工作日", promised)
        rows[at] = old.replace(",1,,,承诺件", f",1,,{last_day},承诺件")
        rows.insert(at + 1, new.replace(",1,,,承诺件", f",2,{first_day},,承诺件"))
        self.draft.write_text("\n".join(rows) + "\n", encoding="utf-8")

    def tries(self, *more: str) -> tuple[object, str]:
        """Run the command on the draft, against the list; return its exit code and its report."""
        words = ["catalogue", str(self.draft), "--against", str(self.lists[0]), *more]
        self._patch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, self._capsys.readouterr().out


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    return Office(tmp_path, monkeypatch, capsys)


async def test_a_new_version_is_mended_tried_written_and_in_force_on_its_day(
    week: Town, office: Office
) -> None:
    assert week.clock is not None
    window, monday = clerk(week), week.clock.now().astimezone(CST)
    next_monday = monday + timedelta(days=7)
    days = (f"{next_monday - timedelta(days=1):%Y-%m-%d}", f"{next_monday:%Y-%m-%d}")
    before = office.lists[0].read_text(encoding="utf-8")

    office.drafts("三十工作日", *days)
    code, report = office.tries("--write", str(office.lists[0]))
    assert code == 1
    assert "第 3 行" in report
    assert "承诺时限" in report
    assert office.lists[0].read_text(encoding="utf-8") == before

    office.drafts("5工作日", *days)
    write = ("--write", str(office.lists[0]))
    code, report = office.tries(*write, "--dry-run")
    assert (code, office.lists[0].read_text(encoding="utf-8")) == (0, before)
    assert f"+ {ROAD} 临时占用城市道路审批（版本 2）" in report
    assert f"失效日期（valid_to）：（空） → {days[0]}" in report
    assert office.tries(*write)[0] == 0
    await week.reopen("intake", catalogue_lists=tuple(office.lists))

    guide = await window.sees(f"/items/{ROAD}")
    assert (guide["version"], guide["promised"]["days"]) == ("1", 7)
    begun = await window.does("/cases", occupying())
    await advance_to(week, next_monday)
    guide = await window.sees(f"/items/{ROAD}")
    assert (guide["version"], guide["promised"]["days"]) == ("2", 5)
    later = await window.does("/cases", occupying())
    assert (begun["item_version"], later["item_version"]) == ("1", "2")
    for case in (begun, later):
        await window.does(f"/cases/{case['id']}/withdrawal", {"reasons": "改日再办。"})


async def test_all_items_are_there_found_by_words_and_initials_and_drive_their_forms(
    week: Town,
) -> None:
    window, machine = clerk(week), kiosk(week)
    every = {item["code"] for item in await week.pages("intake", "/items", window.role)}
    assert len(every) == 282
    for words in ("高龄津贴", "gljt", "gaolingjintie", "八十岁"):
        found = await machine.sees(f"/items?q={words}&limit=1")
        assert [item["code"] for item in found["items"]] == ["elder-allowance"], words

    asked = await machine.does(f"/items/{ROAD}/form", {"answers": {}})
    assert "applicant-kind" in asked["unanswered"]
    assert not {"business-licence", "id-card", "consent"} & codes(asked)
    form = await machine.does(f"/items/{ROAD}/form", {"answers": COMPANY})
    assert codes(form) == {"application-form", "site", "business-licence", "consent"}
    assert (form["whole"], form["unanswered"]) == (True, [])

    case = await window.does(
        "/cases", {**occupying("application-form", "site"), "answers": COMPANY}
    )
    key = case["id"]
    await window.may_not(f"/cases/{key}/acceptance", {}, why="papers-missing")
    noticed = {"missing": ["business-licence", "consent"]}
    await window.does(f"/cases/{key}/correction-notice", noticed)
    brought = {"papers": papers("business-licence", "consent")}
    await window.steps(key, ("correction", brought), ("acceptance", {}))
    await window.does(f"/cases/{key}/withdrawal", {"reasons": "改日再办。"})


def occupying(*handed_in: str) -> dict[str, Any]:
    answers = {**COMPANY, "beside-homes": False}
    person = neighbour("孟和")
    return {"item_code": ROAD, "papers": papers(*handed_in), "person": person, "answers": answers}


def codes(form: Any) -> set[str]:
    return {paper["code"] for paper in form["papers"]}
