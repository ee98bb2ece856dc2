"""What an item sets where law and custom leave a choice."""

from enum import StrEnum


class LapsePolicy(StrEnum):
    """What follows when a promise (容缺) is not kept: four outcomes, by region (domain.md 2.2)."""

    DEEMED_WITHDRAWN = "deemed-withdrawn"  # 视为撤回申请（安阳 24）
    ACCEPTANCE_REVOKED = "acceptance-revoked"  # 撤销受理并书面说明理由（浙江）
    REJECTED = "rejected"  # 不予许可（滨州）
    TERMINATED = "terminated"  # 终止办理（西安）


class CorrectionLapse(StrEnum):
    """What follows when nothing is corrected within the item's limit; the law leaves it open."""

    RETURNED = "returned"  # 退件
    DEEMED_WITHDRAWN = "deemed-withdrawn"  # 视为撤回（安阳 36）


class ReviewStep(StrEnum):
    """The steps of a review; the last one that an item asks for is the decision itself."""

    HANDLE = "handle"  # 承办
    EXAMINE = "examine"  # 审核
    APPROVE = "approve"  # 批准
