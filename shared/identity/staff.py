"""Staff: whoever is named by a pseudonymous reference ``stf_…`` in the token's subject."""

from pydantic import TypeAdapter, ValidationError

from shared.events.parts import StaffRef
from shared.identity.principal import Principal
from shared.values import NotAllowed

_REFERENCE: TypeAdapter[str] = TypeAdapter(StaffRef)


def staff_of(principal: Principal) -> str:
    """Return the caller's staff reference; raise `NotAllowed` ``not-staff`` without one."""
    try:
        return _REFERENCE.validate_python(principal.subject)
    except ValidationError:
        raise NotAllowed(
            "not-staff",
            "令牌主体不是工作人员编号（stf_…），不能办理此步骤；请用本人账号登录。",
            "The token's subject is no staff reference (stf_…); sign in with your own account.",
        ) from None
