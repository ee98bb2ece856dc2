import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey

from shared.privacy.jwe import ServiceKey, seal_for
from shared.values import Invalid

KEY = ServiceKey.generate("grid-1")
JWK = KEY.public_jwks()["keys"][0]


def test_a_partner_seals_to_the_published_key() -> None:
    token = seal_for(JWK, {"name": "张三", "phone": "13812341234"})
    assert token.count(".") == 4
    assert KEY.unseal(token) == {"name": "张三", "phone": "13812341234"}


def test_the_published_key_has_no_private_part() -> None:
    assert "d" not in JWK
    assert (JWK["kid"], JWK["use"], JWK["crv"]) == ("grid-1", "enc", "P-256")


def test_a_stock_partner_may_use_a_bare_header() -> None:
    public = ECKey.import_key({name: JWK[name] for name in ("kty", "crv", "x", "y")})
    token = jwe.encrypt_compact({"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}, b'{"a": 1}', public)
    assert KEY.unseal(token) == {"a": 1}


@pytest.mark.parametrize(("alg", "enc"), [("ECDH-ES", "A256GCM"), ("ECDH-ES+A128KW", "A256GCM")])
def test_another_algorithm_is_refused(alg: str, enc: str) -> None:
    public = ECKey.import_key({name: JWK[name] for name in ("kty", "crv", "x", "y")})
    token = jwe.encrypt_compact({"alg": alg, "enc": enc}, b"{}", public, algorithms=[alg, enc])
    with pytest.raises(Invalid):
        KEY.unseal(token)


def test_a_token_to_another_key_is_refused_in_plain_words() -> None:
    token = seal_for(ServiceKey.generate("other").public_jwks()["keys"][0], {"name": "张三"})
    with pytest.raises(Invalid) as told:
        KEY.unseal(token)
    assert told.value.field == "sealed"
    assert "jwks.json" in told.value.zh
    assert "张三" not in told.value.zh + told.value.en


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Za-z0-9_.-]{0,80}", fullmatch=True)))
@settings(max_examples=50)
def test_any_other_text_is_refused(token: str) -> None:
    with pytest.raises(Invalid):
        KEY.unseal(token)


@given(place=st.integers(0, 4), junk=st.binary(max_size=20))
@settings(max_examples=50)
def test_a_broken_part_is_refused(place: int, junk: bytes) -> None:
    parts = seal_for(JWK, {"a": 1}).split(".")
    parts[place] = junk.hex()
    with pytest.raises(Invalid):
        KEY.unseal(".".join(parts))


@pytest.mark.parametrize("plain", [b"[]", b"1", b"not json", b"\xff", b""])
def test_sealed_content_is_a_json_object(plain: bytes) -> None:
    public = ECKey.import_key(JWK)
    token = jwe.encrypt_compact({"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}, plain, public)
    with pytest.raises(Invalid):
        KEY.unseal(token)


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "grid.json"
    KEY.save(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ServiceKey.load(path).unseal(seal_for(JWK, {"a": 1})) == {"a": 1}
    with pytest.raises(FileExistsError):
        KEY.save(path)


@pytest.mark.parametrize("content", ["", "{}", "[]", "1", json.dumps(JWK)])
def test_a_wrong_key_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "grid.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"grid\.json is not a private EC P-256 JWK"):
        ServiceKey.load(path)
