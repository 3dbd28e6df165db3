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
from handlers.described import quiet_words
from handlers.model import Ask, Button, Reply
from handlers.paging import Row
from handlers.typed import echo
from handlers.words import keys
from storage.records import Chat
from storage.store import Transaction

USAGE = mark(
    "Try /settings timezone Europe/Kyiv, /settings quiet 22-7, /settings quiet off or "
    "/settings language uk"
)
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
        return _shown(ask, chat)
    changed = _changed(chat, ask.arguments)
    if changed is None:
        said = ask.tongue.say("I could not read “{words}”.", words=echo(ask.arguments))
        return Reply(page([paragraph(f"{said} {ask.tongue.say(USAGE)}")]))
    tx.chats.update(changed)
    return _shown(replace(ask, language=changed.language), changed)


def _shown(ask: Ask, chat: Chat) -> Reply:
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
        line(tongue.say("Language: {language}", language=own_name(tongue.code))),
        paragraph(f"{wait} {tongue.say(USAGE)}"),
    ]
    zones = [Button(_city(zone), f"settings timezone {zone}") for zone in ZONES]
    return Reply(
        page(blocks),
        (tuple(zones[:3]), tuple(zones[3:]), _quiet(tongue), *_languages()),
        edit=ask.pressed,
    )


def _quiet(tongue: Tongue) -> Row:
    """Offer the usual quiet hours."""
    hours = [
        Button(tongue.say("Quiet {hours}", hours=hours), f"settings quiet {hours}")
        for hours in ("22-7", "23-8")
    ]
    return (*hours, Button(tongue.say("Quiet off"), "settings quiet off"))


def _languages() -> tuple[Row, ...]:
    """Offer the languages, each by its own name."""
    offered = [Button(own_name(one), f"settings language {one}") for one in languages()]
    return tuple(tuple(offered[at : at + 3]) for at in range(0, len(offered), 3))


def _changed(chat: Chat, words: str) -> Chat | None:
    """Read a setting; None when it cannot be read."""
    if re.fullmatch(r"quiet\s*(hours\s*)?(off|none|never)", words, re.IGNORECASE):
        return replace(chat, quiet_from=None, quiet_to=None)
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
