"""Does an entry become the article that it is: its text, outlet, address and date?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from claims.model import Article
from feeds.clean import article_of, needs_page
from feeds.dates import believed, read_date
from feeds.identity import identify
from feeds.language import language_of
from feeds.model import Document, Entry, Page
from feeds.text import one_line, plain, plain_title, scrub
from feeds.urls import clean, same_page, shown, web_link

FEED = "https://news.example/rss"
NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
ENTRY = Entry(
    guid="1",
    link="https://news.example/a?utm_source=rss#top",
    title="A title",
    text="The lead.",
    published_at=NOW - timedelta(hours=1),
)
LONG = "\n\n".join(["A paragraph of the article."] * 20)


def article(
    entry: Entry, page: Page | None = None, outlet: str | None = "The News", edited: bool = False
) -> Article:
    """Make an article of an entry of our feed."""
    mark = identify(Document(FEED, "rss20", (entry,)), FEED)[0]
    return article_of(
        mark,
        feed_outlet=outlet,
        feed_title="News: RSS",
        feed_url=FEED,
        page=page,
        fetched_at=NOW,
        edited=edited,
    )


def test_the_lead_alone_makes_an_article() -> None:
    """Title first, then the text; a clean address; both clocks."""
    made = article(ENTRY)
    assert made.text == "A title\n\nThe lead."
    assert (made.url, made.outlet, made.title) == ("https://news.example/a", "The News", "A title")
    assert (made.published_at, made.arrived_at) == (NOW - timedelta(hours=1), NOW)


def test_the_page_gives_the_text_and_the_canonical_address() -> None:
    """The longer text wins; a title is not repeated."""
    page = Page("https://news.example/canonical", text=LONG)
    assert article(ENTRY, page).text == f"A title\n\n{LONG}"
    assert article(ENTRY, page).url == "https://news.example/canonical"
    full = replace(ENTRY, text=LONG * 2)
    assert article(full, page).text == f"A title\n\n{LONG * 2}"
    assert article(replace(ENTRY, text="A title and more")).text == "A title and more"


def test_a_lead_asks_for_its_page_and_a_full_text_does_not() -> None:
    """Only entries with a link and a short text are worth a visit."""
    assert needs_page(ENTRY)
    assert not needs_page(replace(ENTRY, text=LONG * 3))
    assert not needs_page(replace(ENTRY, link=None))


@pytest.mark.parametrize(
    ("entry", "page", "feed", "outlet"),
    [
        ({"outlet": "Reuters"}, "Page site", "The News", "Reuters"),
        ({}, "Page site", "The News", "The News"),
        ({}, "Page site", None, "Page site"),
        ({"link": "https://elsewhere.example/a"}, "Page site", "The News", "Page site"),
        ({"link": "https://www.news.example/a"}, "Page site", "The News", "The News"),
        ({}, None, None, "News: RSS"),
    ],
)
def test_the_outlet_is_who_published_it(
    entry: dict[str, str], page: str | None, feed: str | None, outlet: str
) -> None:
    """The entry's source, a foreign page's own name, the list, the feed."""
    read = Page("https://x.example/", outlet=page) if page else None
    assert article(replace(ENTRY, **entry), read, feed).outlet == outlet


@pytest.mark.parametrize(
    "published",
    [None, NOW + timedelta(days=2), NOW - timedelta(days=4000), NOW.replace(year=1)],
)
def test_a_date_that_cannot_be_true_is_unknown(published: datetime | None) -> None:
    """Never "now": an old story without a date is not news."""
    assert article(replace(ENTRY, published_at=published)).published_at is None


def test_a_small_lead_of_the_publishers_clock_is_believed() -> None:
    """Clocks and zones differ by hours, not by days."""
    assert believed(NOW + timedelta(hours=20), NOW) is not None


def test_an_edit_is_an_article_of_its_own_with_the_date_of_the_update() -> None:
    """Its id is that of the first with a piece of its version."""
    first = article(ENTRY)
    edited = article(replace(ENTRY, text="New words.", updated_at=NOW), edited=True)
    assert edited.id.startswith(f"{first.id}.")
    assert (first.published_at, edited.published_at) == (NOW - timedelta(hours=1), NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 02 Jan 2026 10:00:00 GMT", "2026-01-02T10:00:00"),
        ("Fri, 02 Jan 2026 13:00:00 MSK", "2026-01-02T10:00:00"),
        ("2 Jan 26 05:00 EST", "2026-01-02T10:00:00"),
        ("Fri, 2 January 2026 10:00:00 +0000 (UTC)", "2026-01-02T10:00:00"),
        ("2026-01-02T10:00:00Z", "2026-01-02T10:00:00"),
        ("2026-01-02T12:00:00.123+02:00", "2026-01-02T10:00:00"),
        ("2026-01-02 10:00:00", "2026-01-02T10:00:00"),
        ("20260102", "2026-01-02T00:00:00"),
        ("Jan 2, 2026", "2026-01-02T00:00:00"),
        ("Thu, 01 Jan 2026 24:00:00 GMT", "2026-01-02T00:00:00"),
        ("Thu, 01 Jan 2026 23:59:60 GMT", "2026-01-01T23:59:59"),
    ],
)
def test_dates_as_feeds_write_them(text: str, expected: str) -> None:
    """RFC 822 and ISO 8601 with zones by name."""
    moment = read_date(text)
    assert moment is not None
    assert moment.isoformat() == f"{expected}+00:00"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-13-45T99:99:99Z", "1767312000", "-2026", "2026年1月2日", "now", "yesterday", ""),
        *("Fri, 02 Jan 2026 10:00:00 XYZ", "10000-01-01", "0000-01-01", "32 Jan 2026", "31.12.26"),
        *("2026-01-02T10:00:00+99:00", "Fri, 2 янв 2026 10:00:00", "1" * 10_000, "٢٠٢٦-٠١-٠٢"),
    ],
)
def test_what_is_no_date_is_unknown(text: str) -> None:
    """No guess is made."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words", "plain words"),
        ("a < b & c", "a < b & c"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br/>Two", "One\n\nTwo"),
        ("lead <p>One\nline</p> tail", "lead\n\nOne line\n\ntail"),
        ("a<script>bad()</script>b<style>x</style>c", "abc"),
        ("<ul><li>x<li>y</ul>", "x\n\ny"),
        ("x &amp; y &#8217; &nbsp;z", "x & y ’ z"),
        ("<p>open <b>bold <i>both</p> rest", "open bold both\n\nrest"),
        ("<a href='javascript:x'>link</a>", "link"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n\n2"),
        ("<!-- hidden -->seen", "seen"),
        ("", ""),
    ],
)
def test_markup_becomes_plain_paragraphs(markup: str, text: str) -> None:
    """Blocks part paragraphs, scripts vanish, broken markup does no harm."""
    assert plain(markup) == text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("AT&amp;T and <b>bold</b>", "AT&T and bold"),
        ("Fish &amp;amp; Chips", "Fish & Chips"),
        ("Putin&amp;#8217;s", "Putin’s"),
        ("a\n  title\tof words", "a title of words"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
    ],
)
def test_titles_are_one_line_however_often_escaped(title: str, text: str) -> None:
    """Tags and references are gone."""
    assert plain_title(title) == text


def test_what_cannot_be_seen_is_taken_out() -> None:
    """Controls, bidi overrides, zero-width and lone surrogates; joiners stay."""
    nasty = "a\x00b\x07c\u202ed\u2066e\u200bf\ud800g\x81h\ufeffi\u00adj"
    assert scrub(nasty) == "abcdefghij"
    assert one_line("क्\u200dष \u200c") == "क्\u200dष \u200c".strip()
    assert scrub("line\r\nline\rline") == "line\nline\nline"


HOSTILE = ["<a <a " * 20_000, "<b>" * 100_000, "<!--" * 50_000, "<div>" * 50_000, "&" * 300_000]


@pytest.mark.parametrize("markup", HOSTILE)
def test_hostile_markup_ends(markup: str) -> None:
    """No shape of tags takes for ever or overflows a stack."""
    assert len(plain(markup)) <= 100_000


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTPS://News.Example:443/a?utm_medium=x&id=1&fbclid=2#frag",
            "https://news.example/a?id=1",
        ),
        ("https://www.bbc.co.uk/news/x?at_medium=RSS&at_x=K", "https://www.bbc.co.uk/news/x"),
        ("https://www.nytimes.com/x.html?partner=rss&emc=rss", "https://www.nytimes.com/x.html"),
        (
            "https://www.dw.com/en/a/a-1?maca=en-rss-en-world-4025-rdf",
            "https://www.dw.com/en/a/a-1",
        ),
        ("https://amp.theguardian.com/world/a", "https://theguardian.com/world/a"),
        ("https://news.example/a/amp/", "https://news.example/a/"),
        ("https://news.example/a.amp.html", "https://news.example/a.html"),
        ("https://news.example/a?outputType=amp", "https://news.example/a"),
        ("https://www.google.com/amp/s/news.example/a", "https://news.example/a"),
        (
            "https://news-example.cdn.ampproject.org/c/s/news.example/a/amp",
            "https://news.example/a",
        ),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a?b=1;2&c", "https://news.example/a?b=1;2&c"),
    ],
)
def test_addresses_lose_tracking_and_amp(url: str, expected: str) -> None:
    """What a reader should open."""
    assert clean(url) == expected


def test_other_spellings_of_an_address_are_one_page() -> None:
    """Scheme, www, slash, order and escapes do not count; the query does."""
    same = [
        "https://news.example/a%2Fb?x=1&y=2",
        "http://www.news.example/a/b/?y=2&x=1",
        "https://NEWS.example:443/a/b?x=1&y=2&utm_source=z#c",
    ]
    assert len({same_page(url) for url in same}) == 1
    assert same_page("https://news.example/a?id=1") != same_page("https://news.example/a?id=2")


@pytest.mark.parametrize("bad", ["http://[", "http://a:b/", "x", "", "http://a\0b/", "//"])
def test_no_address_breaks_the_cleaning(bad: str) -> None:
    """Nonsense goes through without an exception."""
    clean(bad)
    same_page(bad)
    shown(bad)
    web_link(bad, "https://news.example/")


def test_english_is_told_from_other_languages() -> None:
    """By common words; what is too short is left open."""
    english = "The troops of the country were in the region when it was said that they had left."
    german = (
        "Die Truppen sind nach Angaben des Ministeriums nicht mehr in der Region und das ist gut."
    )
    russian = "Войска находятся в регионе и не собираются его покидать, сообщили в министерстве."
    assert language_of(english) == "en"
    assert language_of(german) == "und"
    assert language_of(russian) == "und"
    assert language_of("Kursk, Sudzha, Putin") is None
    assert language_of("") is None
