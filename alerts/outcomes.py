"""What became of a message? Every way that Telegram answers, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; the message's id may be 0 when the server put it off."""

    message: int


@dataclass(frozen=True, slots=True)
class Later:
    """It surely was not sent and may be tried again: a flood (429), or no connection was made."""

    after: timedelta
    why: str
    flood: bool = False  # Telegram said so, for this chat


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup; everything of the chat belongs to the new id."""

    chat: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat takes nothing more until it speaks to us: blocked, kicked, deactivated, deleted."""

    why: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Telegram does not know the chat; three times in a row mean that it is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class NoRights:
    """An administrator took the right to write."""

    why: str


@dataclass(frozen=True, slots=True)
class NoThread:
    """The thread is closed or gone; the chat itself may still take the message."""

    why: str


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Our markup was refused, which is our bug; plain text may still pass."""

    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The message to edit, delete or answer is not there any more."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message, which is our bug: too long, empty, bad buttons."""

    why: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request went out and no proper answer came; sending again might show it twice."""

    why: str


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """The token is not valid (now); nothing can be sent, and nothing is lost."""

    why: str


Outcome = (
    Sent
    | Later
    | Moved
    | Gone
    | NotFound
    | NoRights
    | NoThread
    | Unparsable
    | Missing
    | Refused
    | Uncertain
    | TokenRefused
)
