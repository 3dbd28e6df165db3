"""How does a subscription read in plain words?"""

from __future__ import annotations

from alerts.wording import frame_words, name_words, topic_words
from claims.model import Severity
from handlers.typed import echo
from handlers.wish import Wish
from storage.records import Cadence, Chat, Subscription

_LEAST = {
    Severity.HIGH: "only changes of high severity",
    Severity.MEDIUM: "changes of medium and high severity",
    Severity.LOW: "changes of every severity",
}


def wish_words(wish: Wish) -> str:
    """Name what a wish is about: "everything", "Control of Kursk", "claims about Kursk"."""
    if wish.topic:
        return topic_words(wish.topic)
    parts = [f"by or about {wish.actor}"] if wish.actor else []
    parts += [f"about {name_words(wish.place)}"] if wish.place else []
    parts += [f"on {frame_words(wish.frame)}"] if wish.frame else []
    parts += [f"that mention “{echo(wish.words)}”"] if wish.words else []
    return " ".join(["claims", *parts]) if parts else "everything"


def subject_words(wish: Wish) -> str:
    """Name what a wish is about after "on": "Kursk", "casualties", "Russia"."""
    if wish.topic:
        return topic_words(wish.topic)
    parts = (
        frame_words(wish.frame) if wish.frame else "",
        name_words(wish.place) if wish.place else "",
        wish.actor or "",
        f"“{echo(wish.words)}”" if wish.words else "",
    )
    return ", ".join(filter(None, parts))


def manner_words(one: Subscription) -> str:
    """Say how much of it comes, and when."""
    return f"{_LEAST[one.least]}, {cadence_words(one)}"


def cadence_words(one: Subscription) -> str:
    """Say when the alerts of a subscription come."""
    if one.cadence is Cadence.DAILY:
        return f"once a day at {one.digest_hour}:00"
    return "once an hour" if one.cadence is Cadence.HOURLY else "at once"


def quiet_words(chat: Chat) -> str:
    """Say when a chat is left alone."""
    start, end = chat.quiet_from, chat.quiet_to
    if start is None or end is None or start == end:
        return "off"
    return f"{_clock(start)} to {_clock(end)}"


def _clock(minutes: int) -> str:
    """Write minutes after midnight as a time of day."""
    return f"{minutes // 60}:{minutes % 60:02}"
