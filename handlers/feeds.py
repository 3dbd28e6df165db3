"""Which feeds are watched, how are they, and how does an operator add or remove one?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alerts.html import Block, bold, code, line, page, paragraph, shortened
from alerts.tongue import Tongue, mark
from alerts.wording import moment_words
from feeds.schedule import Rhythm, is_silent
from handlers import paging
from handlers.looked import choices, explained, name_of, shown_address
from handlers.model import Ask, Button, Errand, Looked, Reply
from handlers.typed import address, echo
from storage.records import Feed
from storage.store import Transaction

ON_PAGE = 10
ADD = mark("Give the address of a feed: /addfeed https://example.org/news/rss.xml")
REMOVE = mark("Give the number that /feeds shows: /removefeed 12")


def listed(ask: Ask, tx: Transaction) -> Reply:
    """List the feeds, those in trouble first."""
    words, number = paging.take(ask.arguments)
    tongue = ask.tongue
    feeds = [
        feed for feed in tx.feeds.all() if words.lower() in f"{feed.outlet} {feed.url}".lower()
    ]
    if not feeds:
        none = tongue.say("No feed like “{words}”.", words=echo(words)) if words else ""
        return _say(f"{none or tongue.say('No feed.')} {tongue.say(ADD)}")
    feeds.sort(key=lambda feed: (not feed.stopped, feed.error is None, feed.id))
    last = paging.pages(len(feeds), ON_PAGE)
    number = min(number, last)
    shown = feeds[(number - 1) * ON_PAGE : number * ON_PAGE]
    troubled = sum(1 for feed in feeds if feed.error or feed.stopped)
    count = tongue.say("Feeds: {count}", count=tongue.number(len(feeds)))
    trouble = tongue.many("{n} in trouble", "{n} in trouble", troubled)
    title = paragraph(bold(count), f", {trouble}")
    turns = paging.turn(f"feeds {words}".strip(), number, last, tongue)
    blocks = [block for feed in shown for block in _item(feed, tongue, ask.now)]
    return Reply(page([title, *blocks]), turns, edit=ask.pressed and paging.turning(ask.arguments))


def add(ask: Ask, tx: Transaction) -> Reply:
    """Watch a feed; the next tick looks at it, and what it holds then is its baseline."""
    url = address(ask.arguments)
    if url is None:
        said = ask.tongue.say(
            "I could not read “{words}” as an address.", words=echo(ask.arguments)
        )
        usage = ask.tongue.say(ADD)
        return _say(f"{said} {usage}" if ask.arguments else usage)
    known = tx.feeds.by_url(url)
    feed = tx.feeds.add(url, ask.now, revive=True)
    if known and not known.stopped and known in tx.feeds.all():
        return _say(
            ask.tongue.say(
                "That feed is watched already, as number {id}. How it is: /feeds", id=feed.id
            )
        )
    said = ask.tongue.say(
        "Feed {id} is watched from now on. What it holds at its first visit is taken in quietly; "
        "news follows. If it is a web page, the feed that the page names is taken in its place. "
        "How it goes: /feeds",
        id=feed.id,
    )
    undo = Button(ask.tongue.say("Remove it again"), f"removefeed {feed.id}")
    return Reply(page([paragraph(said)]), ((undo,),), errand=Errand(url, _tell))


def _tell(looked: Looked, ask: Ask, tx: Transaction) -> Reply:
    """Say what is at the address that was added; let the operator choose among several feeds."""
    if len(looked.found) < 2:
        return Reply(page(explained(looked, ask.tongue)))
    said = ask.tongue.say(
        "This page names several feeds. The first, “{name}”, is watched; which others as well?",
        name=name_of(looked.found[0]),
    )
    others = replace(looked, found=looked.found[1:])
    return Reply(page([paragraph(said)]), choices(others, ask.tongue))


def remove(ask: Ask, tx: Transaction) -> Reply:
    """Stop watching a feed; its articles and claims stay."""
    digits = ask.arguments.removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
    if number is None:
        return _say(ask.tongue.say(REMOVE))
    feed = tx.feeds.get(number)
    if feed is None or not tx.feeds.remove(number):
        none = ask.tongue.say("There is no feed {id}.", id=number)
        return _say(f"{none} {ask.tongue.say(REMOVE)}")
    return _say(
        ask.tongue.say(
            "Feed {id} ({address}) is no longer watched; its claims stay.",
            id=number,
            address=shown_address(feed.url),
        )
    )


def _item(feed: Feed, tongue: Tongue, now: datetime) -> list[Block]:
    """Say one feed in two lines."""
    name = (bold(shortened(feed.outlet, 40)), " ") if feed.outlet else ()
    return [
        paragraph(f"{feed.id}. ", *name, code(shown_address(feed.url))),
        line(_health(feed, tongue, now)),
    ]


def _health(feed: Feed, tongue: Tongue, now: datetime) -> str:
    """Say how a feed is, in plain words."""
    if feed.fetched_at:
        moment = moment_words(feed.fetched_at, "UTC", tongue)
        last = tongue.say("last read {moment} UTC", moment=moment)
    else:
        last = tongue.say("never read")
    why = shortened(feed.error or "", 120) or tongue.say("gone")
    if feed.stopped:
        return tongue.say("stopped: {why}; {last}", why=why, last=last)
    if feed.error:
        times = tongue.many("{n} failure", "{n} failures in a row", feed.failures)
        return f"{times}: {why}; {last}"
    if not feed.fetched_at:
        return tongue.say("waits for its first visit")
    silent = is_silent(Rhythm.load(feed.rhythm), now)
    how = mark("silent for much longer than it used to be") if silent else mark("well")
    return "; ".join(filter(None, (tongue.say(how), feed.note, last)))


def _say(sentence: str) -> Reply:
    """Answer with one sentence."""
    return Reply(page([paragraph(sentence)]))
