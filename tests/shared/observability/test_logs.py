import io
import json
import logging
from collections.abc import Iterator

import pytest

from shared.observability.logs import configure, correlation


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_a_line_is_json_with_the_correlation_id() -> None:
    stream = io.StringIO()
    configure("grid", "info", stream)
    token = correlation.set("desk-3-0001")
    logging.getLogger("jiedao.grid").info("派单 %s", "inc_1")
    correlation.reset(token)
    line = json.loads(stream.getvalue())
    assert line["message"] == "派单 inc_1"
    assert (line["service"], line["correlation"], line["level"]) == ("grid", "desk-3-0001", "INFO")


@pytest.mark.parametrize("as_json", [True, False])
def test_an_error_is_told_by_kind_and_place_and_keeps_its_words(as_json: bool) -> None:
    stream = io.StringIO()
    configure("grid", stream=stream, as_json=as_json)
    try:
        int("13800001234 is a phone")
    except ValueError:
        logging.getLogger("jiedao.grid").exception("could not\nread")
    assert stream.getvalue().count("\n") == 1
    assert "ValueError < test_an_error" in stream.getvalue()
    assert "13800001234" not in stream.getvalue()


def test_libraries_that_log_addresses_are_quiet() -> None:
    stream = io.StringIO()
    configure("grid", "DEBUG", stream)
    for name in ("httpx2", "aiokafka", "uvicorn.access"):
        logging.getLogger(name).info("GET /persons?phone=13800001234")
    assert stream.getvalue() == ""


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="LOUD"):
        configure("grid", "loud", io.StringIO())
