"""The life of an incident as data (domain.md 2.4; CJ/T 315-2009: 立案 派遣 处置 核查 结案)."""

from enum import StrEnum

from shared.values import StateTable


class State(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"  # 已上报，待定位或立案
    REGISTERED = "registered"  # 立案
    NOT_FILED = "not-filed"  # 不予立案
    DISPATCHED = "dispatched"  # 已派遣，待签收
    SIGNED = "signed"  # 已签收
    HANDLING = "handling"  # 处置中
    HELP_REQUESTED = "help-requested"  # 求助，窗口办理中
    FEEDBACK = "feedback"  # 已反馈，待核查
    VERIFIED = "verified"  # 核查通过
    CLOSED = "closed"  # 结案


class Command(StrEnum):
    """What can be done with an incident."""

    LOCATE = "locate"
    REGISTER = "register"
    NOT_FILE = "not-file"
    DISPATCH = "dispatch"
    SIGN = "sign"
    RETURN = "return"
    LAPSE = "lapse"
    START_HANDLING = "start-handling"
    END_STAGE = "end-stage"
    EXTEND = "extend"
    REQUEST_HELP = "request-help"
    ANSWER_HELP = "answer-help"
    FEED_BACK = "feed-back"
    VERIFY_PASS = "verify-pass"  # noqa: S105 - no password
    VERIFY_FAIL = "verify-fail"
    RECORD_REVISIT = "record-revisit"
    SETTLE = "settle"
    CLOSE = "close"


_WITH_THE_WORKER = (State.DISPATCHED, State.SIGNED, State.HANDLING)
_FOLLOWED_UP = (
    State.DISPATCHED,
    State.SIGNED,
    State.HANDLING,
    State.FEEDBACK,
    State.VERIFIED,
)

TABLE = StateTable(
    {
        (State.REPORTED, Command.LOCATE): State.REPORTED,
        (State.REPORTED, Command.REGISTER): State.REGISTERED,
        (State.REPORTED, Command.NOT_FILE): State.NOT_FILED,
        (State.REGISTERED, Command.NOT_FILE): State.NOT_FILED,
        (State.REGISTERED, Command.DISPATCH): State.DISPATCHED,
        (State.REGISTERED, Command.REQUEST_HELP): State.HELP_REQUESTED,
        (State.HELP_REQUESTED, Command.ANSWER_HELP): State.FEEDBACK,
        (State.DISPATCHED, Command.DISPATCH): State.DISPATCHED,
        (State.DISPATCHED, Command.SIGN): State.SIGNED,
        (State.DISPATCHED, Command.RETURN): State.REGISTERED,
        (State.DISPATCHED, Command.LAPSE): State.DISPATCHED,
        (State.SIGNED, Command.START_HANDLING): State.HANDLING,
        (State.HANDLING, Command.FEED_BACK): State.FEEDBACK,
        (State.FEEDBACK, Command.VERIFY_PASS): State.VERIFIED,
        (State.FEEDBACK, Command.VERIFY_FAIL): State.HANDLING,
        (State.VERIFIED, Command.CLOSE): State.CLOSED,
        (State.HANDLING, Command.END_STAGE): State.HANDLING,
        **{(state, Command.EXTEND): state for state in _WITH_THE_WORKER},
        **{(state, Command.RECORD_REVISIT): state for state in _FOLLOWED_UP},
        # The counter is done with the rating behind it: then nothing is left to do on the block.
        **{(state, Command.SETTLE): State.CLOSED for state in _FOLLOWED_UP},
    }
)
