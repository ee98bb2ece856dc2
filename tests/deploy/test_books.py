from pathlib import Path
from typing import Any

from pymongo import MongoClient

from deploy.sandbox.books import Auditor
from deploy.sandbox.environment import database_of
from shared.testing.servers.mongo import Mongo


def test_every_collection_of_every_service_is_searched_for_what_may_not_be_there(
    tmp_path: Path,
) -> None:
    # A server of its own: the sandbox's databases on a shared one may be somebody's.
    with (
        Mongo(tmp_path / "mongo") as mongo,
        MongoClient[dict[str, Any]](mongo.url) as client,
    ):
        auditor = Auditor(mongo.url)
        client[database_of("grid")]["reports"].insert_one({"_id": "rep_1", "text": "路灯不亮"})
        assert auditor.exposures() == []
        client[database_of("grid")]["reports"].insert_one({"_id": "rep_2", "phone": "13912345678"})
        client[database_of("notify")]["anything"].insert_one({"_id": "x", "religion": "y"})
        found = auditor.exposures()
        auditor.close()
    assert [line.rpartition(" / ")[2] for line in found] == [
        "may not be stored: grid.reports: phone personal-field",
        "may not be stored: notify.anything: religion refused-field",
    ]
