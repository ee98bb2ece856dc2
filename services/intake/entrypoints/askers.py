"""Who may ask intake how to reach an applicant."""

from shared.identity.roles import Role

ASKERS = (Role.SERVICE, Role.CLERK, Role.REVIEWER)
