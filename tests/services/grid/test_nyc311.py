"""A partner that was not made for us: a night of New York's 311, moved onto the pilot's map."""

import csv
import re
from collections import Counter
from typing import Any

from services.grid.domain.states import State
from tests import needs
from tests.services.grid.block import Block, order

BATCH = 100


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def moved(row: dict[str, str]) -> dict[str, float] | None:
    """Shift and scale New York's box into the pilot's."""
    if not row["Latitude"]:
        return None
    lng = 109.955 + (float(row["Longitude"]) + 74.19) / 0.47 * 0.07
    lat = 39.80 + (float(row["Latitude"]) - 40.56) / 0.35 * 0.05
    return {"lng": lng, "lat": lat}


def as_order(row: dict[str, str]) -> dict[str, Any]:
    return order(
        row["Unique Key"],
        order_no=row["Unique Key"],
        category=slug(row["Complaint Type"]),
        text=row["Descriptor"] or row["Complaint Type"],
        place=row["Incident Address"] or row["Street Name"] or None,
        point=moved(row),
    )


async def test_every_row_ends_as_an_incident_a_duplicate_a_wait_or_a_ledger_entry(
    block: Block,
) -> None:
    with needs.real_data("nyc311.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for first in range(0, len(rows), BATCH):
        await block.hear(*(as_order(row) for row in rows[first : first + BATCH]), first=first)
    reports, incidents = await block.reports(), await block.incidents()
    states = Counter(incident.state for incident in incidents)
    joined = sum(report.joined for report in reports)
    entries = await block.ledger()
    assert len(rows) == 462
    assert states[State.DISPATCHED] + states[State.REPORTED] == len(incidents)
    assert len(incidents) + joined + len(entries) == len(rows)
    assert all(entry.zh for entry in entries)
    located = {i.cell for i in incidents if i.state is State.DISPATCHED}
    assert None not in located
    assert {r.reference for r in reports} | {e.event_id for e in entries} == {
        row["Unique Key"] for row in rows
    }
    assert (states[State.DISPATCHED], joined, states[State.REPORTED], len(entries)) == (
        406,
        52,
        4,
        0,
    )
