"""What is noted of an application on its way: for its ratings, its figures and its progress."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class ContactKind(StrEnum):
    """After what a contact with the applicant ends, and a rating may be given (好差评).

    Each written receipt ends one, whatever it is about, and so does each visit with more papers.
    """

    SUBMITTED = "submitted"
    PRE_REJECTED = "pre-rejected"
    RECEIVED = "received"
    CORRECTION = "correction"
    CORRECTED = "corrected"
    ACCEPTED = "accepted"
    PROMISE = "promise"
    SUPPLEMENTED = "supplemented"
    REFUSED = "refused"
    EXTENDED = "extended"
    PROCEDURE = "procedure"
    RECALL_REFUSED = "recall-refused"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    DEEMED_WITHDRAWN = "deemed-withdrawn"
    ACCEPTANCE_REVOKED = "acceptance-revoked"
    TERMINATED = "terminated"
    DELIVERED = "delivered"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Marks:
    """Notes beside the file.

    `receipt_code` lets the applicant ask how it stands, and rate; `served_by` are the members of
    staff who took a step in it: they are who a rating is about; `contacts` is how many contacts
    have ended; `owed` names the papers that were to follow when it was accepted (容缺);
    `closed_at` is when it ended for the office (办结).
    """

    receipt_code: str | None = None
    served_by: tuple[str, ...] = ()
    contacts: int = 0
    owed: tuple[str, ...] = ()
    closed_at: datetime | None = None

    def served(self, actor: str) -> "Marks":
        """Return the marks after a step of somebody; partners and timers are no staff."""
        if not actor.startswith("stf_") or actor in self.served_by:
            return self
        return replace(self, served_by=(*self.served_by, actor))

    def contacted(self) -> "Marks":
        """Return the marks after one more contact."""
        return replace(self, contacts=self.contacts + 1)

    def closed(self, at: datetime) -> "Marks":
        """Return the marks of what ended; what ended before, ended then."""
        return self if self.closed_at else replace(self, closed_at=at)


UNMARKED = Marks()
"""Of a new application, and of one that an older version wrote."""


@dataclass(frozen=True)
class Invitation:
    """The invitation to rate that a receipt carries: one for each application and contact.

    `id` is ``<case>:<contact>``; `orgunit` the organisation that was in contact.
    """

    id: str
    version: int
    case: str
    contact: int
    kind: ContactKind
    orgunit: str
    at: datetime

    @staticmethod
    def key(case: str, contact: int) -> str:
        """Return the id of the invitation at a contact's end."""
        return f"{case}:{contact}"
