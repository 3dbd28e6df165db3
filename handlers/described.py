"""How does a subscription read in plain words?"""

from __future__ import annotations

from alerts.names import actor_name, name_words
from alerts.tongue import ENGLISH, Tongue, mark
from alerts.wording import frame_words, kind_words, topic_words
from claims.model import Severity
from handlers.manner import KINDS
from handlers.typed import echo
from handlers.wish import Wish
from storage.records import Cadence, Chat, Subscription

_LEAST = {
    Severity.HIGH: mark("only changes of high severity"),
    Severity.MEDIUM: mark("changes of medium and high severity"),
    Severity.LOW: mark("changes of every severity"),
}


def wish_words(wish: Wish, tongue: Tongue = ENGLISH) -> str:
    """Name what a wish is about: "everything", "Control of Kursk", "claims about Kursk"."""
    if wish.topic:
        return topic_words(wish.topic, tongue=tongue)
    if wish.everything:
        return tongue.say("everything")
    parts = [tongue.say("by or about {actor}", actor=_actor(wish, tongue))] if wish.actor else []
    parts += [tongue.say("about {place}", place=_place(wish, tongue))] if wish.place else []
    parts += [tongue.say("on {frame}", frame=_frame(wish, tongue))] if wish.frame else []
    parts += [tongue.say("that mention {words}", words=_words(wish))] if wish.words else []
    return tongue.say("claims {which}", which=" ".join(parts))


def subject_words(wish: Wish, tongue: Tongue = ENGLISH) -> str:
    """Name what a wish is about after "on": "Kursk", "casualties", "Russia"."""
    if wish.topic:
        return topic_words(wish.topic, tongue=tongue)
    parts = (_frame(wish, tongue), _place(wish, tongue), _actor(wish, tongue), _words(wish))
    return ", ".join(filter(None, parts))


def manner_words(one: Subscription, tongue: Tongue = ENGLISH) -> str:
    """Say how much of it comes, which kinds of change, and when."""
    said = f"{tongue.say(_LEAST[one.least])}, {cadence_words(one, tongue)}"
    if not one.kinds:
        return said
    kinds = ", ".join(kind_words(kind, tongue) for kind in KINDS if kind in one.kinds)
    return tongue.say("{manner}; only of these kinds: {kinds}", manner=said, kinds=kinds)


def cadence_words(one: Subscription, tongue: Tongue = ENGLISH) -> str:
    """Say when the alerts of a subscription come."""
    if one.cadence is Cadence.DAILY:
        return tongue.say("once a day at {hour}", hour=f"{one.digest_hour}:00")
    if one.cadence is Cadence.WEEKLY:
        return tongue.say("once a week, on Mondays at {hour}", hour=f"{one.digest_hour}:00")
    if one.cadence is Cadence.HOURLY:
        return tongue.say("once an hour")
    return tongue.say("at once")


def quiet_words(chat: Chat, tongue: Tongue = ENGLISH) -> str:
    """Say when a chat is left alone."""
    start, end = chat.quiet_from, chat.quiet_to
    if start is None or end is None or start == end:
        return tongue.say("off")
    return tongue.say("{start} to {end}", start=_clock(start), end=_clock(end))


def _actor(wish: Wish, tongue: Tongue) -> str:
    return actor_name(wish.actor, tongue) if wish.actor else ""


def _place(wish: Wish, tongue: Tongue) -> str:
    return name_words(wish.place, tongue) if wish.place else ""


def _frame(wish: Wish, tongue: Tongue) -> str:
    return frame_words(wish.frame, tongue) if wish.frame else ""


def _words(wish: Wish) -> str:
    return f"“{echo(wish.words)}”" if wish.words else ""


def _clock(minutes: int) -> str:
    """Write minutes after midnight as a time of day."""
    return f"{minutes // 60}:{minutes % 60:02}"
