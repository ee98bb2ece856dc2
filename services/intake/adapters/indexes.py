"""The indexes of intake's collections; which of them serves which list: ADR 20."""

from shared.storage.mongo import Indexes, IndexModel

WORK_INDEXES = [
    # Partial: an application that is closed is in no queue and costs these nothing.
    IndexModel(
        [("orgunit", 1), ("queue", 1), ("due", 1), ("_id", 1)],
        name="work_queue",
        partialFilterExpression={"queue": {"$gt": ""}},
    ),
    IndexModel(
        [("point", 1), ("orgunit", 1), ("queue", 1), ("due", 1), ("_id", 1)],
        name="work_point",
        partialFilterExpression={"queue": {"$gt": ""}, "point": {"$gt": ""}},
    ),
    IndexModel(
        [("point", 1), ("received_at", 1), ("_id", 1)],
        name="search_point",
        partialFilterExpression={"point": {"$gt": ""}},
    ),
    # The point comes last: those of one point are counted without a look at any application.
    IndexModel(
        [("orgunit", 1), ("late_at", 1), ("_id", 1), ("point", 1)],
        name="work_overdue",
        partialFilterExpression={"late_at": {"$exists": True}},
    ),
    IndexModel(
        [("orgunit", 1), ("to_check", 1), ("check_by", 1), ("_id", 1), ("point", 1)],
        name="work_check",
        partialFilterExpression={"to_check": True},
    ),
    IndexModel(
        [("claimed_by", 1), ("orgunit", 1), ("due", 1), ("_id", 1), ("point", 1)],
        name="work_in_hand",
        partialFilterExpression={"claimed_by": {"$gt": ""}},
    ),
    IndexModel([("orgunit", 1), ("received_at", 1), ("_id", 1)], name="search_received"),
    IndexModel([("orgunit", 1), ("hlc", 1), ("_id", 1)], name="exchange"),
    IndexModel([("orgunit", 1), ("state", 1), ("received_at", 1), ("_id", 1)], name="search_state"),
    IndexModel(
        [("orgunit", 1), ("item_code", 1), ("received_at", 1), ("_id", 1)], name="search_item"
    ),
    IndexModel(
        [("claimed_by", 1), ("received_at", 1), ("_id", 1)],
        name="search_claimed",
        partialFilterExpression={"claimed_by": {"$gt": ""}},
    ),
    IndexModel(
        [("orgunit", 1), ("to_forget", 1), ("keep_until", 1), ("_id", 1)],
        name="retention",
        partialFilterExpression={"to_forget": True},
    ),
    IndexModel([("applicant", 1), ("received_at", 1), ("_id", 1)], name="search_applicant"),
]

INDEXES: Indexes = {
    "cases": [
        IndexModel([("state", 1), ("_id", 1)]),
        IndexModel([("item_code", 1), ("_id", 1)]),
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel("project_no"),
        IndexModel([("running", 1), ("_id", 1)]),
        *WORK_INDEXES,
    ],
    "bundles": [
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel([("state", 1), ("_id", 1)]),
        IndexModel([("matter", 1), ("_id", 1)]),
        IndexModel([("running", 1), ("_id", 1)]),
        IndexModel([("applicant", 1), ("_id", 1)]),
    ],
    "handovers": [
        IndexModel([("partner", 1), ("handed_at", 1), ("_id", 1)], name="handed"),
        IndexModel([("partner", 1), ("answered_at", 1), ("_id", 1)], name="answered"),
        IndexModel(
            [("partner", 1), ("open", 1), ("handed_at", 1), ("_id", 1)],
            name="waiting",
            partialFilterExpression={"open": True},
        ),
    ],
    "authorisations": [
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel([("applicant", 1), ("_id", 1)]),
        IndexModel([("agent", 1), ("_id", 1)]),
    ],
    "guests": [IndexModel([("orgunit", 1), ("keep_until", 1), ("_id", 1)], name="retention")],
    "appointments": [IndexModel([("person", 1), ("_id", 1)])],
    "bookings": [IndexModel([("person", 1), ("_id", 1)])],
    "ratings": [
        IndexModel([("orgunit", 1), ("hlc", 1), ("_id", 1)], name="exchange"),
        IndexModel([("state", 1), ("_id", 1)]),
        IndexModel([("orgunit", 1), ("_id", 1)]),
        IndexModel([("running", 1), ("_id", 1)]),
    ],
    # Steps and invitations are found by their ids, which begin with the application's.
    "outcomes": [IndexModel([("month", 1), ("_id", 1)])],
}
