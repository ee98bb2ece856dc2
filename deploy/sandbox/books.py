"""Reading the services' books in MongoDB, as an auditor would: no service is asked."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient

from deploy.sandbox.environment import database_of
from deploy.sandbox.exposure import exposures
from deploy.sandbox.reconcile import DEAD, Books
from deploy.sandbox.sightings import Sighting
from shared.events.catalogue import SERVICES
from shared.ids import mint

Client = MongoClient[dict[str, Any]]

STATES = {
    "cases": ("intake", "cases"),
    "incidents": ("grid", "incidents"),
    "matches": ("jobs", "matches"),
}
_SECONDS = 3000


@dataclass(frozen=True)
class Counts:
    """What the services hold: business objects by state, and how many staff were told."""

    states: Mapping[str, Mapping[str, int]]
    notifications: int


class Auditor:
    """Reads books and counts. Blocking, for a thread; PyMongoError says the store is away."""

    def __init__(self, url: str) -> None:
        self._client: Client = MongoClient(
            url, tz_aware=True, serverSelectionTimeoutMS=_SECONDS, timeoutMS=10 * _SECONDS
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def empty(self) -> None:
        """Drop the sandbox's databases, and no others."""
        for service in SERVICES:
            self._client.drop_database(database_of(service))

    def forget_places(self) -> None:
        """Rename the places of an earlier bus, so that offsets of a new one are not taken for them.

        The embedded broker begins at offset 0 again; inbox and ledger stay true under the new name.
        """
        # A name of its own for each run: offsets repeat from run to run.
        earlier = f"earlier-{mint()[:8]}."
        for service in SERVICES:
            database = self._client[database_of(service)]
            old = {"place": {"$not": {"$regex": "^earlier-"}}}
            renamed = {"$set": {"place": {"$concat": [earlier, "$place"]}}}
            database["inbox"].update_many(old, [renamed])
            for row in list(database["ledger"].find({"_id": {"$not": {"$regex": "^earlier-"}}})):
                database["ledger"].insert_one({**row, "_id": f"{earlier}{row['_id']}"})
                database["ledger"].delete_one({"_id": row["_id"]})

    def books(self) -> dict[str, Books]:
        """Return the books of every service."""
        return {service: self._books(service) for service in SERVICES}

    def latencies(self, published: Sequence[Sighting]) -> list[float]:
        """Return milliseconds from a record's sending to its handling, for those handled."""
        sent = {sighting.place: sighting.at for sighting in published}
        return [
            max(row["at"].timestamp() * 1000 - sent[row["place"]], 0.0)
            for service in SERVICES
            for row in self._client[database_of(service)]["inbox"].find({}, {"place": 1, "at": 1})
            if row["place"] in sent
        ]

    def counts(self) -> Counts:
        """Return what there is, by state."""
        states = {name: self._by_state(*where) for name, where in STATES.items()}
        told = self._client[database_of("notify")]["notifications"].estimated_document_count()
        return Counts(states, told)

    def fates(self) -> dict[str, int]:
        """Return how many ledger entries there are of each fate, and how much was handled."""
        found: dict[str, int] = {}
        for service in SERVICES:
            database = self._client[database_of(service)]
            for row in database["ledger"].aggregate([_group("$fate")]):
                found[str(row["_id"])] = found.get(str(row["_id"]), 0) + int(row["count"])
            handled = database["inbox"].count_documents({"place": {"$regex": "^jiedao.partner"}})
            found["handled"] = found.get("handled", 0) + handled
        return found

    def exposures(self) -> list[str]:
        """Search every stored document; return a line for each field that may not be there."""
        return [
            f"不应存在 / may not be stored: {service}.{collection}: {what}"
            for service in SERVICES
            for collection in sorted(self._client[database_of(service)].list_collection_names())
            for document in self._client[database_of(service)][collection].find()
            for what in exposures(collection, document)
        ]

    def _books(self, service: str) -> Books:
        database = self._client[database_of(service)]
        inbox = database["inbox"].find({}, {"place": 1})
        ledger = database["ledger"].find({}, {"fate": 1, "code": 1})
        return Books(
            inbox={row["_id"]: row["place"] for row in inbox},
            ledger={row["_id"]: _fate(row) for row in ledger},
            outbox=database["outbox"].count_documents({}),
        )

    def _by_state(self, service: str, collection: str) -> dict[str, int]:
        rows = self._client[database_of(service)][collection].aggregate([_group("$state")])
        return {str(row["_id"]): int(row["count"]) for row in rows}


def _fate(row: Mapping[str, Any]) -> str:
    # While it is tried again a fault of our own is parked; in the books it is a fault all the same.
    broken = row["fate"] == "parked" and row["code"] == "our-fault"
    return DEAD if broken else str(row["fate"])


def _group(field: str) -> dict[str, Any]:
    return {"$group": {"_id": field, "count": {"$sum": 1}}}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share lies (nearest rank), in whole milliseconds."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return round(ordered[max(math.ceil(share * len(ordered)) - 1, 0)])
