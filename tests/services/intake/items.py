"""Items for tests: an allowance whose papers, questions and steps depend on the answers."""

import json
from pathlib import Path
from typing import Any

from services.intake.adapters.catalogue.rows import item_of_row
from services.intake.domain.catalogue.item import Item

USCC = "11150602MB1A7K2N59"
TASK = f"{USCC}5150501099000"
GIVEN: dict[str, Any] = {
    "code": "cold-allowance",
    "name": "严寒补贴申领",
    "task_code": TASK,
    "kind": "promised",
    "legal": {"days": 20, "unit": "G"},
    "promised": {"days": 8, "unit": "G"},
    "decided_by": "own",
    "benefit": "冬季在户外工作的人员按月领取严寒补贴。",
    "papers": [
        {"code": "id-card", "name": "居民身份证"},
        {"code": "contract", "name": "劳动合同", "when": "employed = yes"},
        {
            "code": "statement",
            "name": "从业承诺书",
            "main": False,
            "deficiency_allowed": True,
            "when": "employed = no",
        },
        {"code": "pension", "name": "参保证明", "source": "shared"},
    ],
    "fields": [
        {"code": "employed", "label": "是否有单位", "type": "boolean"},
        {
            "code": "trade",
            "label": "工种",
            "type": "choice",
            "choices": [{"code": "rider", "label": "骑手"}, {"code": "cleaner", "label": "环卫"}],
            "when": "employed = no",
        },
        {"code": "hours", "label": "每日小时数", "type": "number", "least": 1, "most": 24},
        {"code": "since", "label": "开始日期", "type": "date", "required": False},
    ],
    "steps": [
        {"code": "accept", "name": "受理"},
        {"code": "visit", "name": "现场核查", "when": "hours > 8 and trade = rider"},
    ],
    "procedures": ["appraisal"],
    "guide": {"words": ["低温", "户外"], "variants": [{"code": "01", "name": "首次"}]},
}
WISHES = {
    "code": "employment-registration",
    "catalog_code": "152001002000",
    "name": "就业登记",
    "kind": "instant",
    "legal": {"days": 0},
    "promised": {"days": 0},
    "decided_by": "nobody",
    "takes_wish": True,
    "benefit": "登记求职意向。",
    "papers": [],
}


def row(**changes: Any) -> dict[str, Any]:
    """Return the allowance as plain data, with changes; what is changed to None is left out."""
    return {key: value for key, value in {**GIVEN, **changes}.items() if value is not None}


def made(**changes: Any) -> Item:
    """Return the allowance as an item, with changes."""
    item, faults = item_of_row(1, row(**changes))
    assert item is not None, faults
    return item


def said(**changes: Any) -> list[tuple[str, str, str]]:
    """Return what is wrong with the allowance, changed so: column, Chinese, English."""
    item, faults = item_of_row(1, row(**changes))
    assert item is None
    return [(fault.column, fault.zh, fault.en) for fault in faults]


def written(path: Path, *rows: dict[str, Any]) -> Path:
    """Write a catalogue of these rows, and the registration that every catalogue has."""
    path.write_text(json.dumps({"items": [WISHES, *rows]}, ensure_ascii=False), encoding="utf-8")
    return path
