"""The history of an application as a story: one sentence a step."""

from collections.abc import Mapping
from datetime import datetime

from services.intake.domain.story_words import Said, joined, moment, word
from services.intake.domain.trail import Step

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
    "result.delivered": ("将结果送达申请人。", "delivered the result."),
    "application.withdrawn": (
        "办理撤回：申请人不再申请。{reasons}",
        "took it back on the applicant's wish. {reasons}",
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
    "deadline.overdue": ("提醒：{clock}已于 {due_at} 超期。", "warned: {clock} ended at {due_at}."),
    "deadline.moved": (
        "按新公布的节假日安排，{clock}由 {before} 调整为 {after}。",
        "moved {clock} from {before} to {after} under a new calendar.",
    ),
}
"""By event; ``<event>+<fact>`` where the step has this fact: true, a member, or a code of a kind.

Of several that fit, the last one listed is told.
"""
OTHER: Said = ("办理情况更新（{event}）。", "took it further ({event}).")

_TIMES = {"due_at", "before", "after"}


def told(step: Step, papers: Mapping[str, str]) -> Said:
    """Return the sentence of a step: when, who, what.

    Args:
        step: one row of the trail.
        papers: the names of the item's papers, by code.
    """
    facts = {name: _fact(name, said) for name, said in step.said.items()}
    facts["papers"] = joined(tuple(papers.get(code, code) for code in step.papers))
    facts["event"] = (step.event, step.event)
    who = [word("by", role) for role in step.by]
    when, what = moment(step.at), _sentence(step)
    zh = what[0].format_map(_Facts(facts, 0))
    en = what[1].format_map(_Facts(facts, 1))
    actors = "、".join(zh for zh, _ in who), " and ".join(en for _, en in who)
    return f"{when[0]}，{actors[0]}{zh}", f"{when[1]}: {actors[1]} {en}"


class _Facts(dict[str, str]):
    """Facts in one language; what a step did not tell is a dash."""

    def __init__(self, facts: Mapping[str, Said], language: int) -> None:
        super().__init__({name: said[language] for name, said in facts.items()})

    def __missing__(self, name: str) -> str:
        return "—"


def _sentence(step: Step) -> Said:
    true = {name for name, said in step.said.items() if said not in {"", "False", "None"}}
    true |= {step.said.get("kind", "")} | ({"papers"} if step.papers else set())
    fitting = [
        said
        for key, said in SENTENCES.items()
        if key.split("+")[0] == step.event and ("+" not in key or key.split("+")[1] in true)
    ]
    return fitting[-1] if fitting else OTHER


def _fact(name: str, said: str) -> Said:
    return moment(datetime.fromisoformat(said)) if name in _TIMES else word(name, said)
