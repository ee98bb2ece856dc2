"""Hand-overs: what was given to a partner about an application, and what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime

CONSENTABLE = ("name", "phone", "id_number", "address")
"""The personal fields that an applicant may allow to be handed on (PIPL 23)."""
_ORGANISATION = ("org_name", "uscc")
"""What an organisation is called: it goes where its name may go."""
HANDED = CONSENTABLE + _ORGANISATION
"""Every field that a partner may have been given."""
NOTHING_ALLOWED = "nothing-allowed"
NO_KEY = "partner-without-key"
NO_APPLICANT = "no-applicant"


@dataclass(frozen=True)
class HandOver:
    """One application with one partner; the id is the application's.

    `number` is what the partner answers by. `fields` names the personal fields that left, sealed
    to the partner's key in `sealed`; where none did, `without` says why. Kept as the record of
    sharing that 网络数据安全管理条例 12 asks for. `outcome` is the partner's, or ``withdrawn``.
    """

    id: str
    version: int
    partner: str
    project_no: str
    number: str
    item_code: str
    orgunit: str
    handed_at: datetime
    fields: tuple[str, ...] = ()
    sealed: str | None = None
    without: str | None = None
    open: bool = True
    answered_at: datetime | None = None
    outcome: str | None = None

    def answered(self, outcome: str, now: datetime) -> "HandOver":
        """Return the hand-over that is over; what was sealed for it is not kept on (PIPL 19)."""
        return replace(self, open=False, outcome=outcome, answered_at=now, sealed=None)


def allowed(consented: tuple[str, ...], known: dict[str, str | None]) -> dict[str, str]:
    """Return of what is known of an applicant only what may leave: an allow-list."""
    named = _ORGANISATION if "name" in consented else ()
    fields = (*(name for name in CONSENTABLE if name in consented), *named)
    return {name: value for name in fields if (value := known.get(name))}
