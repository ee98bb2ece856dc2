"""The sentence of each step of an application, in Chinese and in English."""

from collections.abc import Mapping
from string import Formatter

from services.intake.domain.history.story_words import Said

SENTENCES: Mapping[str, Said] = {
    "application.received": (
        "收件（{channel}），出具收件凭证。",
        "received it ({channel}) and gave a receipt.",
    ),
    "application.accepted": ("受理，出具受理通知书。", "accepted it and gave a notice."),
    "application.accepted+papers": (
        "容缺受理，承诺后补：{papers}。",
        "accepted it; by promise, these papers follow: {papers}.",
    ),
    "application.accepted+by_silence": (
        "因五个工作日内未一次性告知，自收到材料之日起视为受理。",
        "accepted it by silence, since the papers came: nobody said anything in five working days.",
    ),
    "application.refused": (
        "{ground}。理由：{reasons}",
        "refused it: {ground}. {reasons}",
    ),
    "correction.prepared": (
        "登记所缺材料：{papers}，并入一件事的一次性告知。",
        "noted what is missing: {papers}; the one notice of the matter will tell it.",
    ),
    "correction.requested": (
        "一次性告知补正：{papers}。",
        "asked for a correction, once, of: {papers}.",
    ),
    "correction.submitted": ("收到补正材料。", "took the correction."),
    "correction.submitted+papers": ("收到补正材料：{papers}。", "took the correction: {papers}."),
    "papers.supplemented": ("收到后补材料：{papers}。", "took papers that followed: {papers}."),
    "review.started": ("开始审查。", "began the review."),
    "review.started+handed_to": (
        "转交合作机构“{handed_to}”办理。",
        "handed it to '{handed_to}', which decides it.",
    ),
    "application.decided": (
        "作出决定：{outcome}。理由：{reasons}",
        "decided: {outcome}. Reasons: {reasons}",
    ),
    "application.decided+ground": (
        "作出决定：{outcome}（{ground}）。理由：{reasons}",
        "decided: {outcome} ({ground}). Reasons: {reasons}",
    ),
    "result.delivered": ("将结果送达申请人。", "delivered the result."),
    "application.withdrawn": (
        "办理撤回：申请人不再申请。{reasons}",
        "took it back on the applicant's wish. {reasons}",
    ),
    "application.withdrawn+recalled": (
        "同意撤件，停止审查。{reasons}",
        "stopped the review and gave it back, as it was asked. {reasons}",
    ),
    "application.withdrawn+deemed": (
        "因逾期未补交材料，视为撤回申请。{reasons}",
        "took it as withdrawn: the papers did not come in time. {reasons}",
    ),
    "application.returned": (
        "逾期未补正，退件。未补材料：{papers}。",
        "sent it back: these papers did not come in time: {papers}.",
    ),
    "special-procedure.started": (
        "启动特别程序（{kind}），约需 {amount} {unit}，其间不计入办理期限。理由：{reason}",
        "started {kind} of about {amount} {unit}; the clocks stand still. Reasons: {reason}",
    ),
    "special-procedure.started+extension": (
        "经批准延长办理期限 {amount} {unit}。理由：{reason}",
        "extended the limits by {amount} {unit}, as approved. Reasons: {reason}",
    ),
    "special-procedure.ended": (
        "特别程序（{kind}）结束，期限继续计算。结果：{result}",
        "ended {kind}; the clocks run on. Result: {result}",
    ),
    "deadline.near-due": (
        "提醒（{alert}）：{clock}将于 {due_at} 到期。",
        "warned ({alert}): {clock} ends at {due_at}.",
    ),
    "deadline.near-due+paper": (
        "提醒（{alert}）：{paper}的补交期限将于 {due_at} 届满。",
        "warned ({alert}): the date of {paper} is {due_at}.",
    ),
    "deadline.near-due+handed_in": (
        "提醒（{alert}）：{paper}已补交，应于 {due_at} 前核对。",
        "warned ({alert}): {paper} is in, to be checked before {due_at}.",
    ),
    "deadline.overdue": ("提醒：{clock}已于 {due_at} 超期。", "warned: {clock} ended at {due_at}."),
    "deadline.overdue+paper": (
        "提醒：{paper}的补交期限已于 {due_at} 届满。",
        "warned: the date of {paper} was {due_at}.",
    ),
    "deadline.overdue+handed_in": (
        "提醒：{paper}已补交，至 {due_at} 尚未核对。",
        "warned: {paper} is in and was not checked before {due_at}.",
    ),
    "deadline.moved": (
        "按新公布的节假日安排，{clock}由 {before} 调整为 {after}。",
        "moved {clock} from {before} to {after} under a new calendar.",
    ),
    "application.submitted": (
        "收到网上申请（{channel}），待预受理。",
        "took it ({channel}), to be looked at.",
    ),
    "application.pre-rejected": ("预审不通过。理由：{reasons}", "did not take it in. {reasons}"),
    "application.terminated": ("终止办理。理由：{reasons}", "ended it. {reasons}"),
    "application.archived": ("归档。", "filed it."),
    "acceptance.revoked": ("撤销受理。理由：{reasons}", "revoked the acceptance. {reasons}"),
    "approval.revoked": (
        "由{authority}撤销准予的决定（{ground}）。理由：{reasons}",
        "told that {authority} took the approval back ({ground}). {reasons}",
    ),
    "promise.made": ("登记容缺承诺，后补：{papers}。", "took a promise of these papers: {papers}."),
    "promise.checked": ("核对补交的{paper}，不合格。{reasons}", "found {paper} bad. {reasons}"),
    "promise.checked+good": ("核对补交的{paper}，合格。{reasons}", "found {paper} good. {reasons}"),
    "promise.extended": (
        "因不可抗力，{paper}的补交期限延至 {due_at}。理由：{reasons}",
        "put off {paper} to {due_at}. {reasons}",
    ),
    "promise.lapsed": (
        "{paper}未按承诺补交，按承诺：{consequence}。",
        "saw that {paper} did not come as promised: {consequence}.",
    ),
    "promise.repaired": (
        "信用修复：此前未履行的容缺承诺不再影响申请人。理由：{reasons}",
        "took a broken promise as made good. {reasons}",
    ),
    "review.step-taken": ("{step}未通过，退回上一步骤。", "gave the step before '{step}' back."),
    "review.step-taken+passed": ("完成“{step}”。", "took the step '{step}'."),
    "onsite-review.recorded": ("登记现场核查。", "recorded a review on the spot."),
    "recall.requested": ("收到撤件申请。理由：{reasons}", "was asked to give it back. {reasons}"),
    "recall.refused": ("不同意撤件。理由：{reasons}", "did not give it back. {reasons}"),
    "result.withheld": (
        "容缺通过，补齐前不发放结果；待补：{papers}。",
        "approved it; the result waits for: {papers}.",
    ),
    "case.claimed": ("认领。", "took it in hand."),
    "case.released": ("放回队列。", "put it back into its queue."),
    "case.reassigned": ("改派他人。理由：{reason}", "gave it to a colleague. {reason}"),
    "case.handed-over": (
        "将办件信息转交合作机构“{partner}”。",
        "told '{partner}' what the applicant allowed.",
    ),
    "visit.ended": (
        "当日到场结束，绿色通道不再优先。",
        "ended the visit, and its priority.",
    ),
    "case.anonymised": ("删除个人信息：{ground}。", "erased what was personal: {ground}."),
}
"""By event; ``<event>+<fact>`` where the step has this fact: true, a member, or a code of a kind.

Of several that fit, the last one listed is told.
"""

TOLD = frozenset(
    fact
    for key, said in SENTENCES.items()
    for fact in (
        key.partition("+")[2],
        *(name for _, name, _, _ in Formatter().parse("".join(said))),
    )
    if fact
) | {"kind"}
"""The facts that some sentence names, or chooses by: a step of the trail keeps no others."""
