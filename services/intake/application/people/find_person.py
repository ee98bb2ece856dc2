"""Finding who somebody is by an id number or a telephone, under the key of the blind index."""

from dataclasses import dataclass, field

from services.intake.application.ports import Work
from shared.values import Invalid


@dataclass(frozen=True)
class FindPerson:
    """One of the two is needed; neither is kept, logged or told again."""

    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


async def find_person(command: FindPerson, work: Work) -> tuple[str, ...]:
    """Return the references of the persons; a telephone may be several persons'.

    Raises:
        Invalid: ``person-needed``, neither was given.
    """
    if command.id_number:
        known = await work.people.by_id_number(command.id_number)
        return (known,) if known else ()
    if command.phone:
        return await work.people.by_phone(command.phone)
    raise Invalid(
        "person-needed",
        "请填写身份证号码或手机号码。",
        "Give an id number or a telephone.",
        field="phone",
    )
