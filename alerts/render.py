"""What does an alert look like?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from alerts.figures import day_words, local_day, number_words
from alerts.html import Block, Node, bold, build, italic, line, link, paragraph, quote, shortened
from alerts.phrases import say, table
from alerts.rivals import disagrees, withholds
from alerts.wording import actor_words, claimant_words, headline, statement
from claims.model import Claim, Kind
from storage.records import Chat, Told

FOLDED = 400  # units from which on a quote is folded at first
_QUOTE = 1500  # units of a quote; evidence is a clause, what is longer is an accident
_RIVAL = 240  # units of a rival's words
_RIVALS = 4  # of a topic in one message; the rest is a button away
_TITLE = 60  # units of a title that stands in for the outlet


def render(told: Sequence[Told], chat: Chat) -> list[str]:
    """Write the messages that tell a chat of changes, those of one topic together."""
    return build(section(told, chat))


def section(told: Sequence[Told], chat: Chat) -> list[Block]:
    """Give the blocks of the message, topic by topic in the order given."""
    topics = _by_topic(told)
    blocks = [_heading(told, topics)] if len(topics) > 1 else []
    for changes in topics.values():
        for one in changes:
            blocks += _change(one, chat)
        blocks += _around(changes)
    return blocks


def buttons(told: Sequence[Told]) -> tuple[tuple[str, str], ...]:
    """Give label and command of the buttons below an alert on one topic."""
    topics = _by_topic(told)
    if len(topics) != 1:
        return ()
    topic = next(iter(topics))
    lines = table("lines")
    return (
        (lines["all_positions"], f"claims {topic}"),
        (lines["timeline"], f"timeline {topic}"),
    )


def _by_topic(told: Sequence[Told]) -> Mapping[str, list[Told]]:
    """Put changes of one topic together."""
    topics: dict[str, list[Told]] = {}
    for one in told:
        topics.setdefault(one.change.topic, []).append(one)
    return topics


def _heading(told: Sequence[Told], topics: Mapping[str, list[Told]]) -> Block:
    """Say how much there is in a digest."""
    return paragraph(bold(say(table("lines")["digest"], changes=len(told), topics=len(topics))))


def _change(told: Told, chat: Chat) -> Iterator[Block]:
    """Tell one change: headline, what stood before, the words, who and where."""
    yield paragraph(bold(headline(told)))
    yield from _notes(told, chat)
    yield from _before(told)
    words = shortened(told.claim.evidence.text, _QUOTE)
    yield quote(words, expandable=len(words) > FOLDED)
    yield line(*_origin(told, chat))


def _notes(told: Told, chat: Chat) -> Iterator[Block]:
    """Say what a reader must know to take the change rightly."""
    lines = table("lines")
    if told.change.late:
        published = told.article.published_at
        day = day_words(local_day(published, chat.timezone)) if published else ""
        yield line(italic(say(lines["late" if day else "late_undated"], day=day)))
    if told.change.correction:
        yield line(italic(lines["correction"]))


def _before(told: Told) -> Iterator[Block]:
    """Say what stood until now, and since when; in a dispute what the other side holds."""
    before, change = told.change.before, told.change
    if not before:
        return
    lines = table("lines")
    other = before.claimant.actor != change.claimant.actor
    against = change.kind is Kind.DISPUTE_OPENED and other
    sentence = statement(before, change.topic, None, told.claim.slots, before=not against)
    day = day_words(before.as_of)
    dated = say(lines["dated" if against else "since"], day=day) if day else ""
    yield line(say(lines["against" if against else "before"], statement=sentence, dated=dated))


def _origin(told: Told, chat: Chat) -> Iterator[Node]:
    """Say who spoke, where it was read and when, with the link and the short code."""
    article, label = told.article, _outlet(told)
    speaker = claimant_words(told.change.claimant, article.outlet)
    yield "— "
    if speaker != label:  # else the outlet speaks for itself
        yield f"{speaker} · " if label else speaker
    yield link(label, article.url)
    if article.published_at:
        yield f", {day_words(local_day(article.published_at, chat.timezone))}"
    yield f" · {told.change.code}"


def _outlet(told: Told) -> str:
    """Name where it was read: the outlet, else the page's host, else its title."""
    article = told.article
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:
        host = ""
    return article.outlet or host.removeprefix("www.") or shortened(article.title or "", _TITLE)


def _around(told: Sequence[Told]) -> Iterator[Block]:
    """Say who disagrees, who will not confirm, and how many outlets carry it."""
    lines = table("lines")
    carried = max(one.coverage for one in told)
    count = (
        say(lines["outlets"], count=number_words(carried)) if carried > 1 else lines["one_outlet"]
    )
    opponents, silent = _rivals(told)
    shown = [("disputed_by", rival) for rival in opponents]
    shown += [("unconfirmed_by", rival) for rival in silent]
    for index, (name, rival) in enumerate(shown[:_RIVALS]):
        yield _rival(lines[name], rival, first=index == 0)
    yield line(count) if shown else paragraph(count)


def _rivals(told: Sequence[Told]) -> tuple[list[Claim], list[Claim]]:
    """Sort the standing claims of others; each claimant once, as it stands newest."""
    heard = {one.change.claimant.actor for one in told}
    rivals = [(one.claim, r) for one in told for r in one.rivals if r.claimant.actor not in heard]
    opponents = _once(rival for claim, rival in rivals if disagrees(claim, rival))
    named = {rival.claimant.actor for rival in opponents}
    silent = _once(rival for _, rival in rivals if withholds(rival))
    return opponents, [rival for rival in silent if rival.claimant.actor not in named]


def _once(rivals: Iterable[Claim]) -> list[Claim]:
    """Keep the first claim of each claimant."""
    kept: dict[str, Claim] = {}
    for rival in rivals:
        kept.setdefault(rival.claimant.actor, rival)
    return list(kept.values())


def _rival(sentence: str, rival: Claim, *, first: bool) -> Block:
    """Say who holds against it, in its own words."""
    lines = table("lines")
    day = day_words(rival.day)
    dated = say(lines["dated"], day=day) if day else ""
    text = say(sentence, who=actor_words(rival.claimant), dated=dated)
    words = say(lines["quoted"], words=shortened(rival.evidence.text, _RIVAL))
    return (paragraph if first else line)(text, italic(words))
