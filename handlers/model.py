"""What does a chat ask, and what does it get? Neither knows Telegram."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alerts.tongue import Tongue
from alerts.tongue import tongue as tongue_of
from claims.model import Reading
from feeds.errors import Found
from feeds.model import Document as FeedDocument
from storage.store import Transaction

SUBSCRIPTIONS = 50  # of one chat, unless the operator sets another limit


@dataclass(frozen=True, slots=True)
class Ask:
    """A command as somebody typed it or pressed it."""

    chat: int
    user: int
    command: str  # without the slash, lower case; empty for plain text
    arguments: str
    now: datetime  # UTC
    language: str = "en"  # the user's; once dispatched, the chat's
    chat_kind: str = "private"  # private, group, supergroup, channel, terminal
    thread: int | None = None
    admin: bool = False  # an operator of this bot, by numeric id
    may_configure: bool = True  # the user may change this chat's settings (an admin of the group)
    pressed: bool = False  # came from a button: the answer may replace the message
    most: int = SUBSCRIPTIONS  # that the chat may have

    @property
    def tongue(self) -> Tongue:
        """Give the language to answer in."""
        return tongue_of(self.language)


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label and the command that pressing it sends."""

    label: str
    command: str  # "claims kursk page:2": goes through the same dispatcher as typed text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that goes out in the place of an answer's text."""

    draw: Callable[[], bytes]  # makes the PNG; a tenth of a second, so outside the transaction
    caption: str  # HTML, with what the picture shows in words


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes out with the answer's text as its caption."""

    name: str
    write: Callable[[Transaction], bytes]  # may take seconds, so it reads in a transaction apart


@dataclass(frozen=True, slots=True)
class Story:
    """An entry as it would be taken in."""

    reading: Reading
    unread: str | None = None  # why its page was not read


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at an address showed: a feed with its newest stories, or what was wrong."""

    url: str  # where it was found, after redirects
    size: int = 0  # bytes
    document: FeedDocument | None = None
    stories: tuple[Story, ...] = ()
    problem: str | None = None
    found: tuple[Found, ...] = ()  # the feeds that a page names


@dataclass(frozen=True, slots=True)
class Errand:
    """A look at an address, which the shell takes after it said the answer; it has a second part.

    Commands themselves know no network.
    """

    url: str
    tell: Callable[[Looked, Ask, Transaction], Reply]  # says what was found


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTML in Telegram's subset, rows of buttons, maybe a picture or a file."""

    html: str  # says the same as the picture where no picture can be shown
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    document: Document | None = None
    edit: bool = False  # replace the message that carried the pressed button
    errand: Errand | None = None


class Changes(StrEnum):
    """Whether a command alters what the chat gets; in a group only its admins may do that."""

    NEVER = "never"
    WITH_ARGUMENTS = "with arguments"  # bare, it only shows
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the table of commands."""

    name: str
    arguments: str  # as /help shows them: "[words]"
    summary: str  # one line, marked for the catalogues: for /help, Telegram's menu and the README
    example: str  # a complete call
    answer: Callable[[Ask, Transaction], Reply]
    admin: bool = False  # for operators only
    changes: Changes = Changes.NEVER
