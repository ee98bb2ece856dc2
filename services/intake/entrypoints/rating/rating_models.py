"""What the routes of ratings and of the public query take."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from services.intake.domain.rating.rating_states import Grade
from services.intake.entrypoints.models import Body, Reasons, example, impersonal
from shared.codes import plain_text
from shared.events.parts import Code, RatingChannel, StaffRef
from shared.values import Invalid

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def _code(text: str) -> str:
    # As it was read aloud or copied from paper: a letter O is a nought.
    code = plain_text(text).upper().translate(_MISREAD)
    if not _CODE.fullmatch(code):
        raise Invalid(
            "receipt-code",
            "查询码是回执上的 10 位字母和数字，请核对。",
            "The code is the ten letters and digits on the receipt; check it.",
            field="receipt_code",
        )
    return code


def _says_something(text: str) -> str:
    words = plain_text(text)
    if not any(character.isalnum() for character in words):
        raise Invalid(
            "words-empty",
            "文字里没有内容；没有要说的，请不填 words。",
            "There is not one character in these words; leave `words` out to say nothing.",
            field="words",
        )
    return words


def _no_number(text: str) -> str:
    if _MOBILE.search(plain_text(text)):
        raise Invalid(
            "telephone-in-words",
            "请不要在评价中写电话号码；需要联系时，按登记的电话联系。",
            "Leave telephone numbers out of a rating; you are reached as you registered.",
            field="words",
        )
    return text


ReceiptCode = Annotated[str, Field(max_length=20), AfterValidator(_code)]
RatingWords = Annotated[
    str,
    Field(min_length=1, max_length=500),
    AfterValidator(impersonal),
    AfterValidator(_no_number),
    AfterValidator(_says_something),
]


class ProgressQuery(Body):
    """The code on a receipt, and how the telephone or the id number that was registered ends."""

    model_config = example(receipt_code="7K3QX-9M2TA", last_four="1234")

    receipt_code: ReceiptCode
    last_four: str = Field(pattern=r"^[0-9]{3}[0-9Xx]$", repr=False)


class RatingBody(Body):
    """A rating by the receipt's code; `assess_number` 2 is the follow-up (追评).

    A bad grade needs a ticked detail or words; words hold no id number and no telephone.
    """

    model_config = example(
        receipt_code="7K3QX-9M2TA",
        grade="dissatisfied",
        details=["waited-too-long"],
        words="排了两个小时的队。",
        channel="qr-code",
    )

    receipt_code: ReceiptCode
    grade: Grade
    details: tuple[Code, ...] = Field(default=(), max_length=10)
    words: RatingWords | None = Field(default=None, repr=False)
    channel: RatingChannel = RatingChannel.OTHER_TERMINAL
    assess_number: Literal[1, 2] = 1


class VerificationBody(Body):
    """What was found: ``confirmed``, ``not-true``, or ticked by mistake (``mistaken``, 误评)."""

    model_config = example(finding="confirmed", reasons="当日等候超过两小时，属实。")

    finding: Literal["confirmed", "not-true", "mistaken"]
    reasons: Reasons


class RectificationBody(Body):
    """Who is to mend it, and how."""

    model_config = example(rectifier="stf_c0002", measures="增开一个窗口，公布等候人数。")

    rectifier: StaffRef
    measures: Reasons


class RectifiedBody(Body):
    """What was done."""

    model_config = example(result="已增开窗口，等候不超过三十分钟。")

    result: Reasons


class AppealBody(Body):
    """Why the rating should be left out of the figures."""

    model_config = example(reasons="评价人当日未到本窗口办事。")

    reasons: Reasons


class AppealDecisionBody(Body):
    """Whether it is left out."""

    model_config = example(excluded=True)

    excluded: StrictBool


class RevisitBody(Body):
    """Whether its giver is satisfied now."""

    model_config = example(satisfied=True)

    satisfied: StrictBool
