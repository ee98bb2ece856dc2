"""The life of an application (办件) as data: domain.md 2.1, thin."""

from enum import StrEnum

from shared.values import StateTable


class State(StrEnum):
    """Where an application stands; the official 办件状态 codes are mapped at the edge."""

    RECEIVED = "received"  # 收件
    CORRECTION = "correction"  # 补正告知
    ACCEPTED = "accepted"  # 受理
    IN_REVIEW = "in-review"  # 审查
    SUSPENDED = "suspended"  # 特别程序：期限停止计算
    DECIDED = "decided"  # 决定
    DELIVERED = "delivered"  # 送达
    WITHDRAWN = "withdrawn"  # 撤回
    RETURNED = "returned"  # 退件：逾期未补正
    NOT_REQUIRED = "not-required"  # 不受理：依法不需要许可
    OUT_OF_COMPETENCE = "out-of-competence"  # 不予受理：不属本机关职权


class Command(StrEnum):
    """What somebody may want to do with it."""

    ACCEPT = "accept"
    REQUEST_CORRECTION = "request-correction"
    SUBMIT_CORRECTION = "submit-correction"
    SUPPLEMENT = "supplement"
    START_REVIEW = "start-review"
    EXTEND = "extend"
    START_PROCEDURE = "start-procedure"
    END_PROCEDURE = "end-procedure"
    DECIDE = "decide"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    RETURN = "return"
    REFUSE_NOT_REQUIRED = "refuse-not-required"
    REFUSE_OUT_OF_COMPETENCE = "refuse-out-of-competence"


TABLE = StateTable(
    {
        (State.RECEIVED, Command.ACCEPT): State.ACCEPTED,
        (State.RECEIVED, Command.REQUEST_CORRECTION): State.CORRECTION,
        (State.RECEIVED, Command.REFUSE_NOT_REQUIRED): State.NOT_REQUIRED,
        (State.RECEIVED, Command.REFUSE_OUT_OF_COMPETENCE): State.OUT_OF_COMPETENCE,
        (State.RECEIVED, Command.WITHDRAW): State.WITHDRAWN,
        # What was corrected is checked again, so it is received again.
        (State.CORRECTION, Command.SUBMIT_CORRECTION): State.RECEIVED,
        # The notice goes out by itself, before a person has looked at the matter: whoever looks
        # later must still be able to refuse it without waiting for papers nobody needs.
        (State.CORRECTION, Command.REFUSE_NOT_REQUIRED): State.NOT_REQUIRED,
        (State.CORRECTION, Command.REFUSE_OUT_OF_COMPETENCE): State.OUT_OF_COMPETENCE,
        (State.CORRECTION, Command.WITHDRAW): State.WITHDRAWN,
        (State.CORRECTION, Command.RETURN): State.RETURNED,
        (State.ACCEPTED, Command.SUPPLEMENT): State.ACCEPTED,
        (State.ACCEPTED, Command.EXTEND): State.ACCEPTED,
        (State.ACCEPTED, Command.START_REVIEW): State.IN_REVIEW,
        (State.ACCEPTED, Command.WITHDRAW): State.WITHDRAWN,
        (State.IN_REVIEW, Command.SUPPLEMENT): State.IN_REVIEW,
        (State.IN_REVIEW, Command.EXTEND): State.IN_REVIEW,
        (State.IN_REVIEW, Command.START_PROCEDURE): State.SUSPENDED,
        (State.IN_REVIEW, Command.DECIDE): State.DECIDED,
        (State.IN_REVIEW, Command.WITHDRAW): State.WITHDRAWN,
        (State.SUSPENDED, Command.SUPPLEMENT): State.SUSPENDED,
        (State.SUSPENDED, Command.END_PROCEDURE): State.IN_REVIEW,
        (State.SUSPENDED, Command.WITHDRAW): State.WITHDRAWN,
        (State.DECIDED, Command.DELIVER): State.DELIVERED,
    }
)
