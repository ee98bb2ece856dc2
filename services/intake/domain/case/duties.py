"""Separation of duties (岗位分离): nobody checks his or her own work."""

from services.intake.domain.case.file import CaseFile
from services.intake.domain.catalogue.item import ItemKind
from services.intake.domain.counter.authorisations import must_not_judge
from shared.values import NotAllowed


def must_be_apart(case: CaseFile, by: str) -> None:
    """Raise `NotAllowed` where a person would judge what he or she handed in or accepted.

    The applicant's agent judges nothing of this application. Of a 承诺件 neither does whoever
    accepted it: 等保 (CSL 21) and 行政许可法 34 ask for an acceptance and a review by different
    persons; an instant item (即办件) is one visit and one person's. There is no switch: an office
    of one passes a promised item to the next level.
    """
    must_not_judge(case.agent, by)
    if case.kind is ItemKind.PROMISED and by == case.accepted_by:
        raise NotAllowed(
            "separation-of-duties",
            "此件由您受理，不能再由您审核决定；请由其他审核人员办理。",
            "You accepted this application; another reviewer examines and decides it.",
        )
