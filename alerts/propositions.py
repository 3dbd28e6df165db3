"""What is a topic called, and what does an answer to it say?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from alerts.figures import counted_clause, day_words, figure_words, quantity_words
from alerts.names import (
    is_event,
    is_party,
    name_words,
    owner,
    troops_of,
    value_words,
    with_article,
)
from alerts.phrases import say, table
from claims.model import Quantity


class Clause(NamedTuple):
    """What is claimed, in words."""

    text: str
    whole: bool  # a sentence that can follow "says that"; else it follows a colon


def head_of(topic: str) -> str:
    """Give the head of a slug: control, deployment, talks, …"""
    return topic.partition(":")[0]


def topic_words(topic: str, slots: Mapping[str, str] | None = None) -> str:
    """Name a topic: "North Korean troops in Kursk"."""
    parts = _parts(topic, slots or {})
    title = table("titles").get(head_of(topic))
    text = say(title, **parts) if title else name_words(topic.replace(":", "-").replace(">", "-"))
    return _capital(text)


def about(topic: str, slots: Mapping[str, str] | None = None) -> str:
    """Say behind a figure what it is about: "on Ukraine’s side", "(North Korean troops in …)"."""
    if head_of(topic) == "casualties":
        return _where(topic.partition(":")[2], slots or {})
    return f"({topic_words(topic, slots)})"


def proposition(
    topic: str,
    value: str | None,
    quantity: Quantity | None = None,
    slots: Mapping[str, str] | None = None,
    event_date: str | None = None,
) -> str:
    """Say what is claimed: "about 14,000 North Korean troops are deployed in Kursk"."""
    return clause_of(topic, value, quantity, slots, event_date).text


def clause_of(
    topic: str,
    value: str | None,
    quantity: Quantity | None = None,
    slots: Mapping[str, str] | None = None,
    event_date: str | None = None,
    who: str = "",
) -> Clause:
    """Say what is claimed, and whether that is a sentence of its own."""
    head, known = head_of(topic), slots or {}
    parts = _parts(topic, known) | {"who": who or "a party", "value": value_words(value or "")}
    parts["when"] = say(table("words")["on_day"], day=day_words(event_date)) if event_date else ""
    if head == "casualties":
        clause = _casualties(value, quantity, parts)
    elif head == "area":
        clause = _said(head, value, parts | {"area": _area(quantity)})
    elif head == "deployment" and quantity:
        clause = _said(head, value, parts | {"troops": _some(quantity, parts["troops"])})
    else:
        clause = _held(head, value, parts) if head == "control" else _said(head, value, parts)
    return clause or _unsaid(topic, value, quantity, known)


def _parts(topic: str, slots: Mapping[str, str]) -> dict[str, str]:
    """Give what the sentences of a frame may name, from the slug."""
    rest = topic.partition(":")[2]
    first, arrow, second = rest.partition(">")
    one, tilde, other = rest.partition("~")
    place = second if arrow else rest
    pair = say(
        table("words")["pair"],
        first=with_article(name_words(one)),
        second=with_article(name_words(other)),
    )
    return {
        "place": with_article(name_words(place)),
        "side": name_words(rest),
        "conflict": name_words(rest),
        "visitor": with_article(name_words(first)),
        "actor": with_article(name_words(first)),
        "owner": owner(name_words(first)),
        "troops": troops_of(first),
        "parties": pair if tilde else name_words(rest),
        "where": _where(rest, slots),
    }


def _where(side: str, slots: Mapping[str, str]) -> str:
    """Say on whose side or in which event people suffered."""
    if is_party(side) or ("event" not in slots and not is_event(side)):
        return say(table("words")["on_side"], owner=owner(name_words(side)))
    return say(table("words")["in_event"], event=name_words(side))


def _said(head: str, value: str | None, parts: Mapping[str, str]) -> Clause | None:
    """Fill in the sentence of a value, if it has one."""
    sentence = table(f"values.{head}").get(value or "")
    return Clause(say(sentence, **parts), whole=True) if sentence else None


def _held(head: str, value: str | None, parts: Mapping[str, str]) -> Clause | None:
    """Fill in the sentence of a value that ends in how its holder holds the place."""
    for ending, sentence in table(f"values.{head}").items():
        if value == ending and "{holder}" not in sentence:
            return Clause(say(sentence, **parts), whole=True)
        if value and value.endswith(f"-{ending}"):
            holder = with_article(name_words(value[: -len(ending) - 1]))
            return Clause(say(sentence, **parts, holder=holder), whole=True)
    return None


def _casualties(
    value: str | None, quantity: Quantity | None, parts: Mapping[str, str]
) -> Clause | None:
    """Say who was harmed, with the number if there is one."""
    if quantity:
        return Clause(f"{counted_clause(quantity)} {parts['where']}", whole=True)
    phrases = table("values.casualties")
    sentence = phrases.get(value or "") or phrases.get((value or "").rpartition("-")[2])
    return Clause(say(sentence, **parts), whole=True) if sentence else None


def _some(quantity: Quantity, troops: str) -> str:
    """Say how many of a force: "14,000 North Korean troops", "dozens of Hamas’ troops"."""
    bare = quantity.unit == "troops"
    figure = figure_words(quantity) if bare else quantity_words(quantity)
    owned = "’" in troops or troops.startswith("the ") or figure.endswith("s")
    return say(table("words")["some_of" if owned else "some"], figure=figure, troops=troops)


def _area(quantity: Quantity | None) -> str:
    """Say how much ground; without a figure just ground."""
    pieces = table("words")
    return (
        say(pieces["measured"], figure=quantity_words(quantity)) if quantity else pieces["ground"]
    )


def _unsaid(
    topic: str, value: str | None, quantity: Quantity | None, slots: Mapping[str, str]
) -> Clause:
    """Name topic and value where no sentence fits."""
    said = [value_words(value)] if value else []
    said += [quantity_words(quantity)] if quantity else []
    if not said:
        return Clause(topic_words(topic, slots), whole=False)
    return Clause(f"{', '.join(said)} {about(topic, slots)}", whole=False)


def _capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
