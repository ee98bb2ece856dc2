"""Telling what was found: as text for people, or as one JSON document for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from shared.events.conform.checking import Checked
from shared.events.conform.mends import mend_of

Sent = tuple[Checked, dict[str, Any]]


def in_words(checked: Checked, languages: Sequence[str]) -> Iterator[str]:
    """Yield the lines about one event."""
    error = checked.error
    mark = _in(languages, "合格" if error is None else "有误", "OK" if error is None else "WRONG")
    named = [part for part in (checked.type, checked.id) if part]
    yield "  ".join([_place(checked, languages), mark, *named])
    if error is not None:
        yield f"    {error.code}" + (f"  {error.field}" if error.field else "")
        yield from _each(languages, error.zh, error.en)
        mend_zh, mend_en = mend_of(checked, error)
        yield from _each(languages, f"怎么改：{mend_zh}", f"Mend: {mend_en}")
    if checked.repeats is not None:
        yield from _each(
            languages,
            f"提示：与第 {checked.repeats} 个的来源和编号相同，会被跳过；新的事实请用新的 id。",
            f"Note: skipped as a repetition of no. {checked.repeats}; a new fact needs a new id.",
        )


def outcome_in_words(sent: Sent, languages: Sequence[str]) -> Iterator[str]:
    """Yield the lines about what the service answered for one event."""
    checked, result = sent
    code = f"  {result['code']}" if result.get("code") else ""
    yield f"{_place(checked, languages)}  → {result.get('outcome')}{code}"
    if result.get("detail"):
        yield f"    {result['detail']}"


def summary_in_words(
    found: Sequence[Checked], sent: Sequence[Sent], languages: Sequence[str]
) -> Iterator[str]:
    """Yield the last lines."""
    good = sum(1 for checked in found if checked.error is None)
    yield _in(
        languages,
        f"共 {len(found)} 个事件：{good} 个合格，{len(found) - good} 个有误。",
        f"{len(found)} events: {good} conform, {len(found) - good} do not.",
    )
    if sent:
        told = ", ".join(f"{outcome} {n}" for outcome, n in sorted(_outcomes(sent).items()))
        yield _in(languages, f"已发送 {len(sent)} 个：{told}。", f"{len(sent)} sent: {told}.")


def in_json(found: Sequence[Checked], sent: Sequence[Sent]) -> str:
    """Return everything as one document."""
    results = {checked.piece.number: result for checked, result in sent}
    good = sum(1 for checked in found if checked.error is None)
    document = {
        "events": [_row(checked, results.get(checked.piece.number)) for checked in found],
        "summary": {
            "events": len(found),
            "conforming": good,
            "wrong": len(found) - good,
            "sent": dict(_outcomes(sent)),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _row(checked: Checked, result: dict[str, Any] | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": checked.piece.number,
        "line": checked.piece.line,
        "id": checked.id,
        "type": checked.type,
        "conforms": checked.error is None,
        "service": checked.service,
        "repeats": checked.repeats,
    }
    if checked.error is not None:
        error, (mend_zh, mend_en) = checked.error, mend_of(checked, checked.error)
        row |= {"code": error.code, "field": error.field, "zh": error.zh, "en": error.en}
        row |= {"mend_zh": mend_zh, "mend_en": mend_en}
    return row if result is None else {**row, "result": result}


def _outcomes(sent: Sequence[Sent]) -> Counter[str]:
    return Counter(str(result.get("outcome")) for _, result in sent)


def _place(checked: Checked, languages: Sequence[str]) -> str:
    number, line = checked.piece.number, checked.piece.line
    return _in(languages, f"第 {number} 个（第 {line} 行）", f"no. {number} (line {line})")


def _in(languages: Sequence[str], zh: str, en: str) -> str:
    return " / ".join({"zh": zh, "en": en}[language] for language in languages)


def _each(languages: Sequence[str], zh: str, en: str) -> Iterator[str]:
    yield from (f"    { {'zh': zh, 'en': en}[language] }" for language in languages)
