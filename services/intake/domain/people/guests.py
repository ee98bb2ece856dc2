"""Who is known for a place or a letter, perhaps for nothing else, and for how long (PIPL 19)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

KEPT = timedelta(days=184)
"""After the last place, or the end of the last letter: the half year in which whoever was served
may still go to court (行政诉讼法 46). Then nothing needs a name any more."""


@dataclass(frozen=True)
class Guest:
    """One row a person (`id`), however many places; `orgunit` is whose the latest one is.

    Whoever has an application is kept for that, and comes up for erasure with it.
    """

    id: str
    version: int
    orgunit: str
    keep_until: datetime

    @property
    def applicant(self) -> str:
        """The person, named as in the list of applications."""
        return self.id

    def needed(self, orgunit: str, end: datetime) -> "Guest":
        """Return the guest who is needed for something more, which ends then."""
        until = end + KEPT
        later = until > self.keep_until
        return replace(self, orgunit=orgunit, keep_until=until) if later else self

    def needed_less(self, end: datetime) -> "Guest":
        """Return the guest of whom something ended before its time; the rest is looked at then."""
        return replace(self, keep_until=min(self.keep_until, end + KEPT))
