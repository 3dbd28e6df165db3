"""What does an alert look like?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from alerts.figures import day_words, local_day, moment_words, published_words
from alerts.html import (
    Block,
    Node,
    bold,
    build,
    excerpt,
    italic,
    line,
    link,
    paragraph,
    quote,
    shortened,
)
from alerts.rivals import disagrees, withholds
from alerts.tongue import ENGLISH, Tongue
from alerts.tongue import tongue as tongue_of
from alerts.wording import actor_words, claimant_words, headline, statement
from claims.model import Claim, Kind
from storage.records import Carrier, Chat, Told

FOLDED = 400  # units from which on a quote is folded at first
_QUOTE = 1500  # units of a quote; evidence is a clause, what is longer is an accident
_BRIEF = 120  # units of a quote in a compact alert
_RIVAL = 240  # units of a rival's words
_RIVALS = 4  # of a topic in one message; the rest is a button away
_STEPS = 5  # of a story's way that are told with it
_CARRIERS = 6  # outlets that are named as added
_TITLE = 60  # units of a title that stands in for the outlet


def render(told: Sequence[Told], chat: Chat, *, perhaps: bool = False) -> list[str]:
    """Write the messages that tell a chat of changes, in its language, a topic's together.

    What may have arrived before says so.
    """
    repeat = [line(italic(tongue_of(chat.language).phrase("lines", "perhaps")))] if perhaps else []
    return build([*repeat, *section(told, chat)])


def afterword(told: Sequence[Told], chat: Chat, added: Sequence[Carrier]) -> str | None:
    """Write an alert anew with the outlets that carry it since; nothing if it gets too long."""
    tongue = tongue_of(chat.language)
    names: list[Node] = []
    for one in added[:_CARRIERS]:
        names += [", " if names else "", link(_carrier(one), one.url)]
        names.append(f" ({published_words(one.known_at, chat.timezone, tongue)})")
    more = len(added) - _CARRIERS
    names += [", …"] if more > 0 else []
    added_ = paragraph(italic(tongue.phrase("lines", "added"), " "), *names)
    pages = build([*section(told, chat), added_])
    return pages[0] if len(pages) == 1 else None


def _carrier(one: Carrier) -> str:
    """Name who carries it: the outlet, else its title."""
    return one.outlet or shortened(one.title or one.url or "", _TITLE)


def thread_rests(chat: Chat, thread: int) -> str:
    """Say in a chat that one of its threads takes no alerts any more, and how it will again."""
    tongue = tongue_of(chat.language)
    page = f"https://t.me/c/{-chat.id - 10**12}/{thread}" if chat.id < -(10**12) else None
    said = tongue.nodes(
        "A {thread} of this chat is closed or gone, so its alerts rest. Open it again and send "
        "/subscriptions there to go on, or begin here with /subscribe",
        thread=link(tongue.say("thread"), page),
    )
    return "".join(build([paragraph(*said)]))


def section(told: Sequence[Told], chat: Chat) -> list[Block]:
    """Give the blocks of the message, topic by topic in the order given."""
    topics = _by_topic(told)
    tongue = tongue_of(chat.language)
    blocks = [_heading(told, topics, tongue)] if len(topics) > 1 else []
    for changes in topics.values():
        for one in changes:
            blocks += _change(one, chat, tongue)
        blocks += _briefly(changes, tongue) if chat.compact else _around(changes, tongue)
    return blocks


def buttons(told: Sequence[Told], tongue: Tongue = ENGLISH) -> tuple[tuple[str, str], ...]:
    """Give label and command of the buttons below an alert on one topic."""
    topics = _by_topic(told)
    if len(topics) != 1:
        return ()
    topic, change = next(iter(topics)), told[0].change.id
    return (
        (tongue.phrase("lines", "timeline"), f"timeline {topic}"),
        (tongue.phrase("lines", "all_positions"), f"claims {topic}"),
        (tongue.phrase("lines", "mute"), f"mute {topic}"),
        (tongue.phrase("lines", "why"), f"why {change}"),
        (tongue.phrase("lines", "wrong"), f"wrong {change}"),
    )


def _by_topic(told: Sequence[Told]) -> Mapping[str, list[Told]]:
    """Put changes of one topic together."""
    topics: dict[str, list[Told]] = {}
    for one in told:
        topics.setdefault(one.change.topic, []).append(one)
    return topics


def _heading(told: Sequence[Told], topics: Mapping[str, list[Told]], tongue: Tongue) -> Block:
    """Say how much there is in a digest."""
    changes = tongue.many("{n} change", "{n} changes", len(told))
    of = tongue.many("{n} topic", "{n} topics", len(topics))
    return paragraph(bold(tongue.phrase("lines", "digest", changes=changes, topics=of)))


def _change(told: Told, chat: Chat, tongue: Tongue) -> Iterator[Block]:
    """Tell one change: headline, what stood before, the words, who and where."""
    yield paragraph(bold(headline(told, tongue)))
    yield from _notes(told, chat, tongue)
    if not chat.compact:
        yield from _before(told, tongue)
        yield from _meanwhile(told, chat, tongue)
    words = excerpt(told.claim.evidence.text, _BRIEF if chat.compact else _QUOTE)
    yield quote(words, expandable=len(words) > FOLDED)
    yield line(*_origin(told, chat, tongue))


def _notes(told: Told, chat: Chat, tongue: Tongue) -> Iterator[Block]:
    """Say what a reader must know to take the change rightly."""
    if told.change.late:
        published = told.article.published_at
        day = day_words(local_day(published, chat.timezone), tongue) if published else ""
        shape = "late" if day else "late_undated"
        yield line(italic(tongue.phrase("lines", shape, day=day)))
    if told.change.withdraws:
        yield line(italic(tongue.phrase("lines", "withdrawn")))
    if told.change.correction:
        yield line(italic(tongue.phrase("lines", "correction")))


def _before(told: Told, tongue: Tongue) -> Iterator[Block]:
    """Say what stood until now, and since when; in a dispute what the other side holds."""
    before, change = told.change.before, told.change
    if not before:
        return
    other = before.claimant.actor != change.claimant.actor
    against = change.kind is Kind.DISPUTE_OPENED and other
    sentence = statement(
        before, change.topic, None, told.claim.slots, before=not against, tongue=tongue
    )
    day = day_words(before.as_of, tongue)
    dated = tongue.phrase("lines", "dated" if against else "since", day=day) if day else ""
    shape = "against" if against else "before"
    yield line(tongue.phrase("lines", shape, statement=sentence, dated=dated))


def _meanwhile(told: Told, chat: Chat, tongue: Tongue) -> Iterator[Block]:
    """Say what it was in between, of a story that changed more than once before it was told."""
    steps = [
        tongue.phrase(
            "lines",
            "step",
            statement=statement(
                one.change.after, one.change.topic, one.article.outlet, one.claim.slots,
                tongue=tongue,
            ),
            moment=moment_words(one.detected_at, chat.timezone, tongue),
        )
        for one in told.history[-_STEPS:]
    ]  # fmt: skip
    if steps:
        yield line(tongue.phrase("lines", "meanwhile", steps="; ".join(steps)))


def _origin(told: Told, chat: Chat, tongue: Tongue) -> Iterator[Node]:
    """Say who spoke, where it was read and when, with the link and the short code."""
    article, label = told.article, _outlet(told)
    speaker = claimant_words(told.change.claimant, article.outlet, tongue)
    yield "— "
    if speaker != label:  # else the outlet speaks for itself
        yield f"{speaker} · " if label else speaker
    yield link(label, article.url)
    if article.published_at:
        yield f", {published_words(article.published_at, chat.timezone, tongue)}"
    yield f" · {told.change.code}"


def _outlet(told: Told) -> str:
    """Name where it was read: the outlet, else the page's host, else its title."""
    article = told.article
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:
        host = ""
    return article.outlet or host.removeprefix("www.") or shortened(article.title or "", _TITLE)


def _around(told: Sequence[Told], tongue: Tongue) -> Iterator[Block]:
    """Say who disagrees, who will not confirm, and how many outlets carry it."""
    carried = max(one.coverage for one in told)
    count = (
        tongue.many("Carried by {n} outlet.", "Carried by {n} independent outlets.", carried)
        if carried > 1
        else tongue.phrase("lines", "one_outlet")
    )
    opponents, silent = _rivals(told)
    shown = [("disputed_by", rival) for rival in opponents]
    shown += [("unconfirmed_by", rival) for rival in silent]
    for index, (shape, rival) in enumerate(shown[:_RIVALS]):
        yield _rival(shape, rival, tongue, first=index == 0)
    yield line(count) if shown else paragraph(count)


def _briefly(told: Sequence[Told], tongue: Tongue) -> Iterator[Block]:
    """Say only who disagrees."""
    opponents, _ = _rivals(told)
    names = [actor_words(rival.claimant, tongue=tongue) for rival in opponents]
    if names:
        yield line(italic(tongue.say("Disputed by {names}", names=", ".join(names))))


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


def _rival(shape: str, rival: Claim, tongue: Tongue, *, first: bool) -> Block:
    """Say who holds against it, in its own words."""
    day = day_words(rival.day, tongue)
    dated = tongue.phrase("lines", "dated", day=day) if day else ""
    who = actor_words(rival.claimant, tongue=tongue)
    text = tongue.phrase("lines", shape, who=who, dated=dated)
    words = tongue.phrase("lines", "quoted", words=excerpt(rival.evidence.text, _RIVAL))
    return (paragraph if first else line)(text, italic(words))
