"""A way to every state of an application, by use cases and by time alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from services.intake.application.case.check import AcceptApplication, accept_application
from services.intake.application.case.receive import ReceiveApplication, receive_application
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Channel, Origin, Outcome
from services.intake.domain.case.states import PROMISING, Command, State
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy
from services.intake.domain.promise.promise import Commitment, Pledge
from tests.services.intake.application.steps import (
    CLERK,
    DECIDER,
    HANDLER,
    STEPS,
    Act,
    decision,
    handled,
    papers,
)
from tests.services.intake.desk import Desk
from tests.services.intake.items import made

FOLLOWING = ("statement", "proof")
LETTER = Commitment("CN-2026-0001", tuple(map(Pledge, FOLLOWING)))
YEARS_LATER = datetime.fromisoformat("2028-01-03T12:00:00+08:00")
# Nothing of it moves on by itself, and every step can be taken with it.
ITEM = made(
    papers=[
        {"code": "id-card", "name": "居民身份证"},
        *({"code": c, "name": c, "main": False, "deficiency_allowed": True} for c in FOLLOWING),
    ],
    fields=[],
    steps=[],
    pre_acceptance=True,
    checked_by_staff=True,
    review_steps=["handle", "approve"],
    correction_limit={"days": 10},
    guide={"forms": ["1", "2"]},
)
BEFORE: Mapping[State, tuple[State, Command | None]] = {
    State.PRE_REJECTED: (State.SUBMITTED, Command.PRE_REJECT),
    State.RECEIVED: (State.SUBMITTED, Command.PRE_ACCEPT),
    State.CORRECTION: (State.RECEIVED, Command.REQUEST_CORRECTION),
    State.NOT_REQUIRED: (State.RECEIVED, Command.REFUSE_NOT_REQUIRED),
    State.OUT_OF_COMPETENCE: (State.RECEIVED, Command.REFUSE_OUT_OF_COMPETENCE),
    State.WITHDRAWN: (State.RECEIVED, Command.WITHDRAW),
    State.RETURNED: (State.CORRECTION, None),
    State.ACCEPTED: (State.RECEIVED, Command.ACCEPT),
    State.IN_REVIEW: (State.ACCEPTED, Command.START_REVIEW),
    State.SUSPENDED: (State.IN_REVIEW, Command.START_PROCEDURE),
    State.RECALL_PENDING: (State.IN_REVIEW, Command.REQUEST_RECALL),
    State.DECIDED: (State.IN_REVIEW, Command.DECIDE),
    State.DELIVERED: (State.DECIDED, Command.DELIVER),
    State.ARCHIVED: (State.DELIVERED, Command.ARCHIVE),
    State.REVOKED: (State.DELIVERED, Command.REVOKE),
    State.DEEMED_WITHDRAWN: (State.ACCEPTED, None),
    State.ACCEPTANCE_REVOKED: (State.ACCEPTED, None),
    State.TERMINATED: (State.ACCEPTED, None),
}
"""What each state is reached from, and by which step; None: by time alone."""
BROKEN = {
    State.DEEMED_WITHDRAWN: LapsePolicy.DEEMED_WITHDRAWN,
    State.ACCEPTANCE_REVOKED: LapsePolicy.ACCEPTANCE_REVOKED,
    State.TERMINATED: LapsePolicy.TERMINATED,
}
"""The policy by which time alone leads to a state."""
OF_A_PROMISE = {Command.SUPPLEMENT, Command.CHECK_PAPER, Command.EXTEND_PROMISE}


@dataclass
class Counter:
    """A desk with one application; where `promised`, one paper is in unseen and one is not in."""

    desk: Desk
    promised: bool
    in_procedure: bool = False

    async def take(self, command: Command) -> Case:
        """Take a step, by whose step it is."""
        by, act = STEPS[command]
        return await self._run(act, by)

    async def _run(self, act: Act, by: str) -> Case:
        case = await self.desk.only()
        return await self.desk.run(lambda w: act(case.id, w), by=by)

    async def bring_to(self, state: State) -> None:
        """Bring the application to a state, from its beginning."""
        if state is State.SUBMITTED:
            return await self._submit()
        before, command = BEFORE[state]
        if state is State.RECALL_PENDING and self.in_procedure:
            before = State.SUSPENDED
        await self.bring_to(before)
        if command is None:
            await self.desk.pass_to(YEARS_LATER)
        else:
            await self._go_on(command)
        return None

    async def _submit(self) -> None:
        codes = ("id-card", *(() if self.promised else FOLLOWING))
        new = ReceiveApplication(ITEM.code, Origin(Channel.ONLINE), tuple(map(Paper, codes)))
        await self.desk.run(lambda w: receive_application(new, w))

    async def _go_on(self, command: Command) -> None:
        if command is Command.ACCEPT and self.promised:
            accepting = partial(AcceptApplication, promised=FOLLOWING, commitment=LETTER)
            await self._run(lambda key, w: accept_application(accepting(key), w), CLERK)
            await self._run(papers("proof", checked=False), CLERK)
        elif command is Command.DECIDE and self.promised:
            await self._run(decision(Outcome.APPROVED_DEFICIENT), DECIDER)
        else:
            await self.take(command)
        if command is Command.START_REVIEW:
            await self._run(handled, HANDLER)


async def counter_at(
    state: State,
    *,
    promised: bool = False,
    in_procedure: bool = False,
    broken: LapsePolicy = LapsePolicy.DEEMED_WITHDRAWN,
    uncorrected: CorrectionLapse = CorrectionLapse.RETURNED,
) -> Counter:
    """Return a counter with an application that stands there; raise where the way is blocked."""
    item = replace(ITEM, lapse_policy=broken, correction_lapse=uncorrected)
    desk = Desk()
    desk.catalogue._items[item.code] = item
    counter = Counter(desk, promised, in_procedure)
    await counter.bring_to(state)
    assert (await desk.only()).state is state
    return counter


async def standing(state: State, command: Command | None = None) -> Counter:
    """Return an application in this state with which this step, of all, can be taken."""
    promised = state in BROKEN or (command in OF_A_PROMISE and state in PROMISING)
    return await counter_at(
        state,
        promised=promised,
        in_procedure=command is Command.REFUSE_RECALL_IN_PROCEDURE,
        broken=BROKEN.get(state, LapsePolicy.DEEMED_WITHDRAWN),
    )
