"""Grounds, as closed lists: why an application is rejected, and why an approval is revoked.

A refusal to accept needs none beside its state: 不受理 and 不予受理 are the two that XKF 32 knows.
Whoever withdraws owes no ground; what lapses (退件, 视为撤回, 撤销受理, 终止办理) ends on the one
that its state names. For 预审不通过, and for a recall that is refused, no law and no standard has a
list: there the words stand alone.

Beside the grounds stands the rule for those words: wherever reasons are owed, they are given, and
blanks are none (`must_be_given`).
"""

from collections.abc import Mapping
from enum import StrEnum

from shared.values import Invalid


class RejectionGround(StrEnum):
    """Why an application may be rejected (不予许可), each with where the law says so."""

    CONDITIONS_NOT_MET = "conditions-not-met"  # 不符合法定条件、标准 (XKF 38)
    PAPERS_INCOMPLETE = "papers-incomplete"  # 受理后材料仍不齐全、不符合法定形式 (XKF 31, 34)
    PAPERS_UNTRUE = "papers-untrue"  # 隐瞒有关情况或者提供虚假材料 (XKF 78)
    BELOW_STANDARD = "below-standard"  # 检验、检测、检疫不符合技术标准、技术规范 (XKF 55)
    # The law has those heard whose great interests are at stake, and names no ground: own reading.
    RIGHTS_OF_OTHERS = "rights-of-others"  # 准予将损害他人的合法权益 (XKF 36, 47)
    QUOTA_USED_UP = "quota-used-up"  # 数量有限，已由在先申请人取得 (XKF 57)
    BARRED = "barred"  # 依法在不得再次申请的期限内 (XKF 78, 79)
    PROMISE_BROKEN = "promise-broken"  # 未履行容缺承诺 (domain.md 2.2)
    OTHER_BY_LAW = "other-by-law"  # 法律、法规规定的其他情形


class RevocationGround(StrEnum):
    """Why an approval may be revoked (XKF 69)."""

    ABUSE_OF_OFFICE = "abuse-of-office"  # 滥用职权、玩忽职守
    BEYOND_AUTHORITY = "beyond-authority"  # 超越法定职权
    AGAINST_PROCEDURE = "against-procedure"  # 违反法定程序
    NOT_QUALIFIED = "not-qualified"  # 申请人不具备资格或条件
    DECEPTION = "deception"  # 以欺骗、贿赂等不正当手段取得
    OTHER_BY_LAW = "other-by-law"  # 依法可以撤销的其他情形


REJECTIONS: Mapping[RejectionGround, tuple[str, str]] = {
    RejectionGround.CONDITIONS_NOT_MET: (
        "不符合法定条件、标准",
        "a condition that the law sets is not met",
    ),
    RejectionGround.PAPERS_INCOMPLETE: (
        "申请材料不齐全或者不符合法定形式",
        "papers are missing, or not in the form that the law asks for",
    ),
    RejectionGround.PAPERS_UNTRUE: (
        "隐瞒有关情况或者提供虚假材料",
        "something was concealed, or papers are untrue",
    ),
    RejectionGround.BELOW_STANDARD: (
        "检验、检测、检疫结果不符合技术标准、技术规范",
        "an inspection or test found it below the technical standard",
    ),
    RejectionGround.RIGHTS_OF_OTHERS: (
        "准予将损害他人的合法权益",
        "it would harm the rights of others",
    ),
    RejectionGround.QUOTA_USED_UP: (
        "数量有限，名额已由在先申请人取得",
        "the number is limited, and earlier applicants have it",
    ),
    RejectionGround.BARRED: (
        "在依法不得再次申请的期限内",
        "the law bars another application for now",
    ),
    RejectionGround.PROMISE_BROKEN: ("未履行容缺承诺", "a promise of papers was not kept"),
    RejectionGround.OTHER_BY_LAW: ("法律、法规规定的其他情形", "another case that the law names"),
}
REVOCATIONS: Mapping[RevocationGround, tuple[str, str]] = {
    RevocationGround.ABUSE_OF_OFFICE: (
        "行政机关工作人员滥用职权、玩忽职守",
        "abuse or neglect of office",
    ),
    RevocationGround.BEYOND_AUTHORITY: ("超越法定职权", "it was beyond the authority's powers"),
    RevocationGround.AGAINST_PROCEDURE: ("违反法定程序", "it was against the procedure of the law"),
    RevocationGround.NOT_QUALIFIED: (
        "申请人不具备申请资格或者不符合法定条件",
        "the applicant was not entitled",
    ),
    RevocationGround.DECEPTION: (
        "以欺骗、贿赂等不正当手段取得",
        "it was got by deception or bribery",
    ),
    RevocationGround.OTHER_BY_LAW: (
        "依法可以撤销的其他情形",
        "another case in which the law lets it be revoked",
    ),
}


def must_be_grounded(ground: RejectionGround | None, *, rejects: bool, ours: bool) -> None:
    """Raise `Invalid` unless a decision states a ground where it must, and none where it may not.

    A rejection of our own (`ours`) states one; a partner that decides what was handed to it may.
    """
    if ground is not None and not rejects:
        raise Invalid(
            "ground-without-rejection",
            "法定情形只用于不予许可；准予时请不要填写 ground。",
            "A ground is stated of a rejection only; leave 'ground' out of an approval.",
            field="ground",
        )
    if ground is RejectionGround.PROMISE_BROKEN:
        raise Invalid(
            "ground-of-a-promise",
            f"“未履行容缺承诺”由承诺期限或核对得出，不能自行选择；可填：{_CHOICE[0]}。",
            f"A broken promise shows by its own clock or check; state one of: {_CHOICE[1]}.",
            field="ground",
        )
    if rejects and ours and ground is None:
        raise Invalid(
            "ground-needed",
            f"不予许可须写明法定情形，请在 ground 填写其一：{_CHOICE[0]}。",
            f"A rejection states the ground that the law gives; 'ground' is one of: {_CHOICE[1]}.",
            field="ground",
        )


_TO_CHOOSE = [one for one in RejectionGround if one is not RejectionGround.PROMISE_BROKEN]
_CHOICE = "、".join(_TO_CHOOSE), ", ".join(_TO_CHOOSE)


def must_be_given(reasons: str, field: str = "reasons") -> None:
    """Raise `Invalid` where no reasons are given, or blanks (XKF 38; of an extension, XKF 42)."""
    if not reasons.strip():
        raise Invalid("reasons-needed", "请写明理由。", "Give the reasons.", field=field)
