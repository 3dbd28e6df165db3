"""Which feeds do we follow, and how does one look? The verbs of `claimwatch feeds`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import datetime

from alerts.html import page, plain
from alerts.tongue import ENGLISH
from bot.clock import utc_now
from bot.look import fetcher_of, looking
from bot.main import complain
from bot.seeding import feed_list
from bot.settings import Settings
from feeds.errors import FeedError
from feeds.fetch import Fetcher
from feeds.lists import Listed, read_list, write_opml
from feeds.pool import ParsePool
from feeds.schedule import Rhythm, is_silent
from handlers.looked import explained
from storage.migrate import migrate
from storage.records import Feed
from storage.store import Store

AT_ONCE = 8  # feeds of the list that are checked beside each other


def feeds(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what the action says."""
    actions: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
        "list": list_,
        "add": add,
        "remove": remove,
        "check": check,
        "import": import_,
        "export": export,
    }
    return actions[arguments.action](arguments, settings)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _open(settings: Settings) -> Store:
    migrate(settings.ledger_url)
    return Store.open(settings.ledger_url)


def list_(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Say of each feed how it fares."""
    store = _open(settings)
    with store.read() as tx:
        known = tx.feeds.all()
    store.close()
    for feed in known:
        _say(f"{feed.id:4}  {feed.outlet or '–'}  {feed.url}\n      {state(feed, utc_now())}")
    if not known:
        _say("No feed yet: claimwatch feeds add URL, or start the bot once to take in its list.")
    return 0


def state(feed: Feed, now: datetime) -> str:
    """Say in words how a feed fares."""
    if feed.stopped:
        return f"stopped: {feed.error or 'gone for good'}"
    due = _ahead(feed.next_check_at, now)
    if feed.failures:
        return f"failing ({feed.failures} in a row): {feed.error}; next try {due}"
    if not feed.polled:
        return f"not polled yet; first poll {due}"
    at = feed.changed_at
    changed = f"last news {at:%Y-%m-%d %H:%M} UTC" if at else "no news yet"
    silent = is_silent(Rhythm.load(feed.rhythm), now)
    health = "silent for much longer than it used to be" if silent else "fine"
    return "; ".join(filter(None, (health, feed.note, changed, f"next poll {due}")))


def _ahead(moment: datetime | None, now: datetime) -> str:
    if moment is None or moment <= now:
        return "now"
    minutes = round((moment - now).total_seconds() / 60)
    return f"in {minutes} min" if minutes else "within a minute"


def add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Follow a feed from now on."""
    store = _open(settings)
    with store.begin() as tx:
        feed = tx.feeds.add(arguments.url, utc_now(), arguments.outlet, revive=True)
    store.close()
    _say(f"{feed.id}: {feed.url} is followed; its first poll is the baseline and alerts nobody")
    _say("If it is a web page, the feed that it names is taken; see before: feeds check URL")
    return 0


def remove(arguments: argparse.Namespace, settings: Settings) -> int:
    """Stop following a feed; what it brought stays in the ledger."""
    store = _open(settings)
    with store.begin() as tx:
        feed = tx.feeds.by_url(arguments.feed)
        if feed is None and arguments.feed.isdecimal():
            feed = tx.feeds.get(int(arguments.feed))
        removed = feed is not None and tx.feeds.remove(feed.id)
    store.close()
    if not removed or feed is None:
        complain(f"no feed {arguments.feed}; `claimwatch feeds list` shows their numbers")
        return 1
    _say(f"{feed.url} is not followed any more")
    return 0


def import_(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the feeds of a list; what cannot be read is named and skipped."""
    listed = read_list(arguments.file)
    for problem in listed.problems:
        complain(problem)
    store = _open(settings)
    with store.begin() as tx:
        for feed in listed.feeds:
            tx.feeds.add(feed.url, utc_now(), feed.outlet, feed.family)
    store.close()
    _say(f"{len(listed.feeds)} feeds are followed")
    return 1 if listed.problems else 0


def export(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the feeds as OPML."""
    store = _open(settings)
    with store.read() as tx:
        known = tx.feeds.all()
    store.close()
    _say(write_opml([Listed(feed.url, feed.outlet, feed.family) for feed in known]))
    return 0


def check(arguments: argparse.Namespace, settings: Settings) -> int:
    """Fetch one feed and explain what was seen, or say of each of the list whether it answers."""
    work = _check_one(arguments.url, settings) if arguments.url else _check_all(settings)
    return asyncio.run(work)


async def _check_all(settings: Settings) -> int:
    listed = feed_list(settings)
    room = asyncio.Semaphore(AT_ONCE)
    async with fetcher_of(settings) as fetcher, ParsePool() as parser:

        async def one(feed: Listed) -> bool:
            async with room:
                line, good = await _in_a_line(feed, fetcher, parser)
            _say(line)
            return good

        results = await asyncio.gather(*(one(feed) for feed in listed.feeds))
    _say(f"{sum(results)} of {len(results)} feeds answer")
    return 0 if all(results) else 1


async def _in_a_line(feed: Listed, fetcher: Fetcher, parser: ParsePool) -> tuple[str, bool]:
    try:
        answer = await fetcher.get(feed.url)
        document = await parser.parse(answer.body, answer.url, answer.content_type)
    except FeedError as problem:
        return f"FAILS  {feed.url}: {problem.reason}", False
    return f"fine   {feed.url}: {len(document.entries)} entries", True


async def _check_one(url: str, settings: Settings) -> int:
    async with looking(settings) as looker:
        looked = await looker.look(url)
    _say(plain(page(explained(looked, ENGLISH))))
    return 0 if looked.document is not None else 1
