"""What the codes of an access export mean on paper, in Chinese."""

from collections.abc import Mapping

from services.intake.domain.case.states import State
from services.intake.domain.exchange.handover import HANDED
from services.intake.domain.history.story_words import WORDS
from services.intake.domain.people.sheet_labels import LABELS
from services.intake.domain.receipts.wording import FORMS, PROCEDURES, TITLES

STATES: Mapping[State, str] = {
    State.SUBMITTED: "预受理",
    State.PRE_REJECTED: "预审不通过",
    State.RECEIVED: "收件",
    State.CORRECTION: "补正告知",
    State.ACCEPTED: "受理",
    State.IN_REVIEW: "审查",
    State.SUSPENDED: "特别程序",
    State.RECALL_PENDING: "申请撤件",
    State.DECIDED: "已决定",
    State.DELIVERED: "已送达",
    State.ARCHIVED: "已归档",
    State.REVOKED: "已撤销",
    State.WITHDRAWN: "已撤回",
    State.RETURNED: "退件",
    State.DEEMED_WITHDRAWN: "视为撤回",
    State.ACCEPTANCE_REVOKED: "撤销受理",
    State.TERMINATED: "终止办理",
    State.NOT_REQUIRED: "不受理",
    State.OUT_OF_COMPETENCE: "不予受理",
}
_PLACES = {
    "booked": "已预约",
    "waiting": "候补",
    "cancelled": "已取消",
    "attended": "已到",
    "missed": "未到",
}
_FIELDS = {name: LABELS[name] for name in HANDED}
_WITHOUT = {
    "nothing-allowed": "本人未同意提供",
    "partner-without-key": "该机构没有接收密钥",
    "no-applicant": "没有申请人信息",
}


def _zh(field: str) -> Mapping[str, str]:
    return {code: said[0] for code, said in WORDS[field].items()}


CODES: Mapping[str, Mapping[str, str]] = {
    "cases.state": {state.value: said for state, said in STATES.items()},
    "cases.kind": {"instant": "即办件", "promised": "承诺件"},
    "receipts.kind": {kind.value: said for kind, (said, _) in TITLES.items()},
    "procedures.kind": {kind.value: said for kind, said in PROCEDURES.items()},
    "promise.papers.state": {
        "promised": "待补交",
        "supplemented": "已补交，待核对",
        "checked-ok": "合格",
        "checked-bad": "不合格",
        "lapsed": "未履行",
    },
    "authorisations.state": {"given": "有效", "withdrawn": "已终止"},
    "appointments.state": _PLACES,
    "bookings.state": _PLACES,
    "acts": {
        "hand-in": "递交申请",
        "correct": "补正材料",
        "supplement": "补齐容缺材料",
        "withdraw": "撤回申请",
        "collect": "代领结果",
    },
    "need": {
        "aged": "高龄",
        "disability": "行动不便、残疾",
        "pregnant": "孕期",
        "with-infant": "携带婴幼儿",
        "urgent": "情况紧急",
        "other": "其他",
    },
    "alert": {"normal": "正常", "none": "无", **_zh("alert")},
    "form": FORMS,
    "channel": _zh("channel"),
    "outcome": {**_zh("outcome"), "withdrawn": "已撤回"},
    "revocation.ground": _zh("approval.revoked.ground"),
    "ground": _zh("ground"),
    "consequence": _zh("consequence"),
    "step": _zh("step"),
    "review_steps": _zh("step"),
    "unit": _zh("unit"),
    "consented": _FIELDS,
    "handed_fields": _FIELDS,
    "fields": _FIELDS,
    "handed_without": _WITHOUT,
    "without": _WITHOUT,
}
"""By the last part of where a member stands; a code that is not here is shown as it is."""
