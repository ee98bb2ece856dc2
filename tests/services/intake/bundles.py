"""One matter for tests, and how it is handed in."""

from typing import Any

from services.intake.application.bundle.keeping_bundles import children_of
from services.intake.application.bundle.receive_bundle import ReceiveBundle, receive_bundle
from services.intake.domain.bundle.bundle import Bundle
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin
from shared.privacy.records import PersonalDetails
from tests.services.intake.desk import ZHANG, Desk
from tests.services.intake.matters import NEW_START

ALLOWANCE_PAPERS = (
    "allowance-application",
    "id-card",
    "household-register",
    "income-proof",
    "property-statement",
)
STALL_PAPERS = ("stall-application", "id-card", "site-plan")
EVERY = tuple(dict.fromkeys((*ALLOWANCE_PAPERS, *STALL_PAPERS)))


def papers(*codes: str) -> tuple[Paper, ...]:
    """Return papers as they come over the counter."""
    return tuple(Paper(code, "original") for code in codes)


async def hand_in(desk: Desk, *codes: str, **more: Any) -> Bundle:
    """Hand the one form in at a window."""
    command = ReceiveBundle(
        **{
            "matter": NEW_START.code,
            "origin": Origin(Channel.WINDOW),
            "papers": papers(*codes),
            "person": PersonalDetails(**ZHANG),
            **more,
        }
    )
    return await desk.run(lambda work: receive_bundle(command, work))


async def look(desk: Desk) -> None:
    """Let the bundle follow what its applications did just now."""
    await desk.pass_to(desk.clock.now())


async def stands(desk: Desk, bundle: Bundle) -> tuple[Bundle, dict[str, Case]]:
    """Return a bundle and its applications by item, as they are stored."""

    async def read(work: Any) -> tuple[Bundle, dict[str, Case]]:
        now = await work.bundles.get(bundle.id)
        return now, {case.item_code: case for case in await children_of(now, work)}

    return await desk.run(read)
