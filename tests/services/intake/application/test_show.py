from services.intake.application.case.show import show_case
from shared.events.partners import ServiceApplicationSubmitted
from tests.services.intake.desk import ZHANG, Desk, seal


async def test_an_application_shows_its_applicant_masked(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted, sealed=seal(**ZHANG))
    case = await desk.only()
    _, masked = await desk.run(lambda w: show_case(case.id, w))
    assert masked is not None
    assert (masked.name, masked.phone) == ("张*", "138****1234")


async def test_an_application_of_nobody_shows_nobody(desk: Desk) -> None:
    await desk.hear("portal", ServiceApplicationSubmitted)
    case = await desk.only()
    assert await desk.run(lambda w: show_case(case.id, w)) == (case, None)
