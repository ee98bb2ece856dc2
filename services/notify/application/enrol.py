"""The roster's addresses enter the sealed store."""

from collections.abc import Sequence

from services.notify.application.ports import Work
from services.notify.domain.staff import Contact, Member


async def enrol_staff(members: Sequence[Member], work: Work) -> None:
    """Store everybody's contact; of whoever left the roster, nothing readable remains."""
    await work.contacts.keep_only([member.ref for member in members])
    for member in members:
        await work.contacts.put(member.ref, Contact(member.name, member.email))
