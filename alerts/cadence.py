"""When may an alert go out: at once, with the next digest, after the quiet hours?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from alerts.figures import zone
from storage.records import Cadence, Chat

STEPS = frozenset({2, 3, 5, 10, 20, 50, 100})  # outlets at which an alert is worth an edit
FLAPS = 3  # changes of a claimant on a topic within FLAPPING, after which a further one waits
FLAPPING = timedelta(hours=1)
CALM = timedelta(minutes=30)  # so long, for what else comes: it is told once, with its history
_DAY = 24 * 60
_DAYS = 7


def due_at(
    cadence: Cadence, digest_hour: int, chat: Chat, now: datetime, window_ends: datetime
) -> datetime:
    """Give the moment from which an alert may be sent, quiet hours included."""
    if cadence is Cadence.AT_ONCE:
        moment = window_ends
    elif cadence is Cadence.HOURLY:
        moment = _next_hour(now, chat.timezone)
    elif cadence is Cadence.DAILY:
        moment = _next_local(now, digest_hour * 60, chat.timezone)
    else:
        moment = _next_monday(now, digest_hour * 60, chat.timezone)
    return after_quiet(moment, chat)


def calm_until(moments: Sequence[datetime]) -> datetime | None:
    """Say until when the last of a claimant's changes waits; nothing if they are not too many."""
    until: datetime | None = None
    for at, moment in enumerate(moments):
        if until and moment < until:
            continue
        before = [one for one in moments[:at] if one > moment - FLAPPING]
        until = moment + CALM if len(before) >= FLAPS else None
    return until


def after_quiet(moment: datetime, chat: Chat) -> datetime:
    """Move a moment inside the chat's quiet hours to their end; equal ends mean no quiet hours."""
    start, end = chat.quiet_from, chat.quiet_to
    if start is None or end is None or start == end:
        return moment
    local = moment.astimezone(zone(chat.timezone))
    minute = local.hour * 60 + local.minute
    quiet = start <= minute < end if start < end else minute >= start or minute < end
    return _next_local(moment, end, chat.timezone) if quiet else moment


def _next_hour(now: datetime, timezone: str) -> datetime:
    """Give the next full hour by the reader's clock; zones may be off by half an hour."""
    local = now.astimezone(zone(timezone))
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return (now - into + timedelta(hours=1)).astimezone(UTC)


def _next_local(now: datetime, minute: int, timezone: str) -> datetime:
    """Give the next moment after now at which the reader's clock shows this minute of the day."""
    today = _at_minute(now, minute, timezone)
    for days in range(3):  # a clock that is put forward may skip the minute: it is then 1 h later
        moment = (today + timedelta(days=days)).astimezone(UTC)
        if moment > now:
            return moment
    return now


def _next_monday(now: datetime, minute: int, timezone: str) -> datetime:
    """Give the next Monday's moment at which the reader's clock shows this minute."""
    today = _at_minute(now, minute, timezone)
    ahead = (_DAYS - today.weekday()) % _DAYS
    monday = (today + timedelta(days=ahead)).astimezone(UTC)
    return monday if monday > now else (today + timedelta(days=ahead + _DAYS)).astimezone(UTC)


def _at_minute(now: datetime, minute: int, timezone: str) -> datetime:
    """Give this minute of the reader's today; adding days to it keeps the minute."""
    return now.astimezone(zone(timezone)).replace(
        hour=minute % _DAY // 60, minute=minute % 60, second=0, microsecond=0, fold=0
    )
