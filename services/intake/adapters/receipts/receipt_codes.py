"""Receipt codes: what an applicant asks and rates by, short enough to be typed at a kiosk."""

from shared.privacy.sealing import Keyring

_LENGTH = 10
# Crockford's alphabet: no I, L, O, U, so that what is read aloud is typed right.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_code(keyring: Keyring, case: str) -> str:
    """Return the code of an application: ten places, fifty bits that only our key can make."""
    bits = int(keyring.blind(case, "receipt-code"), 16)
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(_LENGTH))
