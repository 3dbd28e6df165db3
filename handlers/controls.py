"""Which buttons change how a chat hears of something, wherever that is offered?"""

from __future__ import annotations

from collections.abc import Callable

from alerts.tongue import Tongue, mark
from alerts.wording import kind_words
from claims.model import Severity
from handlers.manner import KINDS, Options
from handlers.model import Button
from handlers.paging import Row
from storage.records import Cadence, Subscription

Call = Callable[[Options], str]  # the command that changes a manner so

HOURS = (6, 8, 12, 18, 21)  # that are offered for a digest
CHOOSE_KINDS = mark("Tap the kinds of change that you want. With none ticked all of them come.")
_LEAST = (
    (Severity.HIGH, mark("Only high")),
    (Severity.MEDIUM, mark("Medium and above")),
    (Severity.LOW, mark("Low too")),
)
_AT_HOUR = {Cadence.DAILY, Cadence.WEEKLY}


def manner(one: Subscription, call: Call, tongue: Tongue) -> tuple[Row, ...]:
    """Make the buttons for severity, cadence and hour; the present choice carries a tick."""
    least = tuple(
        Button(_tick(tongue.say(label), one.least is value), call(Options(least=value)))
        for value, label in _LEAST
    )
    at = one.digest_hour
    cadences = (
        (Cadence.AT_ONCE, None, tongue.say("At once")),
        (Cadence.HOURLY, None, tongue.say("Hourly")),
        (Cadence.DAILY, at, tongue.say("Daily {hour}:00", hour=at)),
        (Cadence.WEEKLY, at, tongue.say("Mondays {hour}:00", hour=at)),
    )
    cadence = tuple(
        Button(_tick(label, one.cadence is value), call(Options(cadence=value, hour=hour)))
        for value, hour, label in cadences
    )
    hours = tuple(
        Button(_tick(f"{hour}:00", hour == at), call(Options(cadence=one.cadence, hour=hour)))
        for hour in HOURS
    )
    return (least, cadence[:2], cadence[2:], *([hours] if one.cadence in _AT_HOUR else []))


def kinds(one: Subscription, call: Call, tongue: Tongue) -> tuple[Row, ...]:
    """Make a button for each kind of change, which adds it or takes it away, and one for all."""
    offered = [
        Button(_tick(_capital(kind_words(kind, tongue)), kind in one.kinds),
               call(Options(kinds=one.kinds ^ {kind})))
        for kind in KINDS
    ]  # fmt: skip
    every = Button(_tick(tongue.say("All kinds"), not one.kinds), call(Options(kinds=frozenset())))
    return (*(tuple(offered[at : at + 2]) for at in range(0, len(offered), 2)), (every,))


def kinds_label(one: Subscription, tongue: Tongue) -> str:
    """Label the button that leads to the kinds."""
    if not one.kinds:
        return tongue.say("Kinds: all ▸")
    return tongue.say("Kinds: {count} ▸", count=len(one.kinds))


def categories(call: Callable[[str], str], tongue: Tongue) -> tuple[Row, ...]:
    """Make the buttons to all that a wish can be about; `call` gives the command of a step."""
    return (
        (
            Button(tongue.say("Places ▸"), call("places")),
            Button(tongue.say("Claimants ▸"), call("claimants")),
        ),
        (
            Button(tongue.say("Kinds of claim ▸"), call("frames")),
            Button(tongue.say("Words ▸"), call("words")),
        ),
    )


def _tick(label: str, chosen: bool) -> str:
    """Mark the present choice."""
    return f"✓ {label}" if chosen else label


def _capital(text: str) -> str:
    """Begin a label with a capital."""
    return text[:1].upper() + text[1:]
