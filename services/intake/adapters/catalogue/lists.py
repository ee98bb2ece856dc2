"""Cells of the CSV that hold a list of things with marks; docs/catalogue.md tells them."""

import re
from collections.abc import Mapping
from typing import Any

from services.intake.adapters.catalogue.words import FORMS, MARKS, RESULTS, SOURCES
from services.intake.domain.catalogue.forms import figure
from shared.values import Invalid

_COUNTED = re.compile(r"(原件|复印件|电子件)(\d{1,3})")
_CHOICE = re.compile(r"单选\((.+)\)")
_FIGURE = r"(-?(?:\d+\.?\d*|\.\d+))?"
_NUMBER = re.compile(rf"数值(?:\({_FIGURE}~{_FIGURE}\))?")
_BRACKETS = str.maketrans("（），＝～", "(),=~")


def read_papers(cell: str) -> list[dict[str, Any]]:
    """Read ``id-card 居民身份证；income-proof 收入证明 容缺 复印件2 若 employed = yes``."""
    return [_paper(entry) for entry in _entries(cell)]


def _paper(entry: str) -> dict[str, Any]:
    code, name, marks, when = _parts(entry)
    paper: dict[str, Any] = {"code": code, "name": name, **when}
    for mark in marks:
        counted = _COUNTED.fullmatch(mark)
        if counted:
            paper |= {"form": FORMS[counted[1]], "copies": int(counted[2])}
        elif mark in MARKS:
            paper |= MARKS[mark]
        else:
            raise _odd(
                f"材料“{name}”的标记“{mark}”读不懂；可用：{'、'.join(MARKS)}，份数如 复印件2。",
                f"the mark '{mark}' of paper {code} is unknown; known: {', '.join(MARKS)}.",
            )
    return paper


def write_papers(papers: list[dict[str, Any]]) -> str:
    """Write papers."""
    forms, sources = _back(FORMS), _back(SOURCES)
    entries = []
    for paper in papers:
        marks = []
        if paper.get("deficiency_allowed"):
            marks.append("容缺")
        elif not paper.get("main", True):
            marks.append("次要")
        form, copies = paper.get("form", "original"), paper.get("copies", 1)
        if (form, copies) != ("original", 1):
            marks.append(f"{forms[form]}{copies if copies != 1 else ''}")
        if "source" in paper:
            marks.append(sources[paper["source"]])
        entries.append(_entry(paper["code"], paper["name"], marks, paper))
    return "；".join(entries)


def read_fields(cell: str) -> list[dict[str, Any]]:
    """Read ``age 年龄 数值(0~130)；home 户籍 单选(local=本地,other=外地) 选填 若 age >= 80``."""
    return [_field(entry) for entry in _entries(cell)]


def _field(entry: str) -> dict[str, Any]:
    code, label, marks, when = _parts(entry)
    field: dict[str, Any] = {"code": code, "label": label}
    for mark in (mark.translate(_BRACKETS) for mark in marks):
        if mark in {"选填", "必填"}:
            field["required"] = mark == "必填"
        else:
            field |= _type(mark, label)
    return {**field, **when}


def _type(mark: str, label: str) -> dict[str, Any]:
    choice, number = _CHOICE.fullmatch(mark), _NUMBER.fullmatch(mark)
    if choice:
        pairs = [option.partition("=") for option in choice[1].split(",")]
        return {
            "type": "choice",
            "choices": [{"code": code, "label": told or code} for code, _, told in pairs],
        }
    if number:
        bounds = {"least": number[1], "most": number[2]}
        return {"type": "number", **{k: float(v) for k, v in bounds.items() if v}}
    if mark in {"日期", "是否"}:
        return {"type": "date" if mark == "日期" else "boolean"}
    raise _odd(
        f"“{label}”的“{mark}”读不懂；可用：单选(代码=文字,…)、数值(最小~最大)、日期、是否、选填。",
        f"'{mark}' of the question {label} is unknown; known: 单选(code=label,…), 数值(least~most),"
        " 日期, 是否, 选填.",
    )


def write_fields(fields: list[dict[str, Any]]) -> str:
    """Write questions."""
    return "；".join(
        _entry(
            field["code"],
            field["label"],
            [_typed(field), *([] if field.get("required", True) else ["选填"])],
            field,
        )
        for field in fields
    )


def _typed(field: Mapping[str, Any]) -> str:
    match field["type"]:
        case "choice":
            options = (f"{choice['code']}={choice['label']}" for choice in field["choices"])
            return f"单选({','.join(options)})"
        case "number":
            least, most = (field.get(bound) for bound in ("least", "most"))
            told = "~".join("" if bound is None else figure(bound) for bound in (least, most))
            return "数值" if told == "~" else f"数值({told})"
        case kind:
            return "日期" if kind == "date" else "是否"


def read_steps(cell: str) -> list[dict[str, Any]]:
    """Read ``visit 入户核查 若 residence = other；notice 公示``."""
    steps = []
    for entry in _entries(cell):
        code, name, marks, when = _parts(entry)
        if marks:
            raise _odd(f"环节“{name}”后的“{marks[0]}”读不懂。", f"'{marks[0]}' after a step.")
        steps.append({"code": code, "name": name, **when})
    return steps


def write_steps(steps: list[dict[str, Any]]) -> str:
    """Write steps."""
    return "；".join(_entry(step["code"], step["name"], [], step) for step in steps)


def read_variants(cell: str) -> list[dict[str, Any]]:
    """Read ``01 新申领；02 变更``."""
    return [{"code": e.partition(" ")[0], "name": e.partition(" ")[2]} for e in _entries(cell)]


def write_variants(variants: list[dict[str, Any]]) -> str:
    """Write variants by the last two places of their codes."""
    return "；".join(f"{variant['code'][-2:]} {variant['name']}" for variant in variants)


def read_results(cell: str) -> list[dict[str, Any]]:
    """Read ``证照 老年优待证；待遇 高龄津贴``."""
    pairs = [entry.partition(" ") for entry in _entries(cell)]
    return [{"kind": RESULTS.get(kind, kind), "name": name} for kind, _, name in pairs]


def write_results(results: list[dict[str, Any]]) -> str:
    """Write results."""
    back = _back(RESULTS)
    return "；".join(f"{back[result['kind']]} {result['name']}" for result in results)


def _entries(cell: str) -> list[str]:
    return [" ".join(entry.split()) for entry in re.split(r"[;；]", cell) if entry.strip()]


def _parts(entry: str) -> tuple[str, str, list[str], dict[str, str]]:
    told, _, when = entry.partition(" 若 ")
    words = told.split()
    if len(words) < 2:  # noqa: PLR2004 - a code and a name
        raise _odd(
            f"“{entry}”应先写代码、空格、名称。",
            f"'{entry}': a code, a blank and a name come first.",
        )
    return words[0], words[1], words[2:], {"when": when} if when else {}


def _entry(code: str, name: str, marks: list[str], plain: Mapping[str, Any]) -> str:
    when = f" 若 {plain['when']}" if "when" in plain else ""
    return " ".join((code, name, *marks)) + when


def _back(table: Mapping[str, str]) -> dict[str, str]:
    return {value: zh for zh, value in table.items()}


def _odd(zh: str, en: str) -> Invalid:
    return Invalid("cell-odd", zh, en)
