"""Who may ask grid how to reach a reporter."""

from shared.identity.roles import Role

ASKERS = (Role.SERVICE, Role.SHIFT_LEADER)
