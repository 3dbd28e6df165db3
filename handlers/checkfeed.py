"""What is at this address, before it is watched? The answer needs a look at the web."""

from __future__ import annotations

from alerts.html import code, page, paragraph
from alerts.tongue import mark
from handlers import typed
from handlers.looked import choices, explained, shown_address
from handlers.model import Ask, Button, Errand, Looked, Reply
from storage.store import Transaction

USAGE = mark("Give the address of a feed or a page: /checkfeed https://example.org/news/rss.xml")


def check(ask: Ask, tx: Transaction) -> Reply:
    """Look at an address, or at a feed by its number, and explain what is there."""
    url = _of_feed(ask.arguments, tx) or typed.address(ask.arguments)
    if url is None:
        said = ask.tongue.say(
            "I could not read “{words}” as an address.", words=typed.echo(ask.arguments)
        )
        usage = ask.tongue.say(USAGE)
        return Reply(page([paragraph(f"{said} {usage}" if ask.arguments else usage)]))
    address = code(shown_address(url))
    moment = ask.tongue.nodes("One moment, I am looking at {address}.", address=address)
    return Reply(page([paragraph(*moment)]), errand=Errand(url, tell))


def tell(looked: Looked, ask: Ask, tx: Transaction) -> Reply:
    """Explain what the look showed; a feed that is not watched yet can be."""
    buttons = choices(looked, ask.tongue)
    if looked.document is not None and tx.feeds.by_url(looked.url) is None:
        buttons = ((Button(ask.tongue.say("Watch it"), f"addfeed {looked.url}"),),)
    return Reply(page(explained(looked, ask.tongue)), buttons)


def _of_feed(words: str, tx: Transaction) -> str | None:
    """Give the address of a feed by the number that /feeds shows."""
    digits = words.removeprefix("#")
    feed = tx.feeds.get(int(digits)) if digits.isdecimal() and len(digits) < 10 else None
    return feed.url if feed else None
