import asyncio
from datetime import date

from services.intake.adapters.case.mongo_cases import StoredCases
from services.intake.adapters.counter.mongo_counter import Concerned, StoredAuthorisations
from services.intake.adapters.mongo import INDEXES
from services.intake.application.counter.appointments import appointments_of
from services.intake.application.counter.care import BookSession, book_session
from services.intake.application.counter.offers import bookings_of, offers
from services.intake.domain.counter.bookings import BookingState
from shared.storage.mongo import MongoStore, ensure_indexes
from tests.services.intake.application.letters import PAPERS, authorise, hand_in
from tests.services.intake.application.test_appointments import book, somebody
from tests.services.intake.application.test_care import SERVICE, START, small
from tests.services.intake.application.test_care import book as reserve
from tests.services.intake.bundles import EVERY
from tests.services.intake.bundles import hand_in as hand_in_bundle
from tests.services.intake.desk import COMMUNITY, STREET, Desk


async def test_agents_appointments_and_bookings_come_back_from_mongodb_as_they_were(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    seen = []
    for desk in (Desk(store=real_store), Desk()):
        letter = await authorise(desk)
        case = await hand_in(desk, letter.id, *PAPERS)
        await book(desk, somebody())
        command = BookSession("elder-phone-class", START, somebody())
        await desk.run(lambda w, c=command: book_session(c, w))  # type: ignore[misc]
        listed = await StoredAuthorisations(desk.store).page(STREET, after=None, limit=5)
        day = await desk.run(lambda w: appointments_of("station-3", date(2026, 9, 14), w))
        line = await desk.run(lambda w: bookings_of("elder-phone-class:2026-09-15T0900", w))
        seen.append((letter, case.agent, case.point, listed, day, line))
    assert seen[0] == seen[1]


async def test_of_many_at_once_on_mongodb_no_more_get_a_place_than_there_are(
    real_store: MongoStore,
) -> None:
    await ensure_indexes(real_store, INDEXES)
    desks = [small(Desk(store=real_store, records=n * 100)) for n in range(4)]
    booked = await asyncio.gather(*(reserve(desks[n], somebody(n)) for n in range(4)))
    assert [one.state for one in booked].count(BookingState.BOOKED) == 2
    (offer,) = await desks[0].run(lambda w: offers(SERVICE, START.date(), 1, w))
    assert (offer.free, offer.waiting) == (0, 2)


async def test_whoever_applies_acts_or_books_concerns_the_organisation(desk: Desk) -> None:
    letter = await authorise(desk, somebody(1))
    appointment = await book(desk, somebody(2))
    concerned = Concerned(StoredCases(desk.store), desk.store)
    for person in (letter.applicant, letter.agent):
        assert await concerned.concerns(person, STREET)
    # An appointment is the point's: it concerns whoever answers for the community.
    assert await concerned.concerns(appointment.person, COMMUNITY)
    assert not await concerned.concerns(appointment.person, "150602012000")
    assert not await concerned.concerns("per_nobody", STREET)


async def test_whoever_handed_in_the_one_form_concerns_the_office_that_has_it(desk: Desk) -> None:
    bundle = await hand_in_bundle(desk, *EVERY, answers={"members": 2})
    # Its applications may be other offices'.
    concerned = Concerned(StoredCases(Desk().store), desk.store)
    assert await concerned.concerns(bundle.applicant or "", bundle.orgunit)
    assert not await concerned.concerns(bundle.applicant or "", "150602012000")
