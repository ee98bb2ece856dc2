"""All that a town keeps and sends, as text: every store, every topic, every mail."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from pymongo import MongoClient

from shared.events.base import topic_of
from shared.events.catalogue import SERVICES
from shared.messaging.partners import Partners
from tests.faults.replay.log import read_back
from tests.journeys.town import Town


def stored(url: str, town: Town) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every document that the town stored, with its collection."""
    with MongoClient[dict[str, Any]](url) as client:
        for name in client.list_database_names():
            if name.endswith(town.run):
                for collection in client[name].list_collection_names():
                    for document in client[name][collection].find():
                        yield f"{name}.{collection}", document


async def dumped(url: str, town: Town) -> AsyncIterator[tuple[str, str]]:
    """Yield all of it as text, each piece with its place."""
    for place, document in stored(url, town):
        yield place, json.dumps(document, default=str, ensure_ascii=False)
    topics = [*map(topic_of, SERVICES), *Partners.load(town.partners).topics()]
    for place, record in (await read_back(town.bootstrap, topics)).items():
        yield place, (record.value or b"").decode()
    for to, subject in town.mail.mails:
        yield f"mail to {to}", subject
    for text in town.mail.texts:
        yield "text of a mail", text
