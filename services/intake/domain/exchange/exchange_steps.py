"""业务动作: the step that each written receipt reports to other platforms, and its words."""

from collections.abc import Mapping
from enum import StrEnum

from services.intake.domain.case.parts import ReceiptKind


class Step(StrEnum):
    """业务动作: what a process row reports: each kind of receipt, and what is given none."""

    SUBMITTED = "submitted"
    PRE_REJECTED = "pre-rejected"
    RECEIVED = "received"
    CORRECTION = "correction-requested"
    CORRECTED = "correction-submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROMISED = "promised"
    EXTENDED = "extended"
    PROCEDURE = "special-procedure"
    PROCEDURE_OVER = "special-procedure-ended"
    REVIEWED = "reviewed"
    RECALL_REFUSED = "recall-refused"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ACCEPTANCE_REVOKED = "acceptance-revoked"
    TERMINATED = "terminated"
    DELIVERED = "delivered"
    REVOKED = "revoked"


STEPS: Mapping[ReceiptKind, tuple[Step, str]] = {
    ReceiptKind.SUBMITTED: (Step.SUBMITTED, "网上申请"),
    ReceiptKind.PRE_REJECTED: (Step.PRE_REJECTED, "预审不通过"),
    ReceiptKind.RECEIVED: (Step.RECEIVED, "收件"),
    ReceiptKind.CORRECTION: (Step.CORRECTION, "补正告知"),
    ReceiptKind.ACCEPTED: (Step.ACCEPTED, "受理"),
    ReceiptKind.REFUSED: (Step.REFUSED, "不受理或不予受理"),
    ReceiptKind.PROMISE: (Step.PROMISED, "容缺承诺"),
    ReceiptKind.EXTENDED: (Step.EXTENDED, "延长审批"),
    ReceiptKind.PROCEDURE: (Step.PROCEDURE, "特别程序"),
    ReceiptKind.RECALL_REFUSED: (Step.RECALL_REFUSED, "不同意撤件"),
    ReceiptKind.DECIDED: (Step.DECIDED, "办结"),
    ReceiptKind.WITHDRAWN: (Step.WITHDRAWN, "撤回"),
    ReceiptKind.RETURNED: (Step.RETURNED, "退件"),
    ReceiptKind.DEEMED_WITHDRAWN: (Step.WITHDRAWN, "视为撤回"),
    ReceiptKind.ACCEPTANCE_REVOKED: (Step.ACCEPTANCE_REVOKED, "撤销受理"),
    ReceiptKind.TERMINATED: (Step.TERMINATED, "终止办理"),
    ReceiptKind.DELIVERED: (Step.DELIVERED, "送达"),
    ReceiptKind.REVOKED: (Step.REVOKED, "撤销"),
}
