"""One token a role: who speaks for it in the sandbox, and for which organisation."""

from dataclasses import dataclass

from shared.identity.issuer import Issuer
from shared.identity.roles import Role

OFFICE = "150602013000"


@dataclass(frozen=True)
class Speaker:
    """A fictional holder of one role, known to the rosters of grid and notify."""

    subject: str
    orgunit: str = OFFICE
    partner: str | None = None


SPEAKERS = {
    Role.CLERK: Speaker("stf_c0001"),
    Role.REVIEWER: Speaker("stf_r0001"),
    Role.GRID_WORKER: Speaker("stf_g0101"),
    Role.SHIFT_LEADER: Speaker("stf_g0001"),
    Role.ADVISER: Speaker("stf_j0001"),
    Role.OPERATOR: Speaker("stf_o0001"),
    Role.PARTNER: Speaker("prt_hotline", partner="hotline"),
    Role.SERVICE: Speaker("svc_jobs"),
    Role.KIOSK: Speaker("ksk_0001"),
    Role.RESIDENT: Speaker("res_0001"),
}


def token_for(
    issuer: Issuer,
    role: Role,
    orgunit: str | None = None,
    subject: str | None = None,
    partner: str | None = None,
) -> str:
    """Return a token of twelve hours for a role, by its usual speaker unless told otherwise."""
    usual = SPEAKERS[role]
    named = partner or usual.partner
    return issuer.token(
        subject or (f"prt_{partner}" if partner else usual.subject),
        [role],
        orgunit or usual.orgunit,
        partner=named,
    )
