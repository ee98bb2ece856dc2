"""The life of an application (办件) as data: domain.md 2.1."""

from collections.abc import Mapping
from enum import StrEnum

from shared.values import StateTable


class State(StrEnum):
    """Where an application stands; the official 办件状态 codes are mapped at the edge."""

    SUBMITTED = "submitted"  # 预受理：网上提交，尚未收件
    PRE_REJECTED = "pre-rejected"  # 预审不通过
    RECEIVED = "received"  # 收件
    CORRECTION = "correction"  # 补正告知
    ACCEPTED = "accepted"  # 受理
    IN_REVIEW = "in-review"  # 审查
    SUSPENDED = "suspended"  # 特别程序：期限停止计算
    RECALL_PENDING = "recall-pending"  # 申请撤件：审查中要求撤回
    DECIDED = "decided"  # 决定
    DELIVERED = "delivered"  # 送达
    ARCHIVED = "archived"  # 归档
    REVOKED = "revoked"  # 撤销
    WITHDRAWN = "withdrawn"  # 撤回
    RETURNED = "returned"  # 退件：逾期未补正
    DEEMED_WITHDRAWN = "deemed-withdrawn"  # 视为撤回：逾期未补正或未履行容缺承诺
    ACCEPTANCE_REVOKED = "acceptance-revoked"  # 撤销受理：未履行容缺承诺
    TERMINATED = "terminated"  # 终止办理：未履行容缺承诺
    NOT_REQUIRED = "not-required"  # 不受理：依法不需要许可
    OUT_OF_COMPETENCE = "out-of-competence"  # 不予受理：不属本机关职权


class Command(StrEnum):
    """What somebody, or time, may want to do with it."""

    PRE_ACCEPT = "pre-accept"
    PRE_REJECT = "pre-reject"
    ACCEPT = "accept"
    PREPARE_CORRECTION = "prepare-correction"
    REQUEST_CORRECTION = "request-correction"
    SUBMIT_CORRECTION = "submit-correction"
    SUPPLEMENT = "supplement"
    CHECK_PAPER = "check-paper"
    EXTEND_PROMISE = "extend-promise"
    START_REVIEW = "start-review"
    TAKE_STEP = "take-review-step"
    RECORD_ONSITE = "record-onsite-review"
    EXTEND = "extend"
    START_PROCEDURE = "start-procedure"
    END_PROCEDURE = "end-procedure"
    REQUEST_RECALL = "request-recall"
    GRANT_RECALL = "grant-recall"
    REFUSE_RECALL = "refuse-recall"
    REFUSE_RECALL_IN_PROCEDURE = "refuse-recall-in-procedure"
    DECIDE = "decide"
    RELEASE = "release-result"
    DELIVER = "deliver"
    ARCHIVE = "archive"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    RETURN = "return"
    DEEM_WITHDRAWN = "deem-withdrawn"
    REVOKE_ACCEPTANCE = "revoke-acceptance"
    REJECT_LAPSED = "reject-lapsed"
    TERMINATE = "terminate"
    REFUSE_NOT_REQUIRED = "refuse-not-required"
    REFUSE_OUT_OF_COMPETENCE = "refuse-out-of-competence"


PROMISING = (
    State.ACCEPTED,
    State.IN_REVIEW,
    State.SUSPENDED,
    State.RECALL_PENDING,
    State.DECIDED,
)
"""Where papers may be to follow under a promise (容缺): until the result is handed over."""

_OF_A_PROMISE: Mapping[tuple[State, Command], State] = {
    (state, command): state
    for state in PROMISING
    for command in (Command.SUPPLEMENT, Command.CHECK_PAPER, Command.EXTEND_PROMISE)
}
_OF_ITS_LAPSE: Mapping[tuple[State, Command], State] = {
    (state, command): to
    for state in PROMISING
    for command, to in {
        Command.DEEM_WITHDRAWN: State.DEEMED_WITHDRAWN,
        Command.REVOKE_ACCEPTANCE: State.ACCEPTANCE_REVOKED,
        Command.REJECT_LAPSED: State.DECIDED,
        Command.TERMINATE: State.TERMINATED,
    }.items()
}

TABLE = StateTable(
    {
        (State.SUBMITTED, Command.PRE_ACCEPT): State.RECEIVED,
        (State.SUBMITTED, Command.PRE_REJECT): State.PRE_REJECTED,
        (State.SUBMITTED, Command.WITHDRAW): State.WITHDRAWN,
        (State.RECEIVED, Command.ACCEPT): State.ACCEPTED,
        # What is missing is told with what its sisters of one matter (一件事) lack.
        (State.RECEIVED, Command.PREPARE_CORRECTION): State.RECEIVED,
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
        (State.CORRECTION, Command.DEEM_WITHDRAWN): State.DEEMED_WITHDRAWN,
        (State.ACCEPTED, Command.EXTEND): State.ACCEPTED,
        (State.ACCEPTED, Command.START_REVIEW): State.IN_REVIEW,
        (State.ACCEPTED, Command.WITHDRAW): State.WITHDRAWN,
        (State.IN_REVIEW, Command.TAKE_STEP): State.IN_REVIEW,
        (State.IN_REVIEW, Command.RECORD_ONSITE): State.IN_REVIEW,
        (State.IN_REVIEW, Command.EXTEND): State.IN_REVIEW,
        (State.IN_REVIEW, Command.START_PROCEDURE): State.SUSPENDED,
        (State.IN_REVIEW, Command.DECIDE): State.DECIDED,
        # Reviewers are at work on it: it is asked back, and they stop it or say why not.
        (State.IN_REVIEW, Command.REQUEST_RECALL): State.RECALL_PENDING,
        (State.SUSPENDED, Command.REQUEST_RECALL): State.RECALL_PENDING,
        (State.SUSPENDED, Command.RECORD_ONSITE): State.SUSPENDED,
        (State.SUSPENDED, Command.END_PROCEDURE): State.IN_REVIEW,
        (State.RECALL_PENDING, Command.GRANT_RECALL): State.WITHDRAWN,
        (State.RECALL_PENDING, Command.REFUSE_RECALL): State.IN_REVIEW,
        (State.RECALL_PENDING, Command.REFUSE_RECALL_IN_PROCEDURE): State.SUSPENDED,
        (State.DECIDED, Command.RELEASE): State.DECIDED,
        (State.DECIDED, Command.DELIVER): State.DELIVERED,
        (State.DECIDED, Command.REVOKE): State.REVOKED,
        (State.DELIVERED, Command.ARCHIVE): State.ARCHIVED,
        (State.DELIVERED, Command.REVOKE): State.REVOKED,
        (State.ARCHIVED, Command.REVOKE): State.REVOKED,
        **_OF_A_PROMISE,
        **_OF_ITS_LAPSE,
    }
)
