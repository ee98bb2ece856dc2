"""Separation of duties (岗位分离): nobody checks his or her own work."""

from services.intake.domain.case import Case
from services.intake.domain.item import ItemKind
from shared.values import NotAllowed


def must_be_apart(case: Case, by: str) -> None:
    """Raise `NotAllowed` where the same person accepted a 承诺件 and would decide it.

    等保 (CSL 21) and 行政许可法 34 ask for an acceptance and a review by different persons; an
    instant item (即办件) is one visit and one person's. There is no switch: an office of one passes
    a promised item to the next level.
    """
    if case.kind is ItemKind.PROMISED and by in handled_by(case):
        raise NotAllowed(
            "separation-of-duties",
            "此件由您受理或代办，不能再由您审核决定；请由其他审核人员办理。",
            "You accepted this application or acted for the applicant; another reviewer decides.",
        )


def handled_by(case: Case) -> frozenset[str]:
    """Return who has had a hand in an application so that they may not decide it."""
    return frozenset({case.accepted_by} - {None})  # type: ignore[arg-type]
