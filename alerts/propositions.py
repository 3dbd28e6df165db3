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
from alerts.phrases import table
from alerts.tongue import ENGLISH, Tongue
from claims.model import Quantity


class Clause(NamedTuple):
    """What is claimed, in words."""

    text: str
    whole: bool  # a sentence that can follow "says that"; else it follows a colon


def head_of(topic: str) -> str:
    """Give the head of a slug: control, deployment, talks, …"""
    return topic.partition(":")[0]


def topic_words(
    topic: str, slots: Mapping[str, str] | None = None, tongue: Tongue = ENGLISH
) -> str:
    """Name a topic: "North Korean troops in Kursk"."""
    head = head_of(topic)
    if head not in table("titles"):
        return _capital(name_words(topic.replace(":", "-").replace(">", "-"), tongue))
    return _capital(tongue.phrase("titles", head, **_parts(topic, slots or {}, tongue)))


def about(topic: str, slots: Mapping[str, str] | None = None, tongue: Tongue = ENGLISH) -> str:
    """Say behind a figure what it is about: "on Ukraine’s side", "(North Korean troops in …)"."""
    if head_of(topic) == "casualties":
        return _where(topic.partition(":")[2], slots or {}, tongue)
    return tongue.phrase("words", "the_topic", topic=topic_words(topic, slots, tongue))


def proposition(
    topic: str,
    value: str | None,
    quantity: Quantity | None = None,
    slots: Mapping[str, str] | None = None,
    event_date: str | None = None,
    tongue: Tongue = ENGLISH,
) -> str:
    """Say what is claimed: "about 14,000 North Korean troops are deployed in Kursk"."""
    return clause_of(topic, value, quantity, slots, event_date, tongue=tongue).text


def clause_of(
    topic: str,
    value: str | None,
    quantity: Quantity | None = None,
    slots: Mapping[str, str] | None = None,
    event_date: str | None = None,
    who: str = "",
    tongue: Tongue = ENGLISH,
) -> Clause:
    """Say what is claimed, and whether that is a sentence of its own."""
    head, known = head_of(topic), slots or {}
    parts = _parts(topic, known, tongue) | {
        "who": who or tongue.phrase("words", "a_party"),
        "value": value_words(value or ""),
        "when": tongue.phrase("words", "on_day", day=day_words(event_date, tongue))
        if event_date
        else "",
    }
    if head == "casualties":
        clause = _casualties(value, quantity, parts, tongue)
    elif head == "area":
        clause = _said(head, value, parts | {"area": _area(quantity, tongue)}, tongue)
    elif head == "deployment" and quantity:
        some = _some(quantity, parts["troops"], tongue)
        clause = _said(head, value, parts | {"troops": some}, tongue)
    elif head == "control":
        clause = _held(head, value, parts, tongue)
    else:
        clause = _said(head, value, parts, tongue)
    return clause or _unsaid(topic, value, quantity, known, tongue)


def _parts(topic: str, slots: Mapping[str, str], tongue: Tongue) -> dict[str, str]:
    """Give what the sentences of a frame may name, from the slug."""
    rest = topic.partition(":")[2]
    first, arrow, second = rest.partition(">")
    one, tilde, other = rest.partition("~")

    def named(slug: str) -> str:
        return with_article(name_words(slug, tongue), tongue)

    pair = tongue.phrase("words", "pair", first=named(one), second=named(other))
    return {
        "place": named(second if arrow else rest),
        "side": name_words(rest, tongue),
        "conflict": name_words(rest, tongue),
        "visitor": named(first),
        "actor": named(first),
        "owner": owner(name_words(first, tongue), tongue),
        "troops": troops_of(first, tongue),
        "parties": pair if tilde else name_words(rest, tongue),
        "where": _where(rest, slots, tongue),
    }


def _where(side: str, slots: Mapping[str, str], tongue: Tongue) -> str:
    """Say on whose side or in which event people suffered."""
    name = name_words(side, tongue)
    if is_party(side) or ("event" not in slots and not is_event(side)):
        return tongue.phrase("words", "on_side", owner=owner(name, tongue))
    return tongue.phrase("words", "in_event", event=name)


def _said(head: str, value: str | None, parts: Mapping[str, str], tongue: Tongue) -> Clause | None:
    """Fill in the sentence of a value, if it has one."""
    name = f"values.{head}"
    if not value or value not in table(name):
        return None
    return Clause(tongue.phrase(name, value, **parts), whole=True)


def _held(head: str, value: str | None, parts: Mapping[str, str], tongue: Tongue) -> Clause | None:
    """Fill in the sentence of a value that ends in how its holder holds the place."""
    name = f"values.{head}"
    for ending, sentence in table(name).items():
        if value == ending and "{holder}" not in sentence:
            return Clause(tongue.phrase(name, ending, **parts), whole=True)
        if value and value.endswith(f"-{ending}"):
            slug = value[: -len(ending) - 1]
            holder = with_article(name_words(slug, tongue), tongue)
            return Clause(tongue.phrase(name, ending, **parts, holder=holder), whole=True)
    return None


def _casualties(
    value: str | None, quantity: Quantity | None, parts: Mapping[str, str], tongue: Tongue
) -> Clause | None:
    """Say who was harmed, with the number if there is one."""
    if quantity:
        return Clause(f"{counted_clause(quantity, tongue)} {parts['where']}", whole=True)
    whole = _said("casualties", value, parts, tongue)
    return whole or _said("casualties", (value or "").rpartition("-")[2], parts, tongue)


def _some(quantity: Quantity, troops: str, tongue: Tongue) -> str:
    """Say how many of a force: "14,000 North Korean troops", "dozens of Hamas’ troops"."""
    bare = quantity.unit == "troops"
    figure = (figure_words if bare else quantity_words)(quantity, tongue=tongue)
    owned = "’" in troops or troops.startswith("the ") or figure.endswith("s")
    shape = "some_of" if owned and tongue.english else "some"
    return tongue.phrase("words", shape, figure=figure, troops=troops)


def _area(quantity: Quantity | None, tongue: Tongue) -> str:
    """Say how much ground; without a figure just ground."""
    if not quantity:
        return tongue.phrase("words", "ground")
    return tongue.phrase("words", "measured", figure=quantity_words(quantity, tongue=tongue))


def _unsaid(
    topic: str,
    value: str | None,
    quantity: Quantity | None,
    slots: Mapping[str, str],
    tongue: Tongue,
) -> Clause:
    """Name topic and value where no sentence fits."""
    said = [value_words(value)] if value else []
    said += [quantity_words(quantity, tongue=tongue)] if quantity else []
    if not said:
        return Clause(topic_words(topic, slots, tongue), whole=False)
    return Clause(f"{', '.join(said)} {about(topic, slots, tongue)}", whole=False)


def _capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
