"""Days at the counter that bring about every kind of receipt."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from services.intake.adapters.bundle.mongo_bundles import BUNDLES
from services.intake.adapters.mongo import IntakeWork
from services.intake.application.case.decide import (
    DecideApplication,
    decide_application,
    start_review,
)
from services.intake.application.case.end import (
    RefuseApplication,
    RevokeApproval,
    deliver_result,
    refuse_application,
    revoke_approval,
)
from services.intake.application.case.recall import (
    RecallStep,
    grant_recall,
    refuse_recall,
    request_recall,
)
from services.intake.application.case.screen import PreReject, pre_accept, pre_reject
from services.intake.application.receipts.receipts import show_receipt
from services.intake.domain.case.grounds import RejectionGround, RevocationGround
from services.intake.domain.case.parts import Outcome, ProcedureKind
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.domain.receipts.receipts import ReceiptDocument
from shared.calendar import Limit, Unit
from shared.events.partners import AgencyDecisionMade, ServiceApplicationSubmitted
from tests.services.intake.application.promises import (
    LATER,
    MAIN,
    RELIEF,
    hand_in,
    promised,
    review,
)
from tests.services.intake.application.test_lifecycle import ALL, ONLINE
from tests.services.intake.application.test_procedures import end, in_review, start
from tests.services.intake.application.test_receive import apply
from tests.services.intake.bundles import hand_in as one_form
from tests.services.intake.bundles import look
from tests.services.intake.desk import Desk

Story = Callable[[Desk], Awaitable[None]]


async def shown(desk: Desk, key: str, number: str) -> ReceiptDocument:
    """Return a receipt of an application, or of a whole matter, as the counter shows it."""

    async def look(work: IntakeWork) -> ReceiptDocument:
        holder = await work.cases.find(key) or await work.bundles.get(key)
        return (await show_receipt(holder, number, work, unmasked=False))[0]

    return await desk.run(look)


async def every(desk: Desk) -> list[ReceiptDocument]:
    """Return all receipts of all applications and matters, by number."""
    given = [(case.id, one.number) for case in await desk.cases() for one in case.receipts]
    rows = await desk.store.page(BUNDLES.name, {}, after=None, limit=9)
    matters = [BUNDLES.decode(row) for row in rows]
    given += [(matter.id, one.number) for matter in matters for one in matter.receipts]
    return [await shown(desk, key, number) for key, number in given]


async def a_day_at_the_window(desk: Desk) -> None:
    """Bring about receipts of many kinds: refused, rejected and revoked, promised and broken."""
    await apply(desk, "elder-allowance", "id-card")
    refusal = RefuseApplication((await desk.cases())[-1].id, "out-of-competence", "由市级办理。")
    await desk.run(lambda w: refuse_application(refusal, w))
    for outcome in (Outcome.REJECTED, Outcome.APPROVED):
        await apply(desk, "elder-allowance", "id-card", "household-register")
        key = (await desk.cases())[-1].id
        await desk.run(lambda w, key=key: start_review(key, w))  # type: ignore[misc]
        ground = RejectionGround.CONDITIONS_NOT_MET if outcome is Outcome.REJECTED else None
        decision = DecideApplication(key, outcome, "经审查。", "stf_r0001", True, ground=ground)
        await desk.run(lambda w, d=decision: decide_application(d, w))  # type: ignore[misc]
        await desk.run(lambda w, key=key: deliver_result(key, w))  # type: ignore[misc]
    why = RevocationGround.DECEPTION
    revocation = RevokeApproval(key, "东胜区民政局", why, "第六十九条", "伪造。", "stf_r0001")
    await desk.run(lambda w: revoke_approval(revocation, w))


async def online(desk: Desk) -> None:
    """What comes online is not taken in, comes again and is."""
    await apply(desk, ONLINE, *ALL)
    unread = PreReject((await desk.only()).id, "上传的材料无法辨认。")
    await desk.run(lambda w: pre_reject(unread, w))
    await apply(desk, ONLINE, *ALL)
    key = (await desk.cases())[-1].id
    await desk.run(lambda w: pre_accept(key, w))


async def uncorrected(desk: Desk) -> None:
    """Two do not hand in what was missing: one is sent back, one counts as withdrawn."""
    policies = {
        "elder-allowance": CorrectionLapse.RETURNED,
        RELIEF: CorrectionLapse.DEEMED_WITHDRAWN,
    }
    for code, policy in policies.items():
        limited = replace(desk.catalogue.get(code), correction_limit=Limit(10, Unit.WORKING_DAYS))
        desk.catalogue._items[code] = replace(limited, correction_lapse=policy)
        await apply(desk, code, "id-card")
    await desk.pass_to(LATER)


async def asked_back(desk: Desk) -> None:
    """A review takes longer, stands still, goes on; it is asked back in vain, and then let go."""
    key = (await in_review(desk)).id
    await start(desk, ProcedureKind.EXTENSION, 10)
    await start(desk)
    await end(desk)
    wish = RecallStep(key, "申请人已另行办理。")
    await desk.run(lambda w: request_recall(wish, w))
    await desk.run(lambda w: refuse_recall(RecallStep(key, "涉及第三人利益。"), w))
    await desk.run(lambda w: request_recall(wish, w))
    await desk.run(lambda w: grant_recall(key, w))


async def broken(policy: LapsePolicy, desk: Desk) -> None:
    """A promised paper does not come, with what was signed to follow from it."""
    await promised(desk, policy)
    await desk.pass_to(LATER)


async def withheld(desk: Desk) -> None:
    """It is approved before a promised paper is in, and again when it is good."""
    await promised(desk)
    await review(desk, Outcome.APPROVED_DEFICIENT)
    await hand_in(desk, checked=True)


async def not_required(desk: Desk) -> None:
    """The law asks for nothing of the kind."""
    await apply(desk, RELIEF, MAIN[0])
    refusal = RefuseApplication((await desk.only()).id, "not-required", "依法不需要办理。")
    await desk.run(lambda w: refuse_application(refusal, w))


async def partner(desk: Desk) -> None:
    """An agency rejects one, and approves one with a certificate."""
    item = "real-estate-registration"
    for number in ("B1", "B2"):
        await desk.hear("portal", ServiceApplicationSubmitted, item_code=item, reference=number)
    no: dict[str, Any] = {
        "ground": "rights-of-others",
        "reasons": "权属有争议。",
        "certificate_no": None,
    }
    await desk.hear("real-estate", AgencyDecisionMade, reference="B1", outcome="rejected", **no)
    yes = {"certificate_no": "蒙2026东胜0000187"}
    await desk.hear("real-estate", AgencyDecisionMade, reference="B2", outcome="approved", **yes)


async def one_matter(desk: Desk) -> None:
    """One form for several items (一件事), with papers missing in each."""
    await one_form(desk, "id-card")
    await look(desk)


STORIES: Mapping[str, Story] = {
    "window": a_day_at_the_window,
    "promise": partial(broken, LapsePolicy.DEEMED_WITHDRAWN),
    "promise-acceptance-revoked": partial(broken, LapsePolicy.ACCEPTANCE_REVOKED),
    "promise-rejected": partial(broken, LapsePolicy.REJECTED),
    "promise-terminated": partial(broken, LapsePolicy.TERMINATED),
    "online": online,
    "uncorrected": uncorrected,
    "asked-back": asked_back,
    "withheld": withheld,
    "not-required": not_required,
    "partner": partner,
    "one-matter": one_matter,
}
