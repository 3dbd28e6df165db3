"""In which time zone does this chat live, and when is it left alone?"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from alerts.html import bold, line, page, paragraph
from alerts.wording import moment_words
from handlers.described import quiet_words
from handlers.model import Ask, Button, Reply
from handlers.typed import echo
from handlers.words import keys
from storage.records import Chat
from storage.store import Transaction

USAGE = "Try /settings timezone Europe/Kyiv, /settings quiet 22-7 or /settings quiet off"
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
        return Reply(page([paragraph(f"I could not read “{echo(ask.arguments)}”. {USAGE}")]))
    tx.chats.update(changed)
    return _shown(ask, changed)


def _shown(ask: Ask, chat: Chat) -> Reply:
    """Say the settings, with buttons for the usual ones."""
    blocks = [
        paragraph(bold("Settings")),
        line(f"Time zone: {chat.timezone} (now {moment_words(ask.now, chat.timezone)})"),
        line(f"Quiet hours: {quiet_words(chat)}"),
        paragraph("In quiet hours alerts wait; nothing is lost. ", USAGE),
    ]
    zones = [Button(_city(zone), f"settings timezone {zone}") for zone in ZONES]
    quiet = [
        Button(f"Quiet {hours}", f"settings quiet {hours}") for hours in ("22-7", "23-8", "off")
    ]
    return Reply(
        page(blocks), (tuple(zones[:3]), tuple(zones[3:]), tuple(quiet)), edit=ask.pressed
    )


def _changed(chat: Chat, words: str) -> Chat | None:
    """Read a setting; None when it cannot be read."""
    if re.fullmatch(r"quiet\s*(hours\s*)?(off|none|never)", words, re.IGNORECASE):
        return replace(chat, quiet_from=None, quiet_to=None)
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
