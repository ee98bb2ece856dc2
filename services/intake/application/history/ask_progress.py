"""Whoever applied asks how it stands, by the receipt's code and four characters."""

from dataclasses import dataclass

from services.intake.application.catalogue.items import find_item_of
from services.intake.application.ports import Work
from services.intake.domain.case.records import RECEIPT, Reference
from services.intake.domain.history.progress import Progress, progress_of
from shared.values import NotFound

_NOBODY = "nobody"


@dataclass(frozen=True)
class AskProgress:
    """`last_four` ends the telephone or the id number of the applicant, as registered."""

    code: str
    last_four: str


async def ask_progress(command: AskProgress, work: Work) -> Progress:
    """Return how the application stands.

    A wrong code asks the store the same questions as wrong digits, and gets the same answer: who
    guesses learns from neither what is said nor how long it takes.

    Raises:
        NotFound: ``no-such-receipt``, no application has both.
    """
    known = await work.references.find(Reference.key(RECEIPT, command.code))
    case = await work.cases.find(known.case if known else _NOBODY)
    applicant = case.applicant if case and case.applicant else _NOBODY
    fits = await work.people.ends_with(applicant, command.last_four)
    if case is None or not fits:
        raise NotFound(
            "no-such-receipt",
            "没有查到。请核对回执查询码，以及登记的手机号或身份证号后四位；也可到窗口或打电话查询。",
            "Nothing was found: check the code on the receipt and the last four characters of the"
            " telephone or id number that was registered; or ask at a counter.",
        )
    item = find_item_of(case, work)
    return progress_of(case, item.paper_names if item else {})
