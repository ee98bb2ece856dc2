"""What may be ticked beside a grade: a closed list, so that it can be counted and says no name."""

from collections.abc import Mapping

from shared.values import Invalid

DETAILS: Mapping[str, tuple[str, str]] = {
    "waited-too-long": ("等待时间过长", "the wait was too long"),
    "overdue": ("没有按时办结", "it was not done in time"),
    "not-told-once": ("没有一次性告知", "what was missing was not told at once"),
    "asked-for-papers-twice": ("重复提交材料", "the same papers were asked for twice"),
    "extra-papers": ("要求提供清单以外的材料", "papers beyond the list were asked for"),
    "extra-fee": ("收取清单以外的费用", "a fee beyond the list was taken"),
    "sent-around": ("推诿、让人来回跑", "people were sent from counter to counter"),
    "rude": ("态度生硬", "staff were rude"),
    "unclear-guide": ("办事指南不清楚", "the guide was not clear"),
    "signs-unclear": ("标识不清、找不到窗口", "the signs were not clear"),
    "system-fault": ("网站、自助机不好用", "the site or the kiosk did not work well"),
    "hours-not-kept": ("没有按公布时间开窗", "the counter was closed in office hours"),
    "barriers": ("老年人、残疾人办事不便", "it was hard for the old or the disabled"),
    "quick": ("办得快", "it was quick"),
    "friendly": ("态度好", "staff were friendly"),
    "clear-guidance": ("讲得清楚", "it was explained clearly"),
    "few-papers": ("材料少", "few papers were needed"),
    "one-visit": ("一次办成", "one visit was enough"),
    "changed-my-mind": ("改变了看法（追评）", "I think otherwise now (follow-up)"),
}


def must_be_known(details: tuple[str, ...]) -> None:
    """Raise `Invalid` ``unknown-detail`` for a code that is not on the list."""
    for code in details:
        if code not in DETAILS:
            known = ", ".join(DETAILS)
            raise Invalid(
                "unknown-detail",
                f"评价选项中没有这一项；可选：{known}。其他意见请写在文字里。",
                f"There is no such detail; the list: {known}. Say other things in words.",
                field="details",
            )


def must_be_founded(details: tuple[str, ...], *, has_words: bool) -> None:
    """Raise `Invalid` ``detail-needed`` for a bad grade that says neither a detail nor a word."""
    if not details and not has_words:
        raise Invalid(
            "detail-needed",
            "评价为不满意时，请至少勾选一项原因，或写几句话，以便核实整改。",
            "A bad grade needs one ticked detail or a few words, so that it can be mended.",
            field="details",
        )
