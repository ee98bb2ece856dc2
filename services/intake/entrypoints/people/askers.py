"""Who may ask intake how to reach an applicant."""

from shared.identity.roles import Role

STAFF_ASKERS = (Role.CLERK, Role.REVIEWER)
ASKERS = (Role.SERVICE, *STAFF_ASKERS)
