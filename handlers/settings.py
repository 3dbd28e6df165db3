"""In which time zone and language does this chat live, and when is it left alone?"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from alerts.html import bold, line, page, paragraph
from alerts.tongue import Tongue, languages, mark, named, own_name
from alerts.wording import moment_words
from handlers.described import cadence_words, quiet_words
from handlers.manner import Options, applied, options
from handlers.model import Ask, Button, Reply
from handlers.own import own_subscriptions
from handlers.paging import Row
from handlers.typed import echo
from handlers.words import keys
from storage.records import Chat
from storage.store import Transaction

USAGE = mark(
    "Try /settings timezone Europe/Kyiv, /settings quiet 22-7, /settings quiet off, "
    "/settings language uk, /settings weekly 8 or /settings compact on"
)
FULL = mark("Alerts: in full, with what stood before and who disagrees in which words")
SHORT = mark("Alerts: compact, the change with the beginning of its quote")
ZONES = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Kyiv", "Asia/Seoul", "America/New_York")

_QUIET = re.compile(
    r"(?:quiet\s*)?(?:hours\s*)?(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d\d))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::00)?", re.IGNORECASE)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show the chat's settings, or change the one that the arguments name."""
    chat = tx.chats.get(ask.chat) or Chat(ask.chat)
    if not ask.arguments:
        return _shown(ask, tx, chat)
    left, how = options(ask.arguments)
    if how.cadence and not left and how.least is None:
        return _paced(ask, tx, chat, how)
    changed = _changed(chat, ask.arguments)
    if changed is None:
        said = ask.tongue.say("I could not read “{words}”.", words=echo(ask.arguments))
        return Reply(page([paragraph(f"{said} {ask.tongue.say(USAGE)}")]))
    tx.chats.update(changed)
    return _shown(replace(ask, language=changed.language), tx, changed)


def _paced(ask: Ask, tx: Transaction, chat: Chat, how: Options) -> Reply:
    """Let all that this chat or thread follows come at one pace."""
    own = own_subscriptions(ask, tx)
    for one in own:
        tx.subscriptions.update(applied(one, how))
    if own:
        return _shown(ask, tx, chat)
    said = ask.tongue.say("This chat follows nothing yet. Begin with /subscribe")
    return Reply(page([paragraph(said)]))


def _pace(ask: Ask, tx: Transaction) -> str:
    """Say when the alerts of this chat or thread come: one way, or several."""
    ways = {cadence_words(one, ask.tongue) for one in own_subscriptions(ask, tx)}
    if len(ways) > 1:
        return ask.tongue.say("not all alike, see /subscriptions")
    return next(iter(ways), ask.tongue.say("at once"))


def _shown(ask: Ask, tx: Transaction, chat: Chat) -> Reply:
    """Say the settings, with buttons for the usual ones."""
    tongue = ask.tongue
    now = moment_words(ask.now, chat.timezone, tongue)
    zone = tongue.say("Time zone: {zone} (now {moment})", zone=chat.timezone, moment=now)
    quiet = quiet_words(chat, tongue)
    wait = tongue.say("In quiet hours alerts wait; nothing is lost.")
    blocks = [
        paragraph(bold(tongue.say("Settings"))),
        line(zone),
        line(tongue.say("Quiet hours: {hours}", hours=quiet)),
        line(tongue.say("Alerts come: {when}", when=_pace(ask, tx))),
        line(tongue.say(SHORT if chat.compact else FULL)),
        line(tongue.say("Language: {language}", language=own_name(tongue.code))),
        paragraph(f"{wait} {tongue.say(USAGE)}"),
    ]
    zones = [Button(_city(zone), f"settings timezone {zone}") for zone in ZONES]
    return Reply(
        page(blocks),
        (
            tuple(zones[:3]),
            tuple(zones[3:]),
            _quiet(tongue),
            _paces(tongue),
            _lengths(tongue),
            *_languages(),
        ),
        edit=ask.pressed,
    )


def _quiet(tongue: Tongue) -> Row:
    """Offer the usual quiet hours."""
    hours = [
        Button(tongue.say("Quiet {hours}", hours=hours), f"settings quiet {hours}")
        for hours in ("22-7", "23-8")
    ]
    return (*hours, Button(tongue.say("Quiet off"), "settings quiet off"))


def _paces(tongue: Tongue) -> Row:
    """Offer when alerts come."""
    return (
        Button(tongue.say("At once"), "settings at once"),
        Button(tongue.say("Hourly"), "settings hourly"),
        Button(tongue.say("Daily {hour}:00", hour=8), "settings daily 8"),
        Button(tongue.say("Mondays {hour}:00", hour=8), "settings weekly 8"),
    )


def _lengths(tongue: Tongue) -> Row:
    """Offer how much alerts say."""
    return (
        Button(tongue.say("Full alerts"), "settings compact off"),
        Button(tongue.say("Compact alerts"), "settings compact on"),
    )


def _languages() -> tuple[Row, ...]:
    """Offer the languages, each by its own name."""
    offered = [Button(own_name(one), f"settings language {one}") for one in languages()]
    return tuple(tuple(offered[at : at + 3]) for at in range(0, len(offered), 3))


def _changed(chat: Chat, words: str) -> Chat | None:
    """Read a setting; None when it cannot be read."""
    if re.fullmatch(r"quiet\s*(hours\s*)?(off|none|never)", words, re.IGNORECASE):
        return replace(chat, quiet_from=None, quiet_to=None)
    short = re.fullmatch(r"compact(?:\s+(on|off))?|full", words, re.IGNORECASE)
    if short:
        off = words.lower() in ("full", "compact off")
        return replace(chat, compact=not off)
    spoken = re.fullmatch(r"lang(?:uage)?\s+(.+)", words, re.IGNORECASE)
    if spoken:
        code = named(spoken[1])
        return replace(chat, language=code) if code else None
    hours = _QUIET.fullmatch(words)
    if hours:
        start, end = _minutes(hours[1], hours[2]), _minutes(hours[3], hours[4])
        return (
            None if start is None or end is None else replace(chat, quiet_from=start, quiet_to=end)
        )
    zone = _zone(re.sub(r"^(time\s*)?zone\s*", "", words, flags=re.IGNORECASE))
    return replace(chat, timezone=zone) if zone else None


def _minutes(hour: str, minute: str | None) -> int | None:
    """Read a time of day as minutes after midnight; 24:00 is midnight."""
    total = int(hour) * 60 + int(minute or 0)
    return total % 1440 if total <= 1440 and int(minute or 0) < 60 else None


def _zone(words: str) -> str | None:
    """Find a time zone by its name, by a city, or by hours from UTC."""
    offset = _OFFSET.fullmatch(words)
    if offset:  # the sign of Etc/GMT counts westwards
        zone = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        return zone if zone in available_timezones() else None
    wanted = " ".join(keys(words))
    names = _zones()
    near = get_close_matches(wanted, names, n=1, cutoff=0.85) if wanted else []
    return names[near[0]] if near else None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Name the time zones by whole name and by city, in the compared spelling."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    whole = {" ".join(keys(zone)): zone for zone in zones}
    cities = {" ".join(keys(zone.rpartition("/")[2])): zone for zone in zones}
    return {**cities, **whole}


def _city(zone: str) -> str:
    """Name a time zone by its city."""
    return zone.rpartition("/")[2].replace("_", " ")
