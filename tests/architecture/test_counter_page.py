"""Every line of the counter's page asks for a route that there is, with a body that it takes."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from shared.events.catalogue import EVENTS
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "counter.md").read_text(encoding="utf-8")
COMMANDS = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
# As one reads it: a line that goes on is one line, and a remark is none.
SCRIPT = re.sub(r" +# .*", "", COMMANDS.replace("\\\n", " "))
STOPS = "|;&()\n"
SEALED = "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn"


@dataclass(frozen=True)
class Line:
    """One curl of the page: its words as the shell takes them, but for the variables."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.url}"

    @property
    def url(self) -> str:
        return next(word for word in self.words if word.startswith("$"))

    @property
    def service(self) -> str:
        return self.url.partition("/")[0].removeprefix("$").lower()

    @property
    def path(self) -> list[str]:
        return self.url.partition("?")[0].split("/")[1:]

    @property
    def method(self) -> str:
        return self._after("-X") or ("POST" if self._after("-d") else "GET")

    @property
    def body(self) -> Any:
        """What it sends, each variable filled with something of its kind."""
        told = (self._after("-d") or "null").replace("$SEALED", SEALED)
        return json.loads(re.sub(r"\$[A-Z]+", "x1", told))

    def _after(self, option: str) -> str | None:
        at = self.words.index(option) if option in self.words else None
        return None if at is None else self.words[at + 1]


def lines() -> Iterator[Line]:
    for found in re.finditer(r'\bcurl (?=(-X \w+ )?"\$)', SCRIPT):
        lexer = shlex.shlex(SCRIPT[found.end() :], posix=True, punctuation_chars=STOPS)
        lexer.whitespace, lexer.whitespace_split = " \t", True
        yield Line(tuple(takewhile(lambda word: not set(word) <= set(STOPS), lexer)))


LINES = list(lines())


def routes_of(line: Line, paths: dict[str, Any]) -> list[str]:
    """Return the templates that a line's path and method fit; names count before parameters."""
    fitting = [
        template
        for template, methods in paths.items()
        if line.method.lower() in methods and fits(template.split("/")[1:], line.path)
    ]
    return sorted(fitting, key=lambda template: template.count("{"))


def fits(names: list[str], asked: list[str]) -> bool:
    patterns = (re.sub(r"\\{\w+\\}", "[^/]+", re.escape(name)) for name in names)
    return len(names) == len(asked) and all(map(re.fullmatch, patterns, asked))


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_line_asks_for_a_route_that_there_is_with_a_body_that_it_takes(
    line: Line, app_of: Callable[[str], FastAPI]
) -> None:
    document = app_of(line.service).openapi()
    routes = routes_of(line, document["paths"])
    assert routes, f"no route of {line.service} answers {line}"
    asked = document["paths"][routes[0]][line.method.lower()].get("requestBody", {})
    if line.body is not None and "application/json" in asked.get("content", {}):
        schema = asked["content"]["application/json"]["schema"]
        Draft202012Validator({**document, **schema}).validate(line.body)


def test_the_events_of_the_page_are_events_that_are_heard() -> None:
    sent = [line.body for line in LINES if line.path == ["events"]]
    assert len(sent) == 2
    for event in sent:
        EVENTS[event["type"]].model_validate(event["data"])


def test_the_page_asks_often_enough_to_be_read_rightly() -> None:
    asked = re.findall(r'\bcurl [^\n]*"\$[A-Z]+/', SCRIPT)
    assert len(LINES) == len(asked) > 80, "a line is written in a way that is not read here"
