"""Whom something is arranged for: somebody known, or somebody who says who they are."""

from services.intake.application.ports import Work
from shared.identity.roles import Role
from shared.privacy.records import PersonalDetails
from shared.values import Invalid, Refusal

Who = PersonalDetails | str
"""Details as given at the counter, or a reference to the sealed store."""


async def the_person(who: Who, work: Work) -> str:
    """Return the reference of a person who is to have one place and no second one.

    Raises:
        Invalid: details without an id number, by which alone two of the same person are one.
        NotFound: an unknown reference.
        Refusal: ``person-erased``.
    """
    if isinstance(who, str):
        return await known_person(who, work)
    if not who.id_number:
        raise Invalid(
            "id-number-needed",
            "预约实行实名制，请填写身份证号码，或使用已登记的人员编号。",
            "Places are booked under one's own name: give the id number, or a known reference.",
            field="person",
        )
    return await registered(who, work)


async def registered(details: PersonalDetails, work: Work) -> str:
    """Return the reference of whoever says who they are, held against an erasure meanwhile.

    At a window a clerk sees who it is and may mend a telephone; a kiosk sees nobody, and changes
    nothing of who is known.
    """
    seen = Role.KIOSK not in work.cause.roles
    return await work.people.hold(await work.people.register(details, seen=seen))


async def known_person(reference: str, work: Work) -> str:
    """Return a reference that the sealed store knows, held against an erasure.

    Raises:
        NotFound: an unknown one.
        Refusal: ``person-erased``.
    """
    masked = await work.people.masked(reference)
    if not any(vars(masked).values()):
        raise Refusal(
            "person-erased",
            "此人的个人信息已删除，请重新登记。",
            "This person's data were erased; register the person anew.",
            field="person_ref",
        )
    return await work.people.hold(reference)
