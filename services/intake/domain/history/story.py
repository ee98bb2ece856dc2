"""The history of an application as a story: one sentence a step."""

from collections.abc import Mapping
from datetime import datetime

from services.intake.domain.history.story_sentences import SENTENCES
from services.intake.domain.history.story_words import WORDS, Said, joined, moment, word
from services.intake.domain.history.trail import Step

OTHER: Said = ("办理情况更新（{event}）。", "took it further ({event}).")

_TIMES = {"due_at", "before", "after"}


def told(step: Step, papers: Mapping[str, str]) -> Said:
    """Return the sentence of a step: when, who, what.

    Args:
        step: one row of the trail.
        papers: the names of the item's papers, by code.
    """
    facts = {name: _fact(step.event, name, said) for name, said in step.said.items()}
    facts["papers"] = joined(tuple(papers.get(code, code) for code in step.papers))
    if "paper" in step.said:
        facts["paper"] = joined((papers.get(step.said["paper"], step.said["paper"]),))
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


def _fact(event: str, name: str, said: str) -> Said:
    if name in _TIMES:
        return moment(datetime.fromisoformat(said))
    own = f"{event}.{name}"
    return word(own if own in WORDS else name, said)
