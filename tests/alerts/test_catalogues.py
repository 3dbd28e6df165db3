"""Every sentence is in the catalogues, and every translation can be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Formatter

import pytest
from babel.messages import Message

from alerts.html import plain
from alerts.phrases import table, tables
from alerts.pseudo import PSEUDO
from alerts.render import buttons, render
from alerts.tongue import languages, tongue
from bench import wording
from claims.model import OUTLET_VOICE, UNKNOWN, Claim, Kind, Stance
from tests.fakes import news
from tests.fakes.news import article, claim, claimant, quantity, told

FOREIGN = languages()[1:]
TEMPLATE = wording.template()
COMMAND = re.compile(r"/[a-z]+\b")
LATIN = re.compile(r"[A-Za-z]{2,}")


def messages(code: str) -> Iterator[Message]:
    """Give the sentences of a language."""
    return (one for one in wording.updated(code, TEMPLATE) if one.id)


def places(sentence: str) -> set[str]:
    """Give the names of the places in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def english(one: Message) -> Sequence[str]:
    """Give the forms of the English sentence."""
    return (one.id,) if isinstance(one.id, str) else one.id


@pytest.mark.parametrize("code", FOREIGN)
def test_a_catalogue_has_every_sentence_and_no_other(code: str) -> None:
    """Who adds a sentence runs ./run.sh wording and translates it."""
    catalog = wording.updated(code, TEMPLATE)
    assert wording.missing(catalog) == []
    assert (wording.LANGUAGES / f"{code}.po").read_bytes() == wording.written(catalog)


def test_sentences_are_found_wherever_they_are_said() -> None:
    """Also inside another string; a variable is not a sentence."""
    source = """
mark("One"); say(f"{tongue.say('Two')} {x.many('three', 'threes', n)}"); tongue.say(four)
tongue.nodes(mark("Five"), x=say("Six")); say(""); many("seven", plural, n)
"""
    found = wording.sentences(source)
    assert found == ["One", "Two", ("three", "threes"), "Five", "Six"]


@pytest.mark.parametrize("code", FOREIGN)
def test_what_is_filled_in_survives_translation(code: str) -> None:
    """No place is lost or invented, no command is translated."""
    for one in messages(code):
        wanted = set().union(*map(places, english(one)))
        commands = set(COMMAND.findall(english(one)[-1]))
        for form in wording.said(one):
            assert places(form) - wanted == set(), form
            assert wanted - places(form) <= ({"n"} if one.pluralizable else set()), form
            assert set(COMMAND.findall(form)) == commands, form


@pytest.mark.parametrize("code", [*FOREIGN, "en", PSEUDO])
def test_every_phrase_can_be_said(code: str) -> None:
    """All tables, all keys, with something for each place."""
    for name in tables():
        for key, phrase in table(name).items():
            said = tongue(code).phrase(name, key, **dict.fromkeys(places(phrase), "×"))
            assert said.strip()
            assert "{" not in said


@pytest.mark.parametrize("code", [*FOREIGN, PSEUDO])
def test_every_plural_has_its_form(code: str) -> None:
    """One, few and many: each number is said with itself in it."""
    for one in TEMPLATE:
        if one.id and one.pluralizable:
            parts = dict.fromkeys(set().union(*map(places, english(one))) - {"n"}, "×")
            for count in (1, 2, 5, 11, 21, 22, 25, 101):
                assert tongue(code).many(*one.id, count, **parts).strip()


def alerts() -> Iterator[list[news.Told]]:
    """Give alerts of every kind, frame, stance and value, all their names in other letters."""
    who = claimant("Росія", "Марія", "ТАСС")
    for kind in Kind:
        yield [told(kind, _said(who), _said(claimant("Київ")), source=SOURCE, late=True)]
    for stance in Stance:
        for voice in (who, claimant(OUTLET_VOICE), claimant(UNKNOWN), claimant(UNKNOWN, "хтось")):
            yield [told(Kind.NEW_TOPIC, _said(voice, stance), source=SOURCE)]
    for name in tables():
        if name.startswith("values."):
            head = name.removeprefix("values.")
            for value in table(name):
                slug = f"{head}:{SLOTS.get(head, 'місто')}"
                value = f"місто-{value}" if head == "control" else value
                for figure in (None, quantity(3, 5), quantity(7, None, "killed_or_wounded")):
                    said = _said(who, topic=slug, value=value, quantity=figure)
                    yield [told(Kind.STATUS_CHANGED, said, source=SOURCE)]
    for unit in [*table("units"), *(f"{one}_children" for one in table("units.some"))]:
        for low, high, approx in BOUNDS:
            figure = quantity(low, high, unit, approx=approx)
            new = _said(who, topic="casualties:паром", value="killed", quantity=figure)
            old = _said(who, topic="casualties:паром", value="killed", quantity=quantity(9, 9))
            for before in (old, _said(claimant("Київ"), quantity=quantity(9, 9))):
                for mended in (False, True):
                    yield [
                        told(Kind.QUANTITY_REVISED, new, before, source=SOURCE, correction=mended)
                    ]
    denial = _said(claimant("Київ"), Stance.DENIES)
    silent = _said(claimant("Сеул"), Stance.DOES_NOT_CONFIRM)
    yield [told(after=_said(who), source=SOURCE, rivals=(denial, silent), coverage=3)]
    other = _said(who, topic="control:місто", value="місто-control")
    yield [told(after=_said(who), source=SOURCE), told(after=other, source=SOURCE)]


SLOTS = dict.fromkeys(("deployment", "operation", "visit"), "військо>місто")
SLOTS["agreement"] = "військо~місто"
BOUNDS = ((1, 1, False), (1, 1, True), (2, 3, False), (5000, None, False), (None, 7, True),
          (None, 7, False), (24, None, True), (None, None, False))  # fmt: skip
QUOTE = "слова як є"
SOURCE = article(outlet="Газета", url="https://news.example/1", quote=QUOTE)


def _said(who: object, stance: Stance = Stance.CONFIRMS, **fields: object) -> Claim:
    """Build a claim that holds no Latin letter."""
    known = {"topic": "deployment:військо>місто", "value": "fighting", "quote": QUOTE}
    return claim(who, stance, **(known | fields))  # type: ignore[arg-type]


def test_no_alert_has_a_sentence_outside_the_catalogue() -> None:
    """In the pseudo-language no plain word is left, but codes and values of the ledger."""
    seen = 0
    for changes in alerts():
        for html in render(changes, news.chat(language=PSEUDO)):
            text = re.sub(r"#\w+", "", plain(html))
            if "{value}" in table("values.casualties").get(changes[0].claim.value or "", ""):
                text = text.replace(changes[0].claim.value or "", "")
            assert LATIN.findall(text.replace("(UTC)", "")) == [], text
            seen += 1
        for label, _ in buttons(changes, tongue(PSEUDO)):
            assert LATIN.findall(label) == []
    assert seen > 200


@pytest.mark.parametrize("code", FOREIGN)
def test_an_alert_is_said_in_the_readers_language(code: str) -> None:
    """All of them can be rendered, and none is the English one."""
    for changes in alerts():
        ours = render(changes, news.chat(language=code))
        assert ours != render(changes, news.chat())


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("uk", "Росія уперше підтверджує: Курськ — у боях беруть участь війська (Північна Корея)"),
        ("ru", "Россия впервые подтверждает: Курск — в боях участвуют войска (КНДР)"),
        ("ko", "러시아, 처음으로 확인: 북한 병력, 쿠르스크에서 교전 중"),
        ("de", "Russland bestätigt zum ersten Mal: Truppen (Nordkorea) im Kampf – Kursk"),
    ],
)
def test_a_headline_reads_as_people_write_there(code: str, headline: str) -> None:
    """Names stand in their dictionary form, wherever they are filled in."""
    (html,) = render([told()], news.chat(language=code))
    assert plain(html).startswith(headline)
