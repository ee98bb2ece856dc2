"""What codes mean on paper: in Chinese, as receipts are written."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from services.intake.domain.bundle.bundle import BundleReceiptKind
from services.intake.domain.case.parts import (
    Outcome,
    ProcedureKind,
    ReceiptKind,
)
from services.intake.domain.case.states import State
from services.intake.domain.catalogue.policies import LapsePolicy

_CHINA = timezone(timedelta(hours=8))

TITLES: Mapping[ReceiptKind | BundleReceiptKind, tuple[str, str]] = {
    ReceiptKind.SUBMITTED: ("网上申请提交回执", "Receipt of an online application"),
    ReceiptKind.PRE_REJECTED: ("预审不通过告知书", "Notice that it was not taken in"),
    ReceiptKind.RECEIVED: ("收件凭证", "Receipt of papers"),
    ReceiptKind.CORRECTION: ("补正材料一次性告知书", "Notice of all that is missing"),
    ReceiptKind.ACCEPTED: ("受理通知书", "Notice of acceptance"),
    ReceiptKind.PROMISE: ("容缺受理承诺书", "Promise of papers to follow"),
    ReceiptKind.REFUSED: ("不予受理（不受理）通知书", "Notice of refusal"),
    ReceiptKind.EXTENDED: ("延长办理期限告知书", "Notice of extension"),
    ReceiptKind.PROCEDURE: ("特别程序告知书", "Notice of a special procedure"),
    ReceiptKind.DECIDED: ("办理决定书", "Decision"),
    ReceiptKind.RECALL_REFUSED: ("不同意撤件告知书", "Notice that it is not given back"),
    ReceiptKind.WITHDRAWN: ("撤回申请确认书", "Confirmation of withdrawal"),
    ReceiptKind.RETURNED: ("退件告知书", "Notice of return"),
    ReceiptKind.DEEMED_WITHDRAWN: ("视为撤回申请告知书", "Notice of deemed withdrawal"),
    ReceiptKind.ACCEPTANCE_REVOKED: ("撤销受理决定书", "Revocation of the acceptance"),
    ReceiptKind.TERMINATED: ("终止办理决定书", "Termination"),
    ReceiptKind.DELIVERED: ("送达回证", "Proof of delivery"),
    ReceiptKind.REVOKED: ("撤销决定书", "Revocation of the approval"),
    BundleReceiptKind.RECEIVED: ("一件事收件凭证", "Receipt of one matter"),
    BundleReceiptKind.CORRECTION: (
        "一件事补正材料一次性告知书",
        "Notice of all that is missing in one matter",
    ),
}
LABELS: Mapping[str, tuple[str, str]] = {
    "applicant": ("申请人", "applicant"),
    "matter": ("一件事", "one matter"),
    "bundle-no": ("一件事编号", "bundle number"),
    "child": ("办件", "application"),
    "item": ("事项", "item"),
    "project-no": ("办件编号", "application number"),
    "handed-in": ("已收材料", "handed in"),
    "missing": ("缺少材料", "missing"),
    "to-follow": ("后补材料", "to follow"),
    "accepted-on": ("受理时间", "accepted on"),
    "due": ("补正期限", "to be corrected by"),
    "promised-due": ("承诺办结时间", "promised by"),
    "legal-due": ("法定办结时间", "due by law"),
    "otherwise": ("逾期后果", "otherwise"),
    "next": ("后续", "what follows"),
    "signature": ("承诺书编号", "reference of the promise"),
    "outcome": ("结果", "outcome"),
    "certificate": ("证照编号", "certificate"),
    "procedure": ("程序", "procedure"),
    "limit": ("所需时间", "time it takes"),
    "hearing": ("听证时间和地点", "hearing, when and where"),
    "authority": ("撤销机关", "authority"),
    "ground": ("法定情形", "ground"),
    "basis": ("法律依据", "legal basis"),
    "reasons": ("理由", "reasons"),
    "remedy": ("救济途径", "remedies"),
    "receipt-code": ("查询码", "code to ask and rate by"),
    "how": ("查询和评价", "how to ask and rate"),
    "ask": ("咨询", "whom to ask"),
}
SEAL = ("（此处加盖印章）", "(place of the seal)")
"""Where the office's seal goes, on paper or as an electronic one (ZXZW 9)."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.APPROVED: "准予",
    Outcome.APPROVED_DEFICIENT: "准予（容缺通过）",
    Outcome.REJECTED: "不予许可",
}
FORMS: Mapping[str, str] = {"electronic": "电子件", "original": "原件", "copy": "复印件"}
CONSEQUENCES: Mapping[LapsePolicy, str] = {
    LapsePolicy.DEEMED_WITHDRAWN: "逾期未补交或核对不合格的，视为撤回申请。",
    LapsePolicy.ACCEPTANCE_REVOKED: "逾期未补交或核对不合格的，撤销受理并书面说明理由。",
    LapsePolicy.REJECTED: "逾期未补交或核对不合格的，作出不予许可的决定。",
    LapsePolicy.TERMINATED: "逾期未补交或核对不合格的，终止办理。",
}
REFUSALS: Mapping[State, str] = {
    State.NOT_REQUIRED: "不受理：该事项依法不需要办理",
    State.OUT_OF_COMPETENCE: "不予受理：该事项不属于本机关职权范围",
}
PROCEDURES: Mapping[ProcedureKind, str] = {
    ProcedureKind.EXTENSION: "延长审批",
    ProcedureKind.HEARING: "听证",
    ProcedureKind.BIDDING: "招标",
    ProcedureKind.AUCTION: "拍卖",
    ProcedureKind.INSPECTION: "检验",
    ProcedureKind.TESTING: "检测",
    ProcedureKind.QUARANTINE: "检疫",
    ProcedureKind.APPRAISAL: "鉴定",
    ProcedureKind.EXPERT_REVIEW: "专家评审",
}


def instant(at: datetime) -> str:
    """Return an instant as it stands on paper, in China's time: 2026年9月7日17时30分."""
    local = at.astimezone(_CHINA)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def day(at: datetime) -> str:
    """Return the day of an instant in China: 2026年9月7日."""
    local = at.astimezone(_CHINA)
    return f"{local.year}年{local.month}月{local.day}日"
