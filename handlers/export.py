"""How does an operator take the ledger along? Feeds as OPML, claims and changes as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from alerts.html import bold, line, page, paragraph
from alerts.tongue import Tongue, mark
from claims.records import change_record, claim_record, dumps
from feeds.lists import Listed, write_opml
from handlers import filters
from handlers.model import Ask, Button, Document, Reply
from handlers.summary import EVER
from handlers.typed import echo
from storage.records import Query
from storage.store import Transaction

MOST = 30_000  # records in a file: some 20 MB; Telegram takes 50 MB from a bot
PORTION = 1000  # records that are read at once
USAGE = mark(
    "As OPML or JSON Lines, the newest first. Narrow claims and changes as /claims does: "
    "/export claims kursk by:ukraine since:7d. The whole ledger: claimwatch export"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of file and what its button and its caption are called."""

    label: str
    title: str


FILES = {
    "feeds": Kept(mark("Feeds (OPML)"), mark("The feeds as OPML: {count}")),
    "claims": Kept(mark("Claims (JSON)"), mark("Claims as JSON Lines: {count}")),
    "changes": Kept(mark("Changes (JSON)"), mark("Changes as JSON Lines: {count}")),
}


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Offer the files, or send the one that is named."""
    name, _, words = ask.arguments.partition(" ")
    if name not in FILES:
        return _offered(ask)
    if name == "feeds":
        count = ask.tongue.number(len(tx.feeds.all()))
        return _file(ask, name, "feeds.opml", count, Document("feeds.opml", _feeds))
    wanted = filters.read(tx, words, ask.now)
    if wanted.unread:
        said = ask.tongue.say("I could not read “{words}”.", words=echo(wanted.unread))
        return Reply(page([paragraph(f"{said} {ask.tongue.say(USAGE)}")]))
    write = partial(_lines, name=name, query=wanted.query, ask=ask)
    found = _found(tx, name, wanted.query, ask)
    if not found:  # nobody takes an empty file
        return Reply(page([paragraph(ask.tongue.say("Nothing found."))]))
    count = _at_most(found, ask.tongue)
    about = filters.described(wanted.query, ask.tongue)
    return _file(ask, name, about, count, Document(f"{name}.jsonl", write))


def _offered(ask: Ask) -> Reply:
    """Say what there is."""
    title = paragraph(bold(ask.tongue.say("What shall I send as a file?")))
    buttons = tuple(
        (Button(ask.tongue.say(one.label), f"export {name}"),) for name, one in FILES.items()
    )
    return Reply(page([title, line(ask.tongue.say(USAGE))]), buttons)


def _file(ask: Ask, name: str, about: str, count: str, document: Document) -> Reply:
    """Send a file with what it holds as its caption."""
    title = ask.tongue.say(FILES[name].title, count=count)
    return Reply(page([paragraph(bold(title)), line(about)]), document=document)


def _found(tx: Transaction, name: str, query: Query, ask: Ask) -> int:
    """Count the records that the file could hold, up to one more than it does."""
    if name == "claims":
        return tx.claims.count(query, most=MOST + 1)
    return tx.changes.count(ask.now - EVER, query, MOST + 1)


def _at_most(found: int, tongue: Tongue) -> str:
    """Say a number, or that it is cut."""
    if found <= MOST:
        return tongue.number(found)
    return tongue.say("the newest {count}", count=tongue.number(MOST))


def _feeds(tx: Transaction) -> bytes:
    """Write the list of feeds."""
    listed = [Listed(feed.url, feed.outlet, feed.family) for feed in tx.feeds.all()]
    return write_opml(listed).encode()


def _lines(tx: Transaction, *, name: str, query: Query, ask: Ask) -> bytes:
    """Write records, one in a line."""
    records = _claims(tx, query) if name == "claims" else _changes(tx, query, ask)
    return "".join(f"{line}\n" for line in islice(records, MOST)).encode("utf-8", "replace")


def _claims(tx: Transaction, query: Query) -> Iterator[str]:
    """Give the claims that fit, newest first."""
    for offset in range(0, MOST, PORTION):
        found = tx.claims.find(query, PORTION, offset)
        yield from (dumps(claim_record(one.claim)) for one in found)
        if len(found) < PORTION:
            return


def _changes(tx: Transaction, query: Query, ask: Ask) -> Iterator[str]:
    """Give the changes that fit, newest first."""
    for told in tx.changes.since(ask.now - EVER, query, MOST, alone=True):
        yield dumps(change_record(told.change))
