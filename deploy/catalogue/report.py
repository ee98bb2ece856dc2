"""What came of a run, in words for people and as JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from deploy.catalogue.trial import Trial
from services.intake.adapters.catalogue.diff import Diff
from services.intake.domain.catalogue.item import Item


def as_text(trial: Trial) -> str:
    """Return the report: Chinese first, English below each line."""
    return "\n".join(_lines(trial))


def _lines(trial: Trial) -> Iterator[str]:
    for zh, en in trial.notes:
        yield f"注意：{zh} / {en}"
    for fault in trial.faults:
        yield fault.told_zh
        yield f"    {fault.told_en}"
    if trial.diff is not None:
        yield from _diff_lines(trial.diff)
    if trial.faults:
        count = len(trial.faults)
        yield f"共 {count} 处错误，什么也没有写。 / {count} faults; nothing was written."
        return
    yield f"{trial.items} 个事项，没有错误。 / {trial.items} items, no faults."
    if trial.written:
        yield f"已写到 {trial.written}。 / Written to {trial.written}."


def _diff_lines(diff: Diff) -> Iterator[str]:
    for item in diff.added:
        yield f"+ {_told(item)}"
    for change in diff.changed:
        before, after = change.before or "（空）", change.after or "（空）"
        yield f"~ {_told(change.item)}  {change.column_zh}（{change.column}）：{before} → {after}"
    for item in diff.removed:
        yield f"- {_told(item)}"
    if diff.removed:
        yield (
            "    删去的版本若还有在办件，请保留该行并写失效日期。"
            " / Keep a removed version, with its last day, while cases are under way."
        )
    counts = len(diff.added), len({change.item.code for change in diff.changed}), len(diff.removed)
    yield "新增 {}，修改 {}，删去 {}。 / {} added, {} changed, {} removed.".format(*counts, *counts)


def _told(item: Item) -> str:
    return f"{item.code} {item.name}（版本 {item.version}）"


def as_json(trial: Trial) -> str:
    """Return the report as one JSON object."""
    report = {
        "sound": not trial.faults,
        "items": trial.items,
        "notes": [{"zh": zh, "en": en} for zh, en in trial.notes],
        "faults": [asdict(fault) for fault in trial.faults],
        "diff": trial.diff and _diff_json(trial.diff),
        "written": str(trial.written) if trial.written else None,
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _diff_json(diff: Diff) -> dict[str, object]:
    return {
        "added": [_key(item) for item in diff.added],
        "changed": [
            {**_key(c.item), "column": c.column, "before": c.before, "after": c.after}
            for c in diff.changed
        ],
        "removed": [_key(item) for item in diff.removed],
    }


def _key(item: Item) -> dict[str, str]:
    return {"code": item.code, "version": item.version}
