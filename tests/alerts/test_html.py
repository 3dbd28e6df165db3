"""Messages are built from text that anybody may have written."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.html import (
    ENTITY_LIMIT,
    LIMIT,
    Block,
    bold,
    build,
    code,
    excerpt,
    italic,
    line,
    link,
    page,
    paragraph,
    plain,
    quote,
    scrub,
    shortened,
    units,
)
from alerts.render import render
from alerts.tongue import languages
from storage.records import Chat
from tests.fakes.markup import parse_html, parse_plain
from tests.fakes.news import article, claim, claimant, told
from tests.fakes.telegram_checks import Problem, text_of

FUZZED = int(os.environ.get("FUZZ", "5000"))  # FUZZ=100000 is the long mode
ALERTS = int(os.environ.get("FUZZ", "500"))  # the same, through the whole alert
HOSTILE = (
    "<b>", "</b>", "<a href=tg://user?id=1>", "<a href='x'>", "</a", "<tg-spoiler>", "<pre>",
    "&", "&lt;", "&amp;amp;", "&#x27;", "&#xD83D;", "&nbsp;", '"', "'", "`", "*", "_", "[x](y)",
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x00", "\x07", "\x1b[31m", "\r\n", "\n\n\n",
    "\t", "\u2028", "\ud83d", "\udc00", "😀", "👨‍👩‍👧‍👦", "e\u0301", "Z͑ͫ̓a̴l͑g͝o", "مرحبا",
    "漢字", "\u2800",
    "{{7*7}}", "%s", "{0.__class__}", "$(x)", "<!--", "]]>", "<?xml", " ", "word ", "x" * 300,
)  # fmt: skip


def seen(text: str) -> str:
    """Give what a reader sees of a text, without blanks."""
    return "".join(parse_plain(scrub(text)).text.split())


def read(messages: list[str]) -> str:
    """Give what a reader sees of messages, without blanks, as Telegram parses them."""
    return "".join("".join(parse_html(message).text.split()) for message in messages)


def test_text_is_escaped_whatever_it_holds() -> None:
    """A title full of markup arrives as the text that it is."""
    title = "<b>x</b> & </a> <a href='tg://user?id=1'> &lt; {0.__class__}"
    (html,) = build([paragraph(bold(title))])
    parsed = parse_html(html)
    assert parsed.text == title
    assert [entity.type for entity in parsed.entities] == ["b"]


def test_blocks_are_set_apart_or_follow_closely() -> None:
    """A paragraph stands off by a blank line, a line and a quote follow at once."""
    (html,) = build([paragraph("a"), line("b"), quote("c"), paragraph("d")])
    assert html == "a\nb\n<blockquote>c</blockquote>\n\nd"


def test_a_quote_may_be_folded() -> None:
    """An expandable quote is one to Telegram."""
    (html,) = build([quote("long", expandable=True)])
    assert [entity.type for entity in parse_html(html).entities] == ["expandable_blockquote"]


def test_styles_nest() -> None:
    """A link inside bold text keeps both."""
    (html,) = build([paragraph(bold("see ", link(italic("here"), "https://a.example/?x=1&y=2")))])
    parsed = parse_html(html)
    assert {entity.type for entity in parsed.entities} == {"b", "text_link", "i"}
    assert parsed.dropped == 0


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "tg://user?id=1", "ftp://a.example", "//a.example",
        "https://", "https://a b", 'https://a"b', "data:text/html,x",
        "https://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    """Whatever is no http(s) address leaves the label without a link."""
    (html,) = build([paragraph(link("label", url))])
    assert html == "label"


def test_a_link_keeps_its_query() -> None:
    """An ampersand in an address survives the escaping."""
    (html,) = build([paragraph(link("x", "https://a.example/?a=1&b=%20"))])
    assert parse_html(html).entities[0].url == "https://a.example/?a=1&b=%20"


def test_nothing_to_say_is_no_message() -> None:
    """Blocks without visible text make no message, and no empty entities."""
    assert build([]) == []
    assert build([paragraph(" \n\t\u200b"), quote("")]) == []


def test_blocks_are_not_split_while_they_fit() -> None:
    """Two blocks that do not fit together become two messages."""
    first, second = "a" * 3000, "b" * 3000
    assert build([paragraph(first), paragraph(second)]) == [first, second]


def test_a_long_block_is_cut_between_words() -> None:
    """No word is torn apart while there is a blank to cut at."""
    messages = build([paragraph(bold("word" * 3 + " ") if i % 2 else "plain ") for i in range(1)])
    assert messages == ["plain"]
    text = "alpha beta " * 2000
    messages = build([paragraph(bold(text))])
    assert len(messages) > 1
    assert all(plain(message).split()[0] in ("alpha", "beta") for message in messages)
    assert read(messages) == seen(text)


def test_a_word_without_end_is_cut_between_signs() -> None:
    """Emoji, which take two units, are cut between them and never inside."""
    messages = build([paragraph("😀" * 5000)])
    assert max(units(plain(message)) for message in messages) <= LIMIT
    assert read(messages) == "😀" * 5000


def test_a_cut_leaves_families_together() -> None:
    """Signs that are joined into one are not cut in their midst."""
    family = "👨‍👩‍👧‍👦"
    messages = build([paragraph(family * 600)])
    assert all(plain(message).endswith(family) for message in messages)


def test_more_entities_than_telegram_keeps_are_spread() -> None:
    """The hundred-and-first style goes into the next message instead of being lost."""
    messages = build([paragraph(*[bold(f"w{i} ") for i in range(250)])])
    parsed = [parse_html(message) for message in messages]
    assert sum(len(one.entities) for one in parsed) == 250
    assert max(len(one.entities) for one in parsed) <= ENTITY_LIMIT


def test_a_page_ends_with_an_ellipsis_when_there_is_more() -> None:
    """For an edit there is one message; it shows that something was left out."""
    html = page([paragraph("a" * 3000), paragraph("b" * 3000)])
    assert html == "a" * 3000 + "\n\n…"
    assert page([paragraph("a")]) == "a"


def test_the_markup_comes_off_again() -> None:
    """The plain form of a message is what was put in."""
    (html,) = build([paragraph(bold("a & b"), " <c> ", code("d"))])
    assert plain(html) == "a & b <c> d"


def test_what_nobody_sees_is_taken_out() -> None:
    """Controls, marks of direction and halves of pairs go; pairs written as halves are joined."""
    assert scrub("a\x00\u202eb\u2066\ufeff\x1bc") == "abc"
    assert scrub("\ud83d\ude00 \ud83d") == "😀 \ufffd"
    assert scrub("a\r\nb\u2028c\td") == "a\nb\nc d"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("establish a “full ceasefire", 99, "establish a “full ceasefire”"),
        ("full ceasefire” was agreed", 99, "“full ceasefire” was agreed"),
        ("he said “one two three”", 16, "he said “one…”"),
        ("plain «words», whole", 99, "plain «words», whole"),
    ],
)
def test_a_quotation_is_shown_with_all_its_marks(text: str, limit: int, shown: str) -> None:
    """What the evidence or the cut left out is put back, around the exact words."""
    assert excerpt(text, limit) == shown


def test_a_text_is_shortened_between_words() -> None:
    """The ellipsis counts, and what fits stays as it is."""
    assert shortened("one two three", 100) == "one two three"
    assert shortened("one two three", 9) == "one two…"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=6), st.integers(20, 200))
def test_any_text_passes_the_strict_parser(texts: list[str], limit: int) -> None:
    """Whatever is written, Telegram takes it and loses nothing."""
    blocks = [paragraph(bold(text), italic(text)) for text in texts]
    messages = build(blocks, limit)
    assert all(units(parse_html(message).text) <= limit for message in messages)
    assert read(messages) == "".join(seen(text) + seen(text) for text in texts)


def _fuzzed(chance: random.Random) -> str:
    """Make a text of hostile pieces."""
    return "".join(chance.choices(HOSTILE, k=chance.randint(0, 20)))


def test_fuzzed_titles_lose_nothing() -> None:
    """Thousands of titles, quotes and names pass with no refusal, no loss and no length over."""
    chance = random.Random(20250426)
    refused = long = lost = dropped = 0
    for _ in range(FUZZED):
        title, words, name = (_fuzzed(chance) for _ in range(3))
        url = chance.choice(["https://a.example/?a=1&b=2", "javascript:x", _fuzzed(chance)])
        blocks: list[Block] = [
            paragraph(bold(title)),
            quote(words, expandable=len(words) > 300),
            line("— ", link(name, url)),
        ]
        messages = build(blocks)
        try:
            parsed = [parse_html(message) for message in messages]
        except ValueError:
            refused += 1
            continue
        long += sum(units(one.text) > LIMIT for one in parsed)
        dropped += sum(one.dropped for one in parsed)
        lost += read(messages) != seen(title) + seen(words) + seen("— " + name)
    assert (refused, long, lost, dropped) == (0, 0, 0, 0)


def test_fuzzed_news_passes_the_loopback_servers_own_check() -> None:
    """Titles, quotes, names, outlets and links of whole alerts: none refused, cut or lost."""
    chance = random.Random(20250427)
    refused = lost = dropped = 0
    for _ in range(ALERTS):
        title, words, name, outlet = (_fuzzed(chance) for _ in range(4))
        url = chance.choice(["https://a.example/?a=1&b=2", "javascript:x", _fuzzed(chance)])
        who = claimant("Russia", name or None, via=outlet or None)
        one = told(
            after=claim(who, quote=words),
            source=article(title=title, outlet=outlet or None, url=url),
        )
        messages = render([one], Chat(1, language=chance.choice(languages())))
        try:
            parsed = [text_of(html, {"parse_mode": "HTML"}, LIMIT, "message") for html in messages]
        except Problem:
            refused += 1
            continue
        dropped += sum(one.dropped for one in parsed)
        whole = read(messages)
        said = (shortened(words, 1500), outlet, name, one.change.code)
        lost += not all(seen(" ".join(scrub(text).split())) in whole for text in said)
    assert (refused, lost, dropped) == (0, 0, 0)
