"""One matter for tests, of items of the shipped catalogue."""

from services.intake.adapters.bundle.matters import Matters
from services.intake.domain.bundle.matter import Matter, Member

ALLOWANCE = "minimum-living-allowance"
STALL = "street-stall-permit"
VETERAN = "veterans-priority-card"
CARD = "elder-card"
OTHER_OFFICE = "150602013003"
NEW_START = Matter(
    "new-start",
    "重新起步一件事",
    (
        Member(ALLOWANCE),
        Member(STALL),
        # A clerk of another office looks at its papers before anything is said of them.
        Member(VETERAN, mandatory=False, orgunit=OTHER_OFFICE),
        Member(CARD, mandatory=False),
    ),
    joint=True,
)
MATTERS = Matters([NEW_START])
