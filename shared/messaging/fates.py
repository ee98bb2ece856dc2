"""Fates: where a message stands that was not handled at first, and in which words."""

from enum import StrEnum

from shared.values import Invalid, Refusal


class Fate(StrEnum):
    """Where a message that was not handled at first stands.

    quarantined: not valid, the sender mends it. parked: valid but not possible yet, tried again.
    waiting: behind a parked one of its aggregate. refused: too late, or given up. repeated:
    knowingly skipped. dead: our own fault, the operators mend it. missed: the broker no longer
    held it. replayed: handled after all. discarded: by an operator, with a reason.
    """

    QUARANTINED = "quarantined"
    PARKED = "parked"
    WAITING = "waiting"
    REFUSED = "refused"
    REPEATED = "repeated"
    DEAD = "dead"
    MISSED = "missed"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


REPLAYABLE = frozenset({Fate.QUARANTINED, Fate.PARKED, Fate.WAITING, Fate.REFUSED, Fate.DEAD})
"""The fates from which a message may still be handled."""


def fate_of(error: Exception, *, readable: bool = True) -> Fate:
    """Tell where a failed message belongs; what could not be `readable` is never parked."""
    if isinstance(error, Behind):
        return Fate.WAITING
    if error is REPEATED or error is KEPT:
        return Fate.REPEATED
    if isinstance(error, Invalid):
        return Fate.QUARANTINED
    if isinstance(error, Refusal) and error.final:
        return Fate.REFUSED
    return Fate.PARKED if readable else Fate.DEAD


def told(error: Exception) -> Refusal:
    """Return the words for a failure; those of our own faults say nothing of the inside."""
    return error if isinstance(error, Refusal) else _OUR_FAULT


class Behind(Refusal):
    """An earlier message of the same aggregate waits; this one takes its turn after it."""

    def __init__(self, head: str | None = None) -> None:
        zh, en = (f"（{head}）", f" ({head})") if head else ("", "")
        super().__init__(
            "waits-behind",
            f"同一对象更早的一条消息{zh}尚未处理，按次序等候；请先处理那一条。",
            f"An earlier message of the same subject{en} waits; this one follows it in order.",
        )


NOT_KEPT = Refusal(
    "bytes-not-kept",
    "这条消息的内容没有留存（消息总线已删除），请发送方重发。",
    "The bytes of this message were not kept (the broker dropped it); ask its sender again.",
)
REPEATED = Refusal(
    "repeated",
    "这条消息此前已处理（来源和编号相同），已跳过。",
    "This message was handled before (same source and id); it was skipped.",
)
KEPT = Refusal(
    "kept",
    "这条消息此前已有结果，见台账；重读不改变它。",
    "The ledger says what became of this message; reading it again changes nothing.",
)
_OUR_FAULT = Refusal(
    "our-fault",
    "系统处理这条消息时出错，已留存，待运维处理；发送方无需重发。",
    "The system failed on this message; it is kept for the operators, do not send it again.",
)
