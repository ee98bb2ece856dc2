"""The sandbox holds what its partners open with."""

from pathlib import Path

from deploy.sandbox.registry import SHIPPED
from deploy.sandbox.secrets import make_secrets
from deploy.sandbox.tokens import OFFICE
from shared.messaging.partners import Partners
from shared.privacy.jwe import ServiceKey, seal_for


def test_what_is_sealed_to_a_partner_opens_with_the_key_that_lies_in_the_sandbox(
    tmp_path: Path,
) -> None:
    secrets, _ = make_secrets(tmp_path, OFFICE)
    agency = Partners.load(secrets.partners).by_id["real-estate"]
    sealed = seal_for(agency.key or {}, {"name": "张三"})
    mine = ServiceKey.load(secrets.of("real-estate", "jwe.json"))
    assert mine.unseal(sealed) == {"name": "张三"}


def test_another_start_keeps_the_key_and_nothing_else_of_the_registry_differs(
    tmp_path: Path,
) -> None:
    secrets, _ = make_secrets(tmp_path, OFFICE)
    first = Partners.load(secrets.partners)
    make_secrets(tmp_path, OFFICE)
    assert Partners.load(secrets.partners) == first
    shipped = Partners.load(SHIPPED)
    keyless = {"key"}
    assert [p.model_dump(exclude=keyless) for p in first.partners] == [
        p.model_dump(exclude=keyless) for p in shipped.partners
    ]
    assert [p.id for p in first.partners if p.key] == [p.id for p in shipped.partners if p.key]
