from pathlib import Path

import pytest

from deploy.sandbox.options import OWN_DAY, read_options
from deploy.sandbox.words import USAGE, SandboxError


def test_nothing_asked_means_the_own_day_on_the_embedded_bus() -> None:
    options = read_options({})
    assert (options.once, options.apache, options.keep, options.day) == (
        False,
        False,
        False,
        OWN_DAY,
    )


def test_every_option_is_read(tmp_path: Path) -> None:
    day = tmp_path / "day.ndjson"
    day.write_text("{}")
    env = {"ONCE": "1", "BUS": "kafka", "DAY": str(day), "SPEED": "2.5", "KEEP": "1"}
    env["CLOCK"] = "2025-09-28T08:00+08:00x20000"
    options = read_options({**env, "SANDBOX_HTTP_PORT_BASE": "18000"})
    assert (options.once, options.apache, options.keep) == (True, True, True)
    assert options.clock == env["CLOCK"]
    assert (options.day, options.speed, options.port_base) == (day, 2.5, 18000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONCE", "maybe"),
        ("BUS", "rabbit"),
        ("DAY", "not/here.ndjson"),
        ("SPEED", "fast"),
        ("SPEED", "0"),
        ("SPEED", "nan"),
        ("CLOCK", "soon"),
        ("CLOCK", "2025-09-28T08:00x20000"),
        ("CLOCK", "2025-09-28T08:00+08:00x0"),
        ("SANDBOX_HTTP_PORT_BASE", "80"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SandboxError, match=name) as told:
        read_options({name: value})
    assert told.value.code == USAGE
    assert "\n" not in str(told.value)
