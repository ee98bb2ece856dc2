"""一表申请: the questions and papers of several items as one form, each asked once.

What has the same code and means the same in all of them is asked once under that code. A code that
means another thing in another item (an application form of its own, say) is asked for each, as
``<item>:<code>``: an answer never counts for a question that nobody read.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from services.intake.domain.catalogue.determinants import Answers, Value, holds, renamed
from services.intake.domain.catalogue.forms import Form, FormField
from services.intake.domain.catalogue.item import Item, ItemPaper, PaperForm
from shared.values import Invalid

Names = Mapping[tuple[str, str], str]
"""By item and code: the code on the one form."""


@dataclass(frozen=True)
class OnePaper:
    """A paper that is handed in once, and the codes of the items that it serves."""

    paper: ItemPaper
    items: tuple[str, ...]


@dataclass(frozen=True)
class OneForm:
    """The form of several items; `items` come in the order of the matter."""

    items: tuple[Item, ...]

    @cached_property
    def form(self) -> Form:
        """The questions of all, in the order in which they first come.

        Required is what any of them requires, and a number keeps to the bounds of all. Where two
        ask the same under different conditions it is open to all; each item's own condition says
        whether it counts there.
        """
        found: dict[str, FormField] = {}
        for item in self.items:
            own = {field.code: self._questions[item.code, field.code] for field in item.fields}
            for field in item.fields:
                asked = replace(field, code=own[field.code], when=renamed(field.when, own))
                before = found.get(asked.code)
                found[asked.code] = _asked_by_both(before, asked) if before else asked
        return Form(tuple(found.values()))

    def filled(self, answers: Answers) -> dict[str, Value]:
        """Return checked answers of a form that is handed in.

        Raises:
            Invalid: a wrong, missing or needless answer; the field is ``answers.<code>``.
        """
        given = self.form.filled(answers)
        for code in self.unanswered(given):
            label = next(field.label for field in self.form.fields if field.code == code)
            raise Invalid(
                "answer-wrong",
                f"{code}：请填写“{label}”。",
                f"{code}: must be answered.",
                f"answers.{code}",
            )
        return given

    def unanswered(self, answers: Answers) -> tuple[str, ...]:
        """Return the questions that must be answered and are not: for the whole, or for an item."""
        found = dict.fromkeys(self.form.unanswered(answers))
        for item in self.items:
            for code in item.form.unanswered(self.answers_for(item, answers)):
                found[self._questions[item.code, code]] = None
        return tuple(found)

    def answers_for(self, item: Item, answers: Answers) -> dict[str, Value]:
        """Return the answers that count for one of the items, by its own codes."""
        names = {field.code: self._questions[item.code, field.code] for field in item.fields}
        own = {code: answers[name] for code, name in names.items() if name in answers}
        return item.form.counted(own)

    def codes_for(self, item: Item, codes: Sequence[str]) -> dict[str, str]:
        """Return which papers of the one form one of the items lists, and as what: its own code."""
        own = {self._papers[item.code, paper.code]: paper.code for paper in item.papers}
        return {code: own[code] for code in codes if code in own}

    def code_of(self, item: str, paper: str) -> str:
        """Return the code on the one form of an item's paper."""
        return self._papers.get((item, paper), paper)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The names of all papers, by their codes on the one form."""
        every = ((item.code, paper) for item in self.items for paper in item.papers)
        return {self.code_of(item, paper.code): paper.name for item, paper in every}

    def papers(self, answers: Answers) -> tuple[OnePaper, ...]:
        """Return the papers that the applicant brings, each once."""
        return self._once(answers, asked=True)

    def shared(self, answers: Answers) -> tuple[OnePaper, ...]:
        """Return the papers that are needed, and that the offices get for themselves."""
        return self._once(answers, asked=False)

    @cached_property
    def _questions(self) -> Names:
        said = (
            (item.code, field.code, (field.label, field.type, field.choices))
            for item in self.items
            for field in item.fields
        )
        return dict(_named(said))

    @cached_property
    def _papers(self) -> Names:
        said = ((i.code, paper.code, paper.name) for i in self.items for paper in i.papers)
        return dict(_named(said))

    def _once(self, answers: Answers, *, asked: bool) -> tuple[OnePaper, ...]:
        found: dict[str, OnePaper] = {}
        for item in self.items:
            counted = self.answers_for(item, answers)
            for paper in item.papers:
                if holds(paper.when, counted) and paper.is_asked(counted) is asked:
                    name = self._papers[item.code, paper.code]
                    once = replace(paper, code=name, when=None)
                    found[name] = _serving(found.get(name), once, item.code)
        return tuple(found.values())


def _named(
    said: Iterator[tuple[str, str, Hashable]],
) -> Iterator[tuple[tuple[str, str], str]]:
    every = list(said)
    meanings: dict[str, set[Hashable]] = {}
    for _, code, meaning in every:
        meanings.setdefault(code, set()).add(meaning)
    for item, code, _ in every:
        yield (item, code), code if len(meanings[code]) == 1 else f"{item}:{code}"


def _asked_by_both(before: FormField, field: FormField) -> FormField:
    least = [bound for bound in (before.least, field.least) if bound is not None]
    most = [bound for bound in (before.most, field.most) if bound is not None]
    same = before.when == field.when
    return replace(
        before,
        required=same and (before.required or field.required),
        when=before.when if same else None,
        least=max(least, default=None),
        most=min(most, default=None),
    )


def _serving(before: OnePaper | None, paper: ItemPaper, item: str) -> OnePaper:
    if before is None:
        return OnePaper(paper, (item,))
    merged = replace(
        before.paper,
        main=before.paper.main or paper.main,
        deficiency_allowed=before.paper.deficiency_allowed and paper.deficiency_allowed,
        # What one of them wants to see is brought, and the others take it from that.
        form=PaperForm.ORIGINAL
        if PaperForm.ORIGINAL in {before.paper.form, paper.form}
        else before.paper.form,
        # Each office keeps its own copies; an original is shown once.
        copies=before.paper.copies + paper.copies,
    )
    return OnePaper(merged, (*before.items, item))
