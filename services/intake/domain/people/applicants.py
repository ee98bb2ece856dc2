"""Which kind of applicant somebody is (服务对象, GB/T 39046 A.4)."""

from collections.abc import Mapping

from services.intake.domain.catalogue.guide import ServiceObject

_BY_REGISTER: Mapping[str, ServiceObject] = {
    "11": ServiceObject.AGENCY,
    "12": ServiceObject.INSTITUTION,
    "51": ServiceObject.ASSOCIATION,
    "52": ServiceObject.ASSOCIATION,
    "53": ServiceObject.ASSOCIATION,
    "91": ServiceObject.COMPANY,
}
"""By the first two places of a 统一社会信用代码: who registered it, as what (GB 32100). A household
business (92) and a cooperative (93) are neither companies nor persons of the standard."""


def object_of(uscc: str | None, *, named: bool) -> ServiceObject | None:
    """Return what an applicant is: an organisation by its code, else a person where one is `named`.

    None of somebody of whom nothing is known.
    """
    if uscc:
        return _BY_REGISTER.get(uscc[:2], ServiceObject.OTHER)
    return ServiceObject.PERSON if named else None
