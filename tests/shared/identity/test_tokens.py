import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from shared.identity.issuer import AUDIENCE, ISSUER, JWKS_FILE, KEY_FILE, Issuer
from shared.identity.principal import Principal
from shared.identity.roles import Role
from shared.identity.tokens import KeysAway, TokenVerifier, Unauthenticated
from shared.testing.clock import SetClock

STREET = "150602013000"
CLOCK = SetClock()
KEY = ECKey.generate_key("P-256", {"kid": "k1"})
OURS = Issuer(KEY, clock=CLOCK)
GOOD = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "staff-1",
    "exp": int(CLOCK.now().timestamp()) + 60,
    "roles": ["clerk"],
    "orgunit": STREET,
}


def verifier(jwks: dict[str, Any] | Path | str | None = None) -> TokenVerifier:
    return TokenVerifier(ISSUER, AUDIENCE, jwks or OURS.jwks(), CLOCK)


def signed(**claims: Any) -> str:
    content = {k: v for k, v in {**GOOD, **claims}.items() if v is not None}
    return jwt.encode({"alg": "ES256", "kid": "k1"}, content, KEY)


async def code_of(bearer: str | None, jwks: dict[str, Any] | None = None) -> str:
    with pytest.raises(Unauthenticated) as told:
        await verifier(jwks).verify(bearer)
    assert told.value.status == 401
    return told.value.code


async def test_a_token_of_our_issuer_becomes_a_principal() -> None:
    token = OURS.token("staff-1", [Role.CLERK, Role.REVIEWER], STREET)
    who = await verifier().verify(f"Bearer {token}")
    assert who == Principal("staff-1", frozenset({Role.CLERK, Role.REVIEWER}), STREET)
    assert await verifier().verify(token) == who


async def test_a_partner_is_named() -> None:
    token = OURS.token("bank-a", [Role.PARTNER], STREET, partner="bank-a")
    assert (await verifier().verify(f"bearer {token}")).partner == "bank-a"


@pytest.mark.parametrize("bearer", [None, "", "Bearer", "Bearer ", "Basic abc"])
async def test_without_a_token_nobody_is_known(bearer: str | None) -> None:
    assert await code_of(bearer) == "token-missing"


async def test_an_expired_token_is_refused_after_the_leeway() -> None:
    clock = SetClock()
    token = Issuer(KEY, clock=clock).token("s", [], STREET, lifetime=timedelta(minutes=1))
    checks = TokenVerifier(ISSUER, AUDIENCE, OURS.jwks(), clock)
    clock.advance(timedelta(seconds=89))
    await checks.verify(token)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Unauthenticated) as told:
        await checks.verify(token)
    assert told.value.code == "token-expired"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://else.invalid"}, "token-wrong-issuer"),
        ({"aud": "else"}, "token-wrong-audience"),
        ({"aud": ["else", "other"]}, "token-wrong-audience"),
        ({"aud": None}, "token-wrong-audience"),
        ({"exp": None}, "token-malformed"),
        ({"exp": "tomorrow"}, "token-malformed"),
        ({"exp": True}, "token-malformed"),
        ({"nbf": 4_000_000_000}, "token-not-yet-valid"),
        ({"sub": None}, "token-malformed"),
        ({"sub": ""}, "token-malformed"),
        ({"roles": "clerk"}, "token-malformed"),
        ({"orgunit": "1506"}, "token-malformed"),
        ({"orgunit": None}, "token-malformed"),
        ({"partner": "../a"}, "token-malformed"),
    ],
)
async def test_a_wrong_claim_is_refused(claims: dict[str, Any], code: str) -> None:
    assert await code_of(signed(**claims)) == code


async def test_one_of_several_audiences_is_enough_and_unknown_roles_give_no_right() -> None:
    who = await verifier().verify(signed(aud=["x", AUDIENCE], roles=["clerk", "king", 7]))
    assert who.roles == {Role.CLERK}


async def test_a_signature_by_another_key_is_refused() -> None:
    forged = Issuer(ECKey.generate_key("P-256", {"kid": "k1"}), clock=CLOCK)
    assert await code_of(forged.token("s", [Role.OPERATOR], STREET)) == "token-bad-signature"
    unknown = Issuer(ECKey.generate_key("P-256", {"kid": "k2"}), clock=CLOCK)
    assert await code_of(unknown.token("s", [Role.OPERATOR], STREET)) == "token-bad-signature"


async def test_algorithms_are_pinned() -> None:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    assert await code_of(f"{part({'alg': 'none'})}.{part(GOOD)}.") == "token-malformed"
    secret = OctKey.import_key("a secret that somebody put into the key set", {"kid": "s"})
    forged = jwt.encode({"alg": "HS256", "kid": "s"}, GOOD, secret)
    keys = {"keys": [secret.as_dict()]}
    assert await code_of(forged, keys) == "token-malformed"


async def test_a_real_identity_provider_may_sign_with_rsa() -> None:
    key = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig", "alg": "RS256"})
    token = jwt.encode({"alg": "RS256", "kid": "r1"}, GOOD, key)
    keys = {"keys": [key.as_dict(private=False)]}
    assert (await verifier(keys).verify(token)).subject == "staff-1"


@given(st.text(max_size=80).filter(lambda text: " " not in text.strip() and text.strip()))
@settings(max_examples=50)
async def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        await verifier().verify(f"Bearer {text}")


@pytest.mark.parametrize("payload", ["[]", "1", "null", "{"])
async def test_claims_are_a_json_object(payload: str) -> None:
    head, _, tail = signed().split(".")
    body = base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")
    assert await code_of(f"{head}.{body}.{tail}") == "token-bad-signature"


async def test_keys_are_read_from_a_file(tmp_path: Path) -> None:
    issuer = Issuer.create(tmp_path, clock=CLOCK)
    again = Issuer.load(tmp_path, clock=CLOCK)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert '"d"' not in (tmp_path / JWKS_FILE).read_text(encoding="utf-8")
    assert issuer.jwks() == again.jwks()
    with pytest.raises(FileExistsError):
        Issuer.create(tmp_path)
    who = await verifier(tmp_path / JWKS_FILE).verify(again.token("s", [Role.KIOSK], STREET))
    assert who.roles == {Role.KIOSK}


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"keys": []}', '{"keys": [{}]}'])
async def test_without_keys_nobody_is_believed(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "jwks.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(KeysAway) as told:
        await verifier(path).verify(signed())
    assert told.value.status == 503


class Provider:
    """A small identity provider over HTTP."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] | None = OURS.jwks()
        self.asked = 0

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        if self.keys is None:
            raise web.HTTPServiceUnavailable
        return web.json_response(self.keys)

    async def start(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_get("/jwks", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/jwks"


async def test_keys_by_url_are_fetched_once_changed_keys_are_found_and_absence_closes() -> None:
    clock, provider = SetClock(), Provider()
    runner, url = await provider.start()
    try:
        checks = TokenVerifier(ISSUER, AUDIENCE, url, clock)
        day = timedelta(days=1)
        for _ in range(3):
            await checks.verify(OURS.token("s", [], STREET, lifetime=day))
        assert provider.asked == 1
        clock.advance(timedelta(seconds=31))
        new = Issuer(ECKey.generate_key("P-256", {"kid": "k9"}), clock=CLOCK)
        provider.keys = new.jwks()
        await checks.verify(new.token("s", [], STREET, lifetime=day))
        provider.keys = None
        clock.advance(timedelta(minutes=30))
        await checks.verify(new.token("s", [], STREET, lifetime=day))
        clock.advance(timedelta(minutes=31))
        with pytest.raises(KeysAway):
            await checks.verify(new.token("s", [], STREET, lifetime=day))
    finally:
        await runner.cleanup()


async def test_a_token_believed_before_is_refused_once_its_key_is_withdrawn(
    tmp_path: Path,
) -> None:
    clock, file = SetClock(), tmp_path / JWKS_FILE
    file.write_text(json.dumps(OURS.jwks()))
    checks = TokenVerifier(ISSUER, AUDIENCE, file, clock)
    token = OURS.token("s", [], STREET, lifetime=timedelta(days=1))
    for _ in range(2):
        await checks.verify(token)
    file.write_text(json.dumps(Issuer(ECKey.generate_key("P-256", {"kid": "k9"})).jwks()))
    clock.advance(timedelta(minutes=11))
    with pytest.raises(Unauthenticated):
        await checks.verify(token)
