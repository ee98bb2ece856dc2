"""Names and addresses of staff, sealed by AES-256-GCM with a key of each person's own."""

import base64
import json
import logging
from collections.abc import Sequence

from services.notify.domain.staff import Contact, Staff, StaffKey
from shared.privacy.sealing import Keyring, Unreadable
from shared.storage.ports import Repository

_log = logging.getLogger("jiedao.notify")


class SealedContacts:
    """`Contacts` over two collections: deleting a key erases the person."""

    def __init__(
        self, staff: Repository[Staff], keys: Repository[StaffKey], keyring: Keyring
    ) -> None:
        self._staff = staff
        self._keys = keys
        self._keyring = keyring

    async def find(self, ref: str) -> Contact | None:
        """Return the contact, or None."""
        staff, key = await self._staff.find(ref), await self._keys.find(ref)
        if staff is None or key is None:
            return None
        data_key = self._keyring.unwrap(base64.b64decode(key.wrapped), ref.encode())
        plain = self._keyring.open(data_key, base64.b64decode(staff.sealed), _context(ref))
        return Contact(**json.loads(plain))

    async def put(self, ref: str, contact: Contact) -> None:
        """Store a contact under a fresh key, unless it is stored already."""
        try:
            if await self.find(ref) == contact:
                return
        except Unreadable:
            # Sealed under another master key: the roster is the truth, so seal it anew.
            _log.warning("the contact of %s was unreadable and is sealed anew", ref)
        key = self._keyring.new_key()
        plain = json.dumps({"name": contact.name, "email": contact.email}).encode()
        sealed = _text(self._keyring.seal(key, plain, _context(ref)))
        wrapped = _text(self._keyring.wrap(key, ref.encode()))
        old, old_key = await self._staff.find(ref), await self._keys.find(ref)
        self._staff.save(Staff(ref, old.version if old else 0, sealed))
        self._keys.save(StaffKey(ref, old_key.version if old_key else 0, wrapped))

    async def keep_only(self, refs: Sequence[str]) -> None:
        """Remove the key and the sealed text of everybody else."""
        kept = set(refs)
        gone = [staff for staff in await self._staff.where() if staff.id not in kept]
        for staff in gone:
            self._keys.remove(await self._keys.get(staff.id))
            self._staff.remove(staff)


def _context(ref: str) -> bytes:
    return f"{ref}:contact".encode()


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
