"""An item and an application as the tests of the domain begin with them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, ReceiptKind
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.item import Item, ItemKind, ItemPaper
from shared.calendar import STANDARD_HOURS, Calendar, Calendars, Limit, Unit

MONDAY = datetime.fromisoformat("2026-09-07T09:00:00+08:00")
STREET = "150602013000"
CALENDAR: Calendar = Calendars((STANDARD_HOURS,)).of(STREET)
ITEM = Item(
    code="living-allowance",
    catalog_code="150501008000",
    name="最低生活保障初审",
    kind=ItemKind.PROMISED,
    legal=Limit(30, Unit.WORKING_DAYS),
    promised=Limit(18, Unit.WORKING_DAYS),
    papers=(
        ItemPaper("id-card", "居民身份证"),
        ItemPaper("form", "申请书"),
        ItemPaper("income-proof", "家庭收入证明", main=False, deficiency_allowed=True),
        ItemPaper("statement", "财产申报表", main=False, deficiency_allowed=True),
        ItemPaper("photo", "近期照片", main=False),
    ),
    decided_by="own",
    benefit="按月发放。",
)
ALL = tuple(Paper(code, "original") for code in ITEM.paper_codes)
MAIN = (Paper("id-card", "original"), Paper("form"), Paper("photo", "copy"))


def received(papers: tuple[Paper, ...] = ALL, **changes: Any) -> Case:
    """Return an application that was just received, with its receipt."""
    case = Case(
        id="case_1",
        version=0,
        project_no="20260907000012",
        item_code=ITEM.code,
        item_name=ITEM.name,
        kind=ITEM.kind,
        decided_by=ITEM.decided_by,
        origin=Origin(Channel.WINDOW),
        orgunit=STREET,
        state=State.RECEIVED,
        received_at=MONDAY,
        papers=papers,
    )
    return replace(case.with_receipt(ReceiptKind.RECEIVED, MONDAY), **changes)
