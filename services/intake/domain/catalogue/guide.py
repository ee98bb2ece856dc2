"""The guide (办事指南): what the public is told of an item beside its rules. GB/T 39046."""

from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.catalogue.determinants import Condition


class ServiceObject(StrEnum):
    """服务对象 (A.4)."""

    PERSON = "1"
    COMPANY = "2"
    INSTITUTION = "3"
    ASSOCIATION = "4"
    AGENCY = "5"
    OTHER = "6"


class HandlingForm(StrEnum):
    """办理形式 (A.5); the standard has no value for a kiosk, so it is 9 with a sub-code of ours."""

    WINDOW = "1"
    COMPUTER = "2"
    MOBILE = "3"
    COURIER = "4"
    KIOSK = "9K"
    OTHER = "9"


class ResultKind(StrEnum):
    """What kind of thing an applicant takes home."""

    CERTIFICATE = "certificate"
    APPROVAL = "approval"
    PROOF = "proof"
    PAYMENT = "payment"
    RECORD = "record"
    SERVICE = "service"


@dataclass(frozen=True)
class Result:
    """One result and what it is called."""

    kind: ResultKind
    name: str


@dataclass(frozen=True)
class Variant:
    """业务办理项: a case variant of the item; `code` is 33 long, or its running number of 2."""

    code: str
    name: str


@dataclass(frozen=True)
class Step:
    """One step on the item's way; `when` says when it is taken."""

    code: str
    name: str
    when: Condition | None = None


@dataclass(frozen=True)
class Guide:
    """What is told; `visits` counts how often somebody must come, `points` are service points."""

    objects: tuple[ServiceObject, ...] = (ServiceObject.PERSON,)
    forms: tuple[HandlingForm, ...] = (HandlingForm.WINDOW,)
    basis: str = ""
    fee_fen: int = 0
    fee_basis: str = ""
    results: tuple[Result, ...] = ()
    visits: int = 1
    points: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()


NO_GUIDE = Guide()
"""What is told where an entry tells nothing."""
