"""The partners' page works by copy and paste, against four services on a real bus and store."""

import json
from typing import Any

import pytest

from tests import needs
from tests.contracts.partners.copyist import Copyist
from tests.contracts.partners.page import BLOCKS, COMMANDS
from tests.journeys.town import Town

CONFORM = f"cd $JIEDAO && {COMMANDS['conform'].split(' && ')[1].split(' - ')[0]}"


@pytest.fixture(scope="module")
def copyist(here: Town, tmp_path_factory: pytest.TempPathFactory) -> Copyist:
    return Copyist(here, tmp_path_factory.mktemp("copyist"))


@pytest.fixture(scope="module")
def java() -> None:
    needs.java()


async def test_python_sends_over_kafka_and_over_http(copyist: Copyist) -> None:
    said = await copyist.does(COMMANDS["python"])
    assert "sent: jiedao.partner.hotline partition" in said
    assert outcome(said) == "handled"
    assert "jiedao.grid." in await copyist.does(COMMANDS["listen"])
    assert "jiedao.grid." in await copyist.heard_of("python-2")


async def test_the_same_fact_sent_again_is_a_repetition(copyist: Copyist) -> None:
    assert outcome(await copyist.does("python send_http.py again-1")) == "handled"
    assert outcome(await copyist.does("python send_http.py again-1")) == "repeated"


@pytest.mark.usefixtures("java")
async def test_java_sends_over_kafka_and_over_http(copyist: Copyist) -> None:
    said = await copyist.does(COMMANDS["java"])
    assert "sent: jiedao.partner.hotline-" in said
    assert outcome(said) == "handled"
    assert "jiedao.grid." in await copyist.heard_of("java-1")
    assert "jiedao.grid." in await copyist.heard_of("java-2")


async def test_curl_sends_over_http(copyist: Copyist) -> None:
    assert outcome(await copyist.does(COMMANDS["curl"])) == "handled"
    assert "jiedao.grid." in await copyist.heard_of("curl-1")


@pytest.mark.usefixtures("java")
async def test_a_shell_sends_over_kafka_by_its_own_tool(copyist: Copyist) -> None:
    await copyist.has_kafka_tools()
    await copyist.does(COMMANDS["kafka-console"])
    assert "jiedao.grid." in await copyist.heard_of("console-1")


async def test_what_was_rejected_can_be_read_back(copyist: Copyist) -> None:
    wrong = {**json.loads(BLOCKS["order.json"]), "id": "order-curl-2-placed", "time": "soon"}
    (copyist.folder / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    curl = COMMANDS["curl"].replace("order.json", "wrong.json")
    assert outcome(await copyist.does(curl)) == "quarantined"
    assert "order-curl-2-placed" in await copyist.does(COMMANDS["rejected"])


async def test_the_check_says_that_the_pages_event_conforms(copyist: Copyist) -> None:
    assert "合格 / OK" in await copyist.does(COMMANDS["conform"])


async def test_the_check_sends_what_conforms_and_tells_each_outcome(copyist: Copyist) -> None:
    given = json.loads(BLOCKS["order.json"])
    once, bad = {**given, "id": "sent-by-kit"}, {**given, "id": "bad", "subject": ""}
    (copyist.folder / "many.json").write_text(json.dumps([once] * 501 + [bad]), encoding="utf-8")
    sends = f'({CONFORM} - --json --post "$GRID_URL" --token-file "$OLDPWD/token") < many.json'
    document: dict[str, Any] = json.loads(await copyist.does(sends, exits=1))
    assert document["summary"]["wrong"] == 1
    assert document["summary"]["sent"] == {"handled": 1, "repeated": 500}
    assert document["events"][0]["result"]["outcome"] == "handled"


async def test_the_check_names_the_right_service_for_a_wrong_door(copyist: Copyist) -> None:
    sends = f'({CONFORM} - --post "${{GRID_URL}}" --token-file "$OLDPWD/token") < order.json'
    setup = 'GRID_URL=$(sed -n \'s/.*"jobs": "\\([^"]*\\)".*/\\1/p\' "$ENDPOINTS")\n'
    said = await copyist.does(setup + sends, exits=1)
    assert "refused  wrong-door" in said
    assert "grid" in said


async def test_a_token_that_is_none_is_told_in_one_sentence(copyist: Copyist) -> None:
    await copyist.does("echo nonsense > bad-token")
    sends = f'({CONFORM} - --post "$GRID_URL" --token-file "$OLDPWD/bad-token") < order.json'
    said = await copyist.does(sends, exits=1)
    assert "HTTP 401" in said
    assert "Traceback" not in said


def outcome(said: str) -> str:
    begins = said.index('{"results"')
    results = json.JSONDecoder().raw_decode(said[begins:])[0]["results"]
    assert len(results) == 1, said
    return str(results[0]["outcome"])
