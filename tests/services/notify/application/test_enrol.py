from services.notify.application.enrol import enrol_staff
from services.notify.domain.staff import Contact, Member
from shared.privacy.sealing import Keyring
from tests.services.notify.office import STREET, Office

ONE = Member("stf_a1", "任小川", "one@street.invalid", ("clerk",), STREET)
TWO = Member("stf_a2", "武静姝", "two@street.invalid", ("clerk",), STREET)


async def enrol(office: Office, *members: Member) -> None:
    await office.run(lambda work: enrol_staff(members, work), "roster")


async def found(office: Office, ref: str) -> Contact | None:
    contact: Contact | None = await office.run(lambda work: work.contacts.find(ref))
    return contact


async def test_a_contact_is_stored_sealed_and_found_again(office: Office) -> None:
    await enrol(office, ONE)
    assert await found(office, "stf_a1") == Contact("任小川", "one@street.invalid")
    assert "one@street" not in str([*await office.rows("staff"), *await office.rows("staff_keys")])


async def test_an_unchanged_roster_writes_nothing_anew(office: Office) -> None:
    await enrol(office, ONE)
    before = await office.rows("staff")
    await enrol(office, ONE)
    assert await office.rows("staff") == before


async def test_a_changed_address_replaces_the_old_one(office: Office) -> None:
    await enrol(office, ONE)
    await enrol(office, Member("stf_a1", "任小川", "new@street.invalid", ("clerk",), STREET))
    contact = await found(office, "stf_a1")
    assert contact is not None
    assert contact.email == "new@street.invalid"


async def test_of_who_left_nothing_readable_remains(office: Office) -> None:
    await enrol(office, ONE, TWO)
    await enrol(office, TWO)
    assert await found(office, "stf_a1") is None
    assert [row["_id"] for row in await office.rows("staff_keys")] == ["stf_a2"]


async def test_under_another_master_key_the_roster_is_sealed_anew(office: Office) -> None:
    await enrol(office, ONE)
    office.keyring = Keyring(b"x" * 32, b"i" * 32)
    await enrol(office, ONE)
    assert await found(office, "stf_a1") == Contact("任小川", "one@street.invalid")
