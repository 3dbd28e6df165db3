"""Is a pressed button one that we made for this chat? Signed commands of at most 64 bytes."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

from alerts.tongue import mark
from storage.store import Transaction

REFUSED = mark(
    "This button is out of date or was made for another chat. Please ask again, e.g. /claims"
)

STALE = mark("This button is out of date. Please ask again, e.g. /claims kursk")

LONGEST = 64  # bytes of callback data that Telegram takes
TAG = 14  # signs of the signature: 80 bits and a little in base64
ROOM = LONGEST - TAG  # bytes that are left for the command
STORED = "~"  # marks a command that is too long and waits in the ledger under its hash


def signed(tx: Transaction, chat: int, command: str) -> str:
    """Give the callback data for a command in this chat; a long command is kept in the ledger."""
    return signer(tx)(chat, command)


def signer(tx: Transaction) -> Callable[[int, str], str]:
    """Give signed() for many buttons: the key is read once for the transaction."""
    key = _key(tx)
    return lambda chat, command: sign(key, chat, _shortened(tx, command))


def opened(tx: Transaction, chat: int, data: str) -> str | None:
    """Give back the command of a button; None for forged, foreign and forgotten ones."""
    command = open_(_key(tx), chat, data)
    if command is None or not command.startswith(STORED):
        return command
    return tx.settings.get(_name(command))


def sign(key: bytes, chat: int, command: str) -> str:
    """Put the signature before the command; ValueError when there is no room for the command."""
    if len(command.encode()) > ROOM:
        raise ValueError(f"a button has room for {ROOM} bytes, not for {command!r}")
    return _tag(key, chat, command) + command


def open_(key: bytes, chat: int, data: str) -> str | None:
    """Check the signature of callback data and give its command."""
    tag, command = data[:TAG], data[TAG:]
    expected = _tag(key, chat, command)
    genuine = hmac.compare_digest(tag.encode(errors="replace"), expected.encode())
    return command if genuine and command else None


def _tag(key: bytes, chat: int, command: str) -> str:
    """Sign a command for a chat: HMAC-SHA256, cut to 84 bits."""
    whole = hmac.digest(key, f"{chat}\n{command}".encode(errors="replace"), sha256)
    return urlsafe_b64encode(whole).decode()[:TAG]


def _shortened(tx: Transaction, command: str) -> str:
    """Give the command itself, or the mark under which the ledger keeps it."""
    if len(command.encode()) <= ROOM:
        return command
    mark = STORED + sha256(command.encode()).hexdigest()[:20]
    tx.settings.put(_name(mark), command)
    return mark


def _name(mark: str) -> str:
    """Name the setting that holds a long command."""
    return f"button:{mark.removeprefix(STORED)}"


def _key(tx: Transaction) -> bytes:
    """Give the ledger's signing key; the first caller makes it."""
    known = tx.settings.get("button-key")
    if known is None:
        known = secrets.token_hex(32)
        tx.settings.put("button-key", known)
    return bytes.fromhex(known)
