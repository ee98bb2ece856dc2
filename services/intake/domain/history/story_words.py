"""Words for codes, as staff and residents read them: Chinese, then English."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from services.intake.domain.case.grounds import REJECTIONS, REVOCATIONS

Said = tuple[str, str]
"""The same in Chinese and in English."""

CHINA = timezone(timedelta(hours=8))
"""China keeps one offset all year."""

WORDS: Mapping[str, Mapping[str, Said]] = {
    "by": {
        "clerk": ("窗口人员", "a clerk"),
        "reviewer": ("审核人员", "a reviewer"),
        "kiosk": ("自助机", "the kiosk"),
        "operator": ("运维人员", "an operator"),
        "shift_leader": ("值班长", "the shift leader"),
        "staff": ("工作人员", "a member of staff"),
        "partner": ("合作机构", "a partner"),
        "grid": ("网格", "the grid"),
        "system": ("系统", "the system"),
        "resident": ("申请人", "the applicant"),
    },
    "channel": {
        "window": ("窗口", "at the window"),
        "kiosk": ("自助机", "at a kiosk"),
        "online": ("网上", "online"),
        "mobile": ("手机", "by telephone"),
        "post": ("邮寄", "by post"),
        "grid": ("网格转来", "from the grid"),
    },
    "outcome": {
        "approved": ("准予", "approved"),
        "approved-deficient": ("准予（容缺，补齐后发放结果）", "approved, once the papers are in"),
        "rejected": ("不予许可", "rejected"),
    },
    "consequence": {
        "deemed-withdrawn": ("视为撤回申请", "deemed withdrawn"),
        "acceptance-revoked": ("撤销受理", "the acceptance is revoked"),
        "rejected": ("不予许可", "rejected"),
        "terminated": ("终止办理", "terminated"),
    },
    "step": {
        "handle": ("承办", "handle"),
        "examine": ("审核", "examine"),
        "approve": ("批准", "approve"),
    },
    "ground": {
        **{ground.value: words for ground, words in REJECTIONS.items()},
        "not-required": ("不受理（依法不需要办理）", "the law does not ask for it"),
        "out-of-competence": ("不予受理（不属本机关职权）", "it is not ours to decide"),
        "retention-over": ("保存期限已届满", "it was kept long enough"),
        "consent-withdrawn": ("个人撤回同意", "the consent was withdrawn"),
        "unlawful": ("违法处理", "the handling broke the law"),
    },
    # Apart: some codes stand in both lists, and mean another thing in each.
    "approval.revoked.ground": {ground.value: words for ground, words in REVOCATIONS.items()},
    "kind": {
        "extension": ("延长审批", "an extension"),
        "hearing": ("听证", "a hearing"),
        "bidding": ("招标", "a bidding"),
        "auction": ("拍卖", "an auction"),
        "inspection": ("检验", "an inspection"),
        "testing": ("检测", "a test"),
        "quarantine": ("检疫", "a quarantine"),
        "appraisal": ("鉴定", "an appraisal"),
        "expert-review": ("专家评审", "a review by experts"),
    },
    "clock": {
        "online-check": ("网上预审期限", "the limit for the first look"),
        "correction-notice": ("受理告知期限", "the limit for the notice"),
        "correction": ("补正期限", "the limit for the correction"),
        "statutory": ("法定期限", "the law's limit"),
        "promised": ("承诺期限", "the promised limit"),
        "deficiency": ("承诺补交期限", "the date of a promised paper"),
        "special-procedure": ("特别程序期限", "the limit of the special procedure"),
        "delivery": ("送达期限", "the limit for the delivery"),
    },
    "alert": {
        "yellow": ("黄色预警", "yellow"),
        "red": ("红色预警", "red"),
        "overdue": ("已超期", "overdue"),
    },
    "unit": {
        "G": ("个工作日", "working days"),
        "Z": ("个自然日", "calendar days"),
        "H": ("个工作时", "working hours"),
        "U": ("小时", "hours"),
    },
}
"""By field and code; a code that is not here is shown as it is.

A field that has codes of its own in one event stands under that event's name too.
"""


def word(field: str, code: str) -> Said:
    """Return the words of a code of a field."""
    return WORDS.get(field, {}).get(code, (code, code))


def moment(at: datetime) -> Said:
    """Return an instant as the counter's clock shows it."""
    local = at.astimezone(CHINA)
    zh = f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
    return zh, f"{local:%Y-%m-%d %H:%M}"


def joined(names: tuple[str, ...]) -> Said:
    """Return a list of names, which are the same in both."""
    return "、".join(names), ", ".join(names)
