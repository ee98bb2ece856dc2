"""代办 and bookings, from the counter to the inbox of whoever must act."""

from datetime import UTC, datetime, timedelta

from shared.identity.roles import Role
from tests.journeys.town import Town

AGENT = "stf_c0002"


async def test_an_agent_hands_in_and_hears_what_is_missing(here: Town) -> None:
    letter = {
        "applicant": {"name": "赵桂兰", "phone": "13804770101"},
        "agent_ref": AGENT,
        "items": ["minimum-living-allowance"],
        "acts": ["hand-in", "correct"],
        "until": f"{datetime.now(UTC).year + 1}-12-31",
        "signature": f"SQ-{here.run}",
    }
    given = await here.call("POST", "intake", "/authorisations", role=Role.CLERK, body=letter)
    await here.told(AGENT, "agent-authorised", given["id"])
    application = {
        "item_code": "minimum-living-allowance",
        "authorisation": given["id"],
        "papers": [{"code": "id-card"}],
        "need": "aged",
    }
    case = await here.call(
        "POST", "intake", "/cases", role=Role.CLERK, subject=AGENT, body=application
    )
    assert (case["agent"], case["point"], case["green_channel"]) == (AGENT, "hub", True)
    await here.told(AGENT, "agent-correction-requested", case["id"])
    await here.told("stf_c0001", "correction-requested", case["id"])
    assert "赵桂兰" not in str(await here.inbox(AGENT))


async def test_a_free_place_goes_to_who_waits_and_the_clerk_is_told(here: Town) -> None:
    since = (datetime.now(UTC) + timedelta(days=2)).date()
    path = f"/care/services/children-reading/sessions?since={since}&days=25"
    session = (await here.call("GET", "intake", path, role=Role.KIOSK))["items"][0]
    bookings = []
    for n in range(session["capacity"] + 1):
        body = {
            "service": "children-reading",
            "starts_at": session["starts_at"],
            "person": {"id_number": id_number(n)},
        }
        bookings.append(
            await here.call("POST", "intake", "/care/bookings", role=Role.KIOSK, body=body)
        )
    first, last = bookings[0]["id"], bookings[-1]["id"]
    assert bookings[-1]["state"] == "waiting"
    cancel = f"/care/bookings/{first}/cancellation"
    await here.call("POST", "intake", cancel, role=Role.CLERK)
    await here.told("stf_c0001", "booking-moved-up", last)
    shown = await here.call("GET", "intake", f"/care/bookings/{last}", role=Role.CLERK)
    assert shown["state"] == "booked"


def id_number(n: int) -> str:
    """Return a sound id number of somebody who does not exist."""
    places = f"15060219610101{n:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(w * int(digit) for w, digit in zip(weights, places, strict=True)) % 11
    return f"{places}{'10X98765432'[rest]}"
