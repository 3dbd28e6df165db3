"""Which feeds are watched, how are they, and how does an operator add or remove one?"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from alerts.html import Block, bold, code, line, page, paragraph, shortened
from alerts.wording import moment_words
from feeds.schedule import Rhythm, is_silent
from handlers import paging
from handlers.model import Ask, Button, Reply
from handlers.typed import echo
from storage.records import Feed
from storage.store import Transaction

ON_PAGE = 10
ADD = "Give the address of a feed: /addfeed https://example.org/news/rss.xml"
PAGE = " If it is a web page, the feed that the page names is taken in its place."
REMOVE = "Give the number that /feeds shows: /removefeed 12"


def listed(ask: Ask, tx: Transaction) -> Reply:
    """List the feeds, those in trouble first."""
    words, number = paging.take(ask.arguments)
    feeds = [
        feed for feed in tx.feeds.all() if words.lower() in f"{feed.outlet} {feed.url}".lower()
    ]
    if not feeds:
        return _say(f"No feed{f' like “{echo(words)}”' if words else ''}. {ADD}")
    feeds.sort(key=lambda feed: (not feed.stopped, feed.error is None, feed.id))
    last = paging.pages(len(feeds), ON_PAGE)
    number = min(number, last)
    shown = feeds[(number - 1) * ON_PAGE : number * ON_PAGE]
    troubled = sum(1 for feed in feeds if feed.error or feed.stopped)
    title = paragraph(bold(f"Feeds: {len(feeds)}"), f", {troubled} in trouble")
    turns = paging.turn(f"feeds {words}".strip(), number, last)
    blocks = [block for feed in shown for block in _item(feed, ask.now)]
    return Reply(page([title, *blocks]), turns, edit=ask.pressed and paging.turning(ask.arguments))


def add(ask: Ask, tx: Transaction) -> Reply:
    """Watch a feed; the next tick looks at it, and what it holds then is its baseline."""
    url = _address(ask.arguments)
    if url is None:
        return _say(
            f"I could not read “{echo(ask.arguments)}” as an address. {ADD}"
            if ask.arguments
            else ADD
        )
    known = tx.feeds.by_url(url)
    feed = tx.feeds.add(url, ask.now, revive=True)
    if known and not known.stopped and known in tx.feeds.all():
        return _say(f"That feed is watched already, as number {feed.id}. How it is: /feeds")
    said = f"Feed {feed.id} is watched from now on. What it holds at its first visit is taken in "
    undo = Button("Remove it again", f"removefeed {feed.id}")
    return Reply(
        page([paragraph(said + "quietly; news follows." + PAGE + " How it goes: /feeds")]),
        ((undo,),),
    )


def remove(ask: Ask, tx: Transaction) -> Reply:
    """Stop watching a feed; its articles and claims stay."""
    digits = ask.arguments.removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
    if number is None:
        return _say(REMOVE)
    feed = tx.feeds.get(number)
    if feed is None or not tx.feeds.remove(number):
        return _say(f"There is no feed {number}. {REMOVE}")
    return _say(
        f"Feed {number} ({shown_address(feed.url)}) is no longer watched; its claims stay."
    )


def shown_address(url: str) -> str:
    """Write an address without what may be secret in it: user, password, query."""
    parts = urlsplit(url)
    query = "?…" if parts.query else ""
    return shortened(f"{parts.hostname or ''}{parts.path}{query}", 80)


def _item(feed: Feed, now: datetime) -> list[Block]:
    """Say one feed in two lines."""
    name = (bold(shortened(feed.outlet, 40)), " ") if feed.outlet else ()
    return [
        paragraph(f"{feed.id}. ", *name, code(shown_address(feed.url))),
        line(_health(feed, now)),
    ]


def _health(feed: Feed, now: datetime) -> str:
    """Say how a feed is, in plain words."""
    last = (
        f"last read {moment_words(feed.fetched_at, 'UTC')} UTC"
        if feed.fetched_at
        else "never read"
    )
    if feed.stopped:
        return f"stopped: {feed.error or 'gone'}; {last}"
    if feed.error:
        times = f"{feed.failures} failures in a row" if feed.failures > 1 else "failed"
        return f"{times}: {shortened(feed.error, 120)}; {last}"
    if not feed.fetched_at:
        return "waits for its first visit"
    silent = is_silent(Rhythm.load(feed.rhythm), now)
    health = "silent for much longer than it used to be" if silent else "well"
    return "; ".join(filter(None, (health, feed.note, last)))


def _address(words: str) -> str | None:
    """Read an http or https address; None when it is none."""
    try:
        parts: SplitResult = urlsplit(words)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a broken IPv6 address or port
        return None
    return words if good and " " not in words else None


def _say(sentence: str) -> Reply:
    """Answer with one sentence."""
    return Reply(page([paragraph(sentence)]))
