"""Why a bearer token is not believed."""

from shared.values import Refusal


class Unauthenticated(Refusal):
    """Nobody known is calling."""

    status = 401


class KeysAway(Unauthenticated):
    """The issuer's keys cannot be had, so nobody is believed for now."""

    status = 503


_WORDS = {
    "token-missing": (
        "请先登录：请求缺少访问令牌（Authorization: Bearer …）。",
        "Sign in first: the request carries no token (Authorization: Bearer …).",
    ),
    "token-malformed": (
        "访问令牌格式不正确，请重新登录。",
        "The token is malformed; sign in again.",
    ),
    "token-bad-signature": (
        "访问令牌未通过签名验证，请重新登录。",
        "The token's signature does not verify; sign in again.",
    ),
    "token-expired": ("登录已过期，请重新登录。", "The token has expired; sign in again."),
    "token-not-yet-valid": (
        "访问令牌尚未生效，请检查设备时间。",
        "The token is not valid yet; check the clock of this device.",
    ),
    "token-wrong-issuer": (
        "访问令牌不是由本系统认可的机构签发。",
        "The token was issued by somebody this system does not know.",
    ),
    "token-wrong-audience": (
        "访问令牌不是为本系统签发的。",
        "The token was issued for another system.",
    ),
}


def unauthenticated(code: str) -> Unauthenticated:
    """Return the refusal with its words; no part of the token is in them."""
    return Unauthenticated(code, *_WORDS[code])


def keys_away() -> KeysAway:
    """Return the refusal for the time the issuer's keys cannot be had."""
    return KeysAway(
        "token-keys-away",
        "暂时无法验证身份，请稍后再试。",
        "Identity cannot be verified just now; try again later.",
    )
