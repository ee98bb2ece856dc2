"""Forms: what an item asks, and what follows from the answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.intake.domain.catalogue.determinants import Answers, Condition, Value, holds
from shared.values import LARGEST_WHOLE, Invalid

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class FieldType(StrEnum):
    """What a form may ask. There is no free text: who applies stands in the sealed store."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Choice:
    """One answer of a choice: its code, and the words on the form."""

    code: str
    label: str


@dataclass(frozen=True)
class FormField:
    """One question; `least` and `most` bound a number, `when` says when it is asked at all."""

    code: str
    label: str
    type: FieldType
    required: bool = True
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    when: Condition | None = None

    def fault(self, value: Value) -> tuple[str, str] | None:
        """Say in Chinese and English what is wrong with an answer, or None."""
        match self.type:
            case FieldType.CHOICE:
                codes = [choice.code for choice in self.choices]
                told = "、".join(f"{choice.code}（{choice.label}）" for choice in self.choices)
                wrong = f"只能是：{told}", f"must be one of: {', '.join(codes)}"
                return None if isinstance(value, str) and value in codes else wrong
            case FieldType.NUMBER:
                return self._number_fault(value)
            case FieldType.DATE:
                wrong = "应为日期，如 2026-09-07", "must be a date such as 2026-09-07"
                return None if isinstance(value, str) and is_date(value) else wrong
            case FieldType.BOOLEAN:
                wrong = "应为 true（是）或 false（否）", "must be true or false"
                return None if isinstance(value, bool) else wrong

    def _number_fault(self, value: Value) -> tuple[str, str] | None:
        if isinstance(value, bool | str) or not is_figure(value):
            return "应为数字", "must be a number"
        if self.least is not None and value < self.least:
            return f"不得小于 {figure(self.least)}", f"must not be below {figure(self.least)}"
        if self.most is not None and value > self.most:
            return f"不得大于 {figure(self.most)}", f"must not be above {figure(self.most)}"
        return None


@dataclass(frozen=True)
class Form:
    """The questions of an item; a question's condition looks only at questions before it."""

    fields: tuple[FormField, ...] = ()

    def checked(self, answers: Answers) -> dict[str, Value]:
        """Return the answers, each to a question that this form has.

        Raises:
            Invalid: an answer to no question, or not of its kind; the field is ``answers.<code>``.
        """
        known = {field.code: field for field in self.fields}
        for code, value in answers.items():
            if code not in known:
                raise _wrong(
                    code,
                    f"表单没有这一项；可填：{'、'.join(known) or '—'}",
                    f"the form does not ask this; it asks: {', '.join(known) or '—'}",
                )
            fault = known[code].fault(value)
            if fault is not None:
                raise _wrong(code, *fault)
        return dict(answers)

    def asked(self, answers: Answers) -> Iterator[FormField]:
        """Yield the questions that apply; an answer to one that does not apply counts for none."""
        given: dict[str, Value] = {}
        for field in self.fields:
            if holds(field.when, given):
                yield field
                if field.code in answers:
                    given[field.code] = answers[field.code]

    def counted(self, answers: Answers) -> dict[str, Value]:
        """Return the answers that count: those to questions that apply."""
        return {f.code: answers[f.code] for f in self.asked(answers) if f.code in answers}

    def unanswered(self, answers: Answers) -> tuple[str, ...]:
        """Return the codes of the questions that apply, must be answered and are not."""
        asked = self.asked(answers)
        return tuple(f.code for f in asked if f.required and f.code not in answers)

    def filled(self, answers: Answers) -> dict[str, Value]:
        """Return checked answers of a form that is handed in: whole, and nothing beyond need.

        Raises:
            Invalid: a wrong answer, a required one that is missing, or one that is not needed
                (PIPL 6).
        """
        given = self.checked(answers)
        missing = self.unanswered(given)
        if missing:
            label = next(field.label for field in self.fields if field.code == missing[0])
            raise _wrong(missing[0], f"请填写“{label}”", "must be answered")
        counted = self.counted(given)
        for code in given:
            if code not in counted:
                raise _wrong(code, "按其他答案无须填写，请去掉", "is not asked here; leave it out")
        return counted


def is_figure(number: float) -> bool:
    """Tell whether a number can be told to any reader: finite, and not beyond 2^53."""
    return -LARGEST_WHOLE <= number <= LARGEST_WHOLE


def is_date(text: str) -> bool:
    """Tell whether a text is a real day as ``yyyy-mm-dd``."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def figure(bound: float) -> str:
    """Return a number as people write it: 80, not 80.0."""
    return str(int(bound)) if bound == int(bound) else repr(bound)


def _wrong(code: str, zh: str, en: str) -> Invalid:
    return Invalid("answer-wrong", f"{code}：{zh}。", f"{code}: {en}.", f"answers.{code}")
