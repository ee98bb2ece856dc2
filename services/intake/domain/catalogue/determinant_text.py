"""Determinants as people write them: ``age >= 80 and not (residence in (local, banner))``.

Grammar, loosest first: ``or``, ``and``, ``not``, then a comparison ``field op value`` with one of
``=``, ``!=``, ``>``, ``>=``, ``<``, ``<=``, ``in (value, …)``, or brackets. 且, 或, 非 and 属于 are
taken too. A value is a number, a date ``yyyy-mm-dd``, ``yes``, ``no`` or the code of a choice.
"""

import re
from collections.abc import Callable

from services.intake.domain.catalogue.determinants import (
    All,
    AnyOf,
    Condition,
    Equals,
    Greater,
    Not,
    OneOf,
    Value,
)
from shared.values import Invalid

_TOKEN = re.compile(r"\s*(>=|<=|!=|[=<>(),]|[^\s=<>!(),]+)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORDS = {"且": "and", "或": "or", "非": "not", "属于": "in", "是": "yes", "否": "no"}
_KEYWORDS = {"and", "or", "not", "in"}
_PUNCTUATION = str.maketrans("（），", "(),")
_LONGEST, _DEEPEST = 400, 12
_END = ""


def read_condition(text: str, field: str = "when") -> Condition:
    """Return the condition that a text says; raise `Invalid` naming what is odd in it."""
    return _Reader(text, field).whole()


def write_condition(condition: Condition) -> str:
    """Return a condition as text that `read_condition` takes."""
    plain = _plain(condition)
    if plain is not None:
        return plain
    match condition:
        case All(parts):
            return " and ".join(map(_bracketed, parts))
        case AnyOf(parts):
            return " or ".join(map(_bracketed, parts))
        case Not(part):
            return f"not {_bracketed(part)}"
    raise TypeError(condition)


def _plain(condition: Condition) -> str | None:
    match condition:
        case OneOf(name, values):
            return f"{name} in ({', '.join(map(_written, values))})"
        case Equals(name, value):
            sign = "="
        case Greater(name, value):
            sign = ">"
        case AnyOf((Greater(name, value), Equals(other, same))) if (name, value) == (other, same):
            sign = ">="
        case Not(Equals(name, value)):
            sign = "!="
        case Not(Greater(name, value)):
            sign = "<="
        case _:
            return None
    return f"{name} {sign} {_written(value)}"


def _bracketed(part: Condition) -> str:
    plain = _plain(part)
    return f"({write_condition(part)})" if plain is None else plain


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


class _Reader:
    def __init__(self, text: str, field: str) -> None:
        self._field, self._text = field, text.translate(_PUNCTUATION).strip()
        if len(self._text) > _LONGEST:
            raise self._odd("太长", f"longer than {_LONGEST} characters")
        self._tokens, at = list[str](), 0
        while at < len(self._text):
            found = _TOKEN.match(self._text, at)
            if found is None:
                raise self._odd(self._text[at:].strip(), f"near '{self._text[at:].strip()}'")
            self._tokens.append(_WORDS.get(found[1], found[1]))
            at = found.end()
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._either()
        if self._next() != _END:
            raise self._unexpected()
        return condition

    def _either(self) -> Condition:
        return self._joined("or", AnyOf, self._both)

    def _both(self) -> Condition:
        return self._joined("and", All, self._one)

    def _joined(
        self,
        word: str,
        kind: Callable[[tuple[Condition, ...]], Condition],
        inner: Callable[[], Condition],
    ) -> Condition:
        parts = [inner()]
        while self._next() == word:
            self._take()
            parts.append(inner())
        return kind(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._odd("嵌套过深", "nested too deeply")
        try:
            if self._next() == "not":
                self._take()
                return Not(self._one())
            return self._within() if self._next() == "(" else self._comparison()
        finally:
            self._depth -= 1

    def _within(self) -> Condition:
        self._take()
        condition = self._either()
        self._expect(")")
        return condition

    def _comparison(self) -> Condition:
        name, sign = self._word(), self._take()
        if sign == "in":
            return OneOf(name, self._values())
        if sign not in _SIGNS:
            raise self._odd(sign or "末尾", f"near '{sign or 'the end'}'")
        return _SIGNS[sign](name, self._value())

    def _values(self) -> tuple[Value, ...]:
        self._expect("(")
        values = [self._value()]
        while self._next() == ",":
            self._take()
            values.append(self._value())
        self._expect(")")
        return tuple(values)

    def _value(self) -> Value:
        word = self._word()
        if word in {"yes", "no"}:
            return word == "yes"
        if _NUMBER.fullmatch(word):
            return float(word) if "." in word else int(word)
        return word

    def _word(self) -> str:
        if self._next() in {_END, *_KEYWORDS, *"()=,<>", ">=", "<=", "!="}:
            raise self._unexpected()
        return self._take()

    def _next(self) -> str:
        return self._tokens[0] if self._tokens else _END

    def _take(self) -> str:
        return self._tokens.pop(0) if self._tokens else _END

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise self._unexpected()
        self._take()

    def _unexpected(self) -> Invalid:
        return self._odd(self._next() or "末尾", f"near '{self._next() or 'the end'}'")

    def _odd(self, zh: str, en: str) -> Invalid:
        return Invalid(
            "condition-odd",
            f"条件“{self._text}”读不懂（{zh}）；写法如 age >= 80 and residence = local。",
            f"the condition '{self._text}' cannot be read ({en});"
            " write it like age >= 80 and residence = local",
            self._field,
        )


def _at_least(name: str, value: Value) -> Condition:
    return AnyOf((Greater(name, value), Equals(name, value)))


_SIGNS: dict[str, Callable[[str, Value], Condition]] = {
    "=": Equals,
    ">": Greater,
    ">=": _at_least,
    "!=": lambda name, value: Not(Equals(name, value)),
    "<=": lambda name, value: Not(Greater(name, value)),
    "<": lambda name, value: Not(_at_least(name, value)),
}
