"""What the partners' page says is what the code does."""

import json
import re
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree as ET

from shared.events.base import Envelope
from shared.messaging.fates import Fate
from shared.messaging.hearing import HANDLED
from shared.testing.servers.process import ROOT
from tests.contracts.partners.page import BLOCKS, COMMANDS, FILES, PAGE, rows_below

# Ours only: partners leave them out (docs/events.md).
OURS = {"dataschema", "sequence", "correlationid", "causationid"}
# Nobody gets these as an answer: they come later, or not from the door.
NEVER_ANSWERED = {Fate.MISSED, Fate.REPLAYED, Fate.DISCARDED}


def test_the_table_of_the_envelope_has_every_attribute_of_a_partner() -> None:
    told = {row[0].strip("`"): row[1].startswith("是") for row in rows_below(EVENT)}
    fields = Envelope[Any].model_fields
    assert set(told) == set(fields) - OURS
    needed = {name for name, field in fields.items() if field.is_required()} | {"specversion"}
    assert {name for name, required in told.items() if required} == needed


def test_the_table_of_outcomes_has_every_answer() -> None:
    told = {row[0].strip("`") for row in rows_below(BACK)}
    assert told == {HANDLED, *(fate.value for fate in set(Fate) - NEVER_ANSWERED)}


def test_the_packages_to_install_are_those_that_the_tests_run_with() -> None:
    packages = COMMANDS["install"].split()[2:]
    assert all(version(package) for package in packages)


def test_java_speaks_to_kafka_by_the_brokers_own_version() -> None:
    broker = ET.parse(ROOT / "deploy" / "kafka" / "pom.xml")  # noqa: S314 - our own file
    tools = ET.parse(ROOT / "tests" / "contracts" / "partners" / "java" / "pom.xml")  # noqa: S314
    versions = {kafka_of(ET.fromstring(FILES["pom.xml"])), kafka_of(tools), kafka_of(broker)}  # noqa: S314
    assert len(versions) == 1


def test_every_language_shows_kafka_and_http() -> None:
    shown = {"send_kafka.py", "send_http.py", "SendKafka.java", "SendHttp.java"}
    assert shown <= set(FILES)
    assert {"curl", "kafka-console"} <= set(COMMANDS)


def test_no_name_is_given_to_two_blocks() -> None:
    names = re.findall(r"^```\w+ (\S+)$", PAGE, re.MULTILINE)
    assert sorted(names) == sorted(BLOCKS)


def test_the_event_of_the_page_is_json() -> None:
    assert json.loads(FILES["order.json"])["subject"] == "curl-1"


def kafka_of(pom: Any) -> str:
    space = "{http://maven.apache.org/POM/4.0.0}"
    found: str = next(
        dependency.findtext(f"{space}version")
        for dependency in pom.iter(f"{space}dependency")
        if dependency.findtext(f"{space}groupId") == "org.apache.kafka"
    )
    return found


EVENT = "## 2. 事件 / The event"
BACK = "## 7. 回来的是什么 / What comes back"
