"""The words of the CSV notation, each beside the code that it stands for."""

from typing import Any

from services.intake.domain.case.parts import ProcedureKind
from services.intake.domain.catalogue.guide import HandlingForm, ResultKind, ServiceObject
from services.intake.domain.catalogue.item import NOBODY, OWN, ItemKind, PaperForm, PaperSource
from services.intake.domain.catalogue.policies import CorrectionLapse, LapsePolicy, ReviewStep

UNSAID = "不限"
"""In the column of special procedures: the list says nothing of them."""
KINDS = {"即办件": ItemKind.INSTANT.value, "承诺件": ItemKind.PROMISED.value}
DECIDERS = {"本单位": OWN, "受理即办结": NOBODY}
PROCEDURES = {
    "延长审批": ProcedureKind.EXTENSION.value,
    "听证": ProcedureKind.HEARING.value,
    "招标": ProcedureKind.BIDDING.value,
    "拍卖": ProcedureKind.AUCTION.value,
    "检验": ProcedureKind.INSPECTION.value,
    "检测": ProcedureKind.TESTING.value,
    "检疫": ProcedureKind.QUARANTINE.value,
    "鉴定": ProcedureKind.APPRAISAL.value,
    "专家评审": ProcedureKind.EXPERT_REVIEW.value,
}
REVIEW_STEPS = {
    "承办": ReviewStep.HANDLE.value,
    "审核": ReviewStep.EXAMINE.value,
    "批准": ReviewStep.APPROVE.value,
}
CORRECTION_LAPSES = {
    "退件": CorrectionLapse.RETURNED.value,
    "视为撤回": CorrectionLapse.DEEMED_WITHDRAWN.value,
}
LAPSES = {
    "视为撤回": LapsePolicy.DEEMED_WITHDRAWN.value,
    "撤销受理": LapsePolicy.ACCEPTANCE_REVOKED.value,
    "不予许可": LapsePolicy.REJECTED.value,
    "终止办理": LapsePolicy.TERMINATED.value,
}
OBJECTS = {
    "自然人": ServiceObject.PERSON.value,
    "企业法人": ServiceObject.COMPANY.value,
    "事业法人": ServiceObject.INSTITUTION.value,
    "社会组织": ServiceObject.ASSOCIATION.value,
    "行政机关": ServiceObject.AGENCY.value,
    "其他": ServiceObject.OTHER.value,
}
HANDLING = {
    "窗口": HandlingForm.WINDOW.value,
    "电脑端": HandlingForm.COMPUTER.value,
    "移动端": HandlingForm.MOBILE.value,
    "快递": HandlingForm.COURIER.value,
    "自助机": HandlingForm.KIOSK.value,
    "其他": HandlingForm.OTHER.value,
}
RESULTS = {
    "证照": ResultKind.CERTIFICATE.value,
    "批文": ResultKind.APPROVAL.value,
    "证明": ResultKind.PROOF.value,
    "待遇": ResultKind.PAYMENT.value,
    "登记": ResultKind.RECORD.value,
    "服务": ResultKind.SERVICE.value,
}
FORMS = {
    "原件": PaperForm.ORIGINAL.value,
    "复印件": PaperForm.COPY.value,
    "电子件": PaperForm.ELECTRONIC.value,
}
SOURCES = {
    "自备": PaperSource.APPLICANT.value,
    "第三方": PaperSource.THIRD_PARTY.value,
    "共享": PaperSource.SHARED.value,
    "本单位": PaperSource.OFFICE.value,
}
MARKS: dict[str, dict[str, Any]] = {
    "主要": {"main": True},
    "次要": {"main": False},
    "容缺": {"main": False, "deficiency_allowed": True},
    **{zh: {"form": form} for zh, form in FORMS.items()},
    **{zh: {"source": source} for zh, source in SOURCES.items()},
}
