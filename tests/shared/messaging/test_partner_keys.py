"""A partner's key stands in the registry, public and of one kind, or in a file beside it."""

import json
from pathlib import Path

import pytest
import yaml

from shared.messaging.partners import Partners
from shared.privacy.jwe import ServiceKey

KEY = ServiceKey.generate("agency-1")
PUBLIC = KEY.public_jwks()["keys"][0]
ROW = {
    "id": "agency",
    "name": "某局",
    "sources": ["urn:partner:agency"],
    "desk": "intake",
    "orgunit": "150602013000",
}


def loaded(home: Path, **more: object) -> Partners:
    path = home / "partners.yaml"
    path.write_text(yaml.safe_dump({"partners": [{**ROW, **more}]}), encoding="utf-8")
    return Partners.load(path)


def test_a_key_stands_in_the_registry_or_in_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "agency.json").write_text(json.dumps(PUBLIC), encoding="utf-8")
    assert loaded(tmp_path, key=PUBLIC).by_id["agency"].key == PUBLIC
    assert loaded(tmp_path, key_file="agency.json").by_id["agency"].key == PUBLIC
    assert loaded(tmp_path).by_id["agency"].key is None
    listed = {**PUBLIC, "key_ops": ["deriveKey"]}
    del listed["use"]
    assert loaded(tmp_path, key=listed).by_id["agency"].key == listed


def test_a_private_key_is_refused_without_showing_it(tmp_path: Path) -> None:
    KEY.save(tmp_path / "agency.json")
    with pytest.raises(ValueError, match="holds public ones only") as refused:
        loaded(tmp_path, key_file="agency.json")
    private = json.loads((tmp_path / "agency.json").read_text(encoding="utf-8"))["d"]
    assert not any(private[at : at + 8] in str(refused.value) for at in range(len(private) - 7))


def test_a_key_beside_a_key_file_is_refused_whichever_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="agency: give `key` or `key_file`, not both"):
        loaded(tmp_path, key=PUBLIC, key_file="agency.json")


@pytest.mark.parametrize("key", [{}, {"kty": "RSA"}, {**PUBLIC, "crv": "P-384"}])
def test_a_key_of_another_kind_is_refused(tmp_path: Path, key: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="public EC P-256 JWK"):
        loaded(tmp_path, key=key)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        loaded(tmp_path, key_file="missing.json")
