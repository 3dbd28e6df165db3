"""Is an update of the shape that the shell relies on?

Telegram's own always are; a server between it and us, or a future Telegram, may send others.
"""

from __future__ import annotations

from typing import Any

_CHAT = {"id": int, "type": str, "title?": str}
_USER = {"id": int, "language_code?": str}
_MESSAGE = {
    "message_id": int,
    "chat": _CHAT,
    "from?": _USER,
    "text?": str,
    "message_thread_id?": int,
    "migrate_to_chat_id?": int,
    "sender_chat?": {"id": int},
}
_MEMBER = {"status": str}
_SHAPES: dict[str, Any] = {
    "message?": _MESSAGE,
    "channel_post?": _MESSAGE,
    "callback_query?": {"id": str, "from": _USER, "message?": _MESSAGE, "data?": str},
    "inline_query?": {"id": str, "from": _USER, "query?": str},
    "my_chat_member?": {
        "chat": _CHAT,
        "from": _USER,
        "old_chat_member": _MEMBER,
        "new_chat_member": _MEMBER,
    },
}


def sound(update: Any) -> bool:
    """Say whether all that we read of an update is there and is what it should be."""
    return _fits(update, _SHAPES)


def _fits(value: Any, shape: Any) -> bool:
    """Compare with a shape; a field with a question mark may be missing, but not be another."""
    if shape is int:  # numbers that the ledger can hold; true is none
        return type(value) is int and -(2**63) <= value < 2**63
    if shape is str:
        return isinstance(value, str)
    if not isinstance(value, dict):
        return False
    for field, inner in shape.items():
        name = field.removesuffix("?")
        if name not in value:
            if name == field:
                return False
        elif not _fits(value[name], inner):
            return False
    return True
