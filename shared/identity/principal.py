"""The caller as use cases see it."""

from dataclasses import dataclass

from shared.codes import is_org_code
from shared.identity.roles import Role
from shared.values import covers


@dataclass(frozen=True)
class Principal:
    """A verified caller.

    `subject` is pseudonymous; `orgunit` (12 digits) is the top of what the caller may act in;
    `partner` names the partner system behind the role PARTNER.
    """

    subject: str
    roles: frozenset[Role]
    orgunit: str
    partner: str | None = None

    def has_any(self, *roles: Role) -> bool:
        """Tell whether the caller holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    def may_act_in(self, orgunit: str) -> bool:
        """Tell whether the unit lies in the caller's organisation scope."""
        return is_org_code(orgunit) and covers(self.orgunit, orgunit)
