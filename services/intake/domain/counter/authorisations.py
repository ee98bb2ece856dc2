"""Authorisations (授权书): who acts for an applicant, in what, until when (代办; XKF 29)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.catalogue.item import Item
from shared.calendar import shown
from shared.values import NotAllowed, Refusal, StateTable

STAFF = "stf_"
"""How a reference to a member of staff begins; any other agent is a person of the sealed store."""


class Act(StrEnum):
    """What an agent may do (代办权限)."""

    HAND_IN = "hand-in"  # 递交申请
    CORRECT = "correct"  # 补正材料
    SUPPLEMENT = "supplement"  # 补齐容缺材料
    WITHDRAW = "withdraw"  # 撤回申请
    COLLECT = "collect"  # 代领结果


class AuthorisationState(StrEnum):
    """Given, or withdrawn by whoever gave it."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class AuthorisationCommand(StrEnum):
    """What may happen to it."""

    WITHDRAW = "withdraw"


AUTHORISATIONS = StateTable(
    {
        (AuthorisationState.GIVEN, AuthorisationCommand.WITHDRAW): AuthorisationState.WITHDRAWN,
    }
)


@dataclass(frozen=True)
class Authorisation:
    """An applicant lets an agent act.

    `applicant` is a reference to the sealed store; `agent` is a staff reference, or a relative's
    reference; `items` and `acts` are what for, never "anything"; `signature` is the number under
    which the signed letter is kept.
    """

    id: str
    version: int
    orgunit: str
    applicant: str
    agent: str
    items: tuple[str, ...]
    acts: tuple[Act, ...]
    until: datetime
    signature: str
    given_at: datetime
    state: AuthorisationState = AuthorisationState.GIVEN
    withdrawn_at: datetime | None = None

    def withdrawn(self, now: datetime) -> "Authorisation":
        """撤销授权: from now on the agent may do nothing more."""
        state = AUTHORISATIONS.next(self.state, AuthorisationCommand.WITHDRAW)
        return replace(self, state=state, withdrawn_at=now)

    def anonymous(self, now: datetime) -> "Authorisation":
        """Return what is left when applicant or agent is erased: over, and no way to the letter."""
        over = self.withdrawn(now) if self.state is AuthorisationState.GIVEN else self
        return replace(over, signature="")

    def holds(self, now: datetime) -> bool:
        """Tell whether the agent may act under it at this instant."""
        return self.state is AuthorisationState.GIVEN and now <= self.until

    def must_cover(self, item: Item, act: Act, now: datetime) -> None:
        """Raise `NotAllowed` unless the agent may do this in this matter at this instant."""
        must_admit_agents(item)
        if not self.holds(now):
            raise NotAllowed(
                "authorisation-over",
                f"授权已撤销或已于 {shown(self.until)} 到期，请申请人重新授权。",
                f"It was withdrawn, or ran until {shown(self.until)}; a new one is needed.",
                field="authorisation",
            )
        if item.code not in self.items or act not in self.acts:
            raise NotAllowed(
                "not-authorised",
                f"授权书不包括对“{item.name}”的“{act.value}”；"
                f"授权事项：{'、'.join(self.items)}；权限：{'、'.join(self.acts)}。",
                f"It does not cover '{act.value}' for {item.code}; "
                f"items: {', '.join(self.items)}; acts: {', '.join(self.acts)}.",
                field="authorisation",
            )


def must_be_sound(until: datetime, applicant: str, agent: str, now: datetime) -> None:
    """Raise `Refusal` for an authorisation that is over at once, or that is given to oneself."""
    if until <= now:
        raise Refusal(
            "until-past",
            "授权期限已过，请填写今后的日期。",
            "It would be over already; give a later day.",
            field="until",
        )
    if applicant == agent:
        raise Refusal(
            "own-agent",
            "代办人不能是申请人本人。",
            "The agent cannot be the applicant.",
            field="agent",
        )


def must_admit_agents(item: Item) -> None:
    """Raise `NotAllowed` where the law demands that the applicant comes in person (XKF 29)."""
    if item.in_person:
        raise NotAllowed(
            "in-person",
            f"“{item.name}”依法须由本人到场办理，不能代办。",
            f"The law demands that the applicant comes in person for {item.code}.",
            field="authorisation",
        )


def must_be_this_agent(agent: str, actor: str, *, kiosk: bool) -> None:
    """Raise `NotAllowed` unless whoever hands in may do so for this agent.

    A staff agent acts in person. A relative comes to a counter, where a clerk sees who it is: a
    machine cannot.
    """
    if kiosk or (agent.startswith(STAFF) and agent != actor):
        raise NotAllowed(
            "not-the-agent",
            "须由授权书上的代办人本人办理；亲属代办请到人工窗口。",
            "Only the agent named in the authorisation may do this; a relative goes to a counter.",
            field="authorisation",
        )


def must_not_judge(agent: str | None, by: str) -> None:
    """职责分离: raise `NotAllowed` where the agent of an application would judge it."""
    if agent is not None and agent == by:
        raise NotAllowed(
            "agent-apart",
            "您是此件的代办人，不能审查或决定此件，请转其他人员。",
            "You act as the applicant's agent here and cannot review or decide it; pass it on.",
        )
