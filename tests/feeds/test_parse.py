"""What does a document say, in every format and however badly it is made?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from feeds.errors import Found, NotAFeed, ParseError
from feeds.model import Document, Entry
from feeds.parse import ENTRIES, TEXTS, parse
from feeds.quick import read_quickly
from feeds.syndication import read_syndication

URL = "https://news.example/feed.xml"
MOMENT = datetime(2026, 1, 2, 10, tzinfo=UTC)


def rss(items: str, head: str = "", prolog: str = '<?xml version="1.0"?>') -> bytes:
    """Write an RSS document around items."""
    whole = f'{prolog}<rss version="2.0"><channel><title>T</title>{head}{items}</channel></rss>'
    return whole.encode()


def item(title: str = "A title", rest: str = "") -> str:
    """Write an item."""
    return f"<item><title>{title}</title><link>https://news.example/a</link>{rest}</item>"


def first(body: bytes, content_type: str = "") -> Entry:
    """Parse and give the first entry."""
    return parse(body, URL, content_type).entries[0]


def test_rss_2_with_all_that_we_use() -> None:
    """Id, link, title, text, dates, outlet, author and the wishes of the channel."""
    head = (
        "<ttl>30</ttl><language>en-gb</language><skipHours><hour>0</hour><hour>24</hour>"
        "<hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    )
    rest = (
        "<guid>tag:1</guid><pubDate>Fri, 02 Jan 2026 13:00:00 MSK</pubDate>"
        "<source url='https://wire.example'>Wire</source><author>a@b.c (Ann)</author>"
        "<description>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;</description>"
    )
    document = parse(rss(item("A &amp; B", rest), head), URL)
    entry = document.entries[0]
    assert (document.title, document.version, document.language) == ("T", "rss20", "en-gb")
    assert (document.ttl, document.skip_hours, document.skip_days) == (30, {0, 3}, {6})
    assert (entry.guid, entry.link) == ("tag:1", "https://news.example/a")
    assert (entry.title, entry.text) == ("A & B", "One & two.\n\nThree.")
    assert (entry.published_at, entry.outlet) == (MOMENT, "Wire")
    assert entry.author is not None
    assert "Ann" in entry.author


def test_content_is_preferred_to_a_summary() -> None:
    """content:encoded is the whole article, and says that no page is needed."""
    ns = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body = (
        f'<rss version="2.0" {ns}><channel><item><title>t</title><description>lead</description>'
        "<content:encoded><![CDATA[<p>The whole text.</p>]]></content:encoded>"
        "</item></channel></rss>"
    )
    entry = first(body.encode())
    assert (entry.text, entry.full) == ("The whole text.", True)


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0"])
def test_all_versions_of_rss(version: str) -> None:
    """Old versions are read like new ones."""
    body = rss(item()).replace(b'version="2.0"', f'version="{version}"'.encode())
    assert first(body).title == "A title"


def test_rdf() -> None:
    """RSS 1.0: the items stand beside the channel."""
    body = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://news.example/"><title>R</title></channel>
    <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link>
    <dc:date>2026-01-02T12:00:00+02:00</dc:date><description>words</description></item></rdf:RDF>"""
    document = parse(body, URL)
    entry = document.entries[0]
    assert (document.title, entry.title, entry.text) == ("R", "One", "words")
    assert MOMENT in (entry.published_at, entry.updated_at)


def test_atom() -> None:
    """Types of content, relative links with xml:base, and both dates."""
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/x/">
    <title type="html">A &amp;lt; B</title>
    <entry><id>urn:1</id><title type="text">if a &lt;b&gt; c</title><link href="../a"/>
    <published>2026-01-02T10:00:00Z</published><updated>2026-01-02T11:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div>
    </content><source><title>Elsewhere</title></source></entry></feed>"""
    entry = first(body)
    assert (entry.guid, entry.link, entry.title) == (
        "urn:1",
        "https://news.example/a",
        "if a <b> c",
    )
    assert (entry.text, entry.published_at, entry.outlet) == ("One\n\nTwo", MOMENT, "Elsewhere")
    assert entry.updated_at == MOMENT.replace(hour=11)


def test_json_feed() -> None:
    """Version 1 and 1.1, numbers as ids, html or text."""
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
    {"id": 7, "url": "/a", "title": "t", "content_html": "<p>x &amp; y</p>",
     "date_published": "2026-01-02T10:00:00Z", "authors": [{"name": "Ann"}]},
    {"id": "8", "content_text": "only text"}, "nonsense"]}"""
    document = parse(body, URL)
    one, two = document.entries
    assert (one.guid, one.link, one.text) == ("7", "https://news.example/a", "x & y")
    assert (one.published_at, one.author, two.text) == (MOMENT, "Ann", "only text")


def test_a_news_sitemap_is_a_feed() -> None:
    """Title, date, outlet and language stand in the news extension."""
    body = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a</loc>
    <news:news><news:publication><news:name>The News</news:name><news:language>en</news:language>
    </news:publication><news:publication_date>2026-01-02T10:00:00Z</news:publication_date>
    <news:title>What &amp; where</news:title></news:news></url>
    <url><loc>https://news.example/about</loc></url></urlset>"""
    entry = parse(body, URL).entries
    assert [one.title for one in entry] == ["What & where"]
    assert (entry[0].outlet, entry[0].language) == ("The News", "en")
    assert entry[0].published_at == MOMENT


def test_an_index_of_sitemaps_names_those_with_news() -> None:
    """An operator is told what to add instead."""
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://news.example/old.xml</loc></sitemap>
    <sitemap><loc>https://news.example/news.xml</loc></sitemap></sitemapindex>"""
    with pytest.raises(NotAFeed) as info:
        parse(body, URL)
    assert info.value.found == (Found("https://news.example/news.xml"),)


def test_a_page_names_its_feeds() -> None:
    """Declared feeds first, with their titles; relative to the base of the page."""
    body = b"""<!DOCTYPE html><html><head><base href="https://other.example/x/">
    <link rel="alternate" type="application/rss+xml" title="World" href="world.xml">
    <link rel="alternate" hreflang="de" href="/de"></head><body><a href="/rss">Feed</a></body>"""
    with pytest.raises(NotAFeed) as info:
        parse(body, URL)
    assert info.value.found == (Found("https://other.example/x/world.xml", "World"),)


def test_a_page_without_declared_feeds_is_searched_for_links() -> None:
    """Anchors that look like feeds are better than nothing."""
    body = b"<html><body><a href='/about'>us</a><a href='/news/rss.xml'>News feed</a></body>"
    with pytest.raises(NotAFeed) as info:
        parse(body, URL)
    assert info.value.found == (Found("https://news.example/news/rss.xml", "News feed"),)


WRONG = {
    "empty": (b"", "empty"),
    "a PDF": (b"%PDF-1.7\n...", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "picture"),
    "a path": (b"/etc/passwd", "plain text"),
    "an address": (b"http://127.0.0.1:9/", "plain text"),
    "a login page": (b"<html><form><input type='password'></form></html>", "password"),
    "a web page": (b"<!doctype html><p>Hello</p>", "web page"),
    "JSON of another kind": (b'{"a": 1}', "no JSON Feed"),
    "broken JSON": (b'{"items": [', "broken"),
    "deep JSON": (b"[" * 100_000, "broken"),
    "a sitemap without news": (b"<urlset><url><loc>https://a.b/</loc></url></urlset>", "without"),
    "other XML": (b"<note><to>you</to></note>", "web page"),
    "OPML": (b"<opml version='2.0'><body/></opml>", "import"),
    "noise": (bytes(range(1, 256)), "feed"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_feed_is_called_by_its_name(name: str) -> None:
    """One clear reason on the feed."""
    body, word = WRONG[name]
    with pytest.raises(ParseError) as info:
        parse(body, URL)
    assert word in info.value.reason


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """Give what is opened and asked for during a test."""
    seen: list[str] = []
    recording = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if recording and event in ("open", "socket.connect", "socket.getaddrinfo"):
            seen.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    yield seen
    recording.clear()


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>{}',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>{}',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">{}',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>{}',
        "/etc/hostname",
        "http://127.0.0.1:9/",
        "/etc/hostname<rss/>",
    ],
)
def test_nothing_is_opened_and_nothing_asked_for(document: str, opened: list[str]) -> None:
    """Entities, DTDs, paths and addresses in a body lead nowhere."""
    whole = "<rss version='2.0'><channel>" + item("&x;", "") + "</channel></rss>"
    parse(rss(item("&a")), URL)  # not well formed, so that every module is loaded now
    opened.clear()
    try:
        entries = parse(document.format(whole).encode(), URL).entries
    except ParseError:
        entries = ()
    assert [one for one in opened if "site-packages" not in one] == []
    assert all("root" not in entry.title for entry in entries)


def test_a_thousand_laughs_stay_few() -> None:
    """Entities of the document itself are not expanded."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    prolog = f'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    entry = first(rss(item("&l9;") + item("fine"), prolog=prolog))
    assert len(entry.title) < 100


@pytest.mark.parametrize(
    "bad", ["&#xD83D;", "&#x110000;", f"&#{'9' * 5000};", "&#0;", "\0", "&#xFFFE;", "&#x1F;"]
)
def test_one_bad_reference_costs_one_character(bad: str) -> None:
    """Fifty entries with one impossible character are fifty entries."""
    items = "".join(item(f"Title {n}{bad if n == 25 else ''}") for n in range(50))
    titles = [entry.title for entry in parse(rss(items), URL).entries]
    assert titles == [f"Title {n}" for n in range(50)]


def test_names_of_html_are_understood_without_a_dtd() -> None:
    """&nbsp; and &eacute; are no reason to give up a feed."""
    assert first(rss(item("Caf&eacute;&nbsp;&ndash; open"))).title == "Café – open"


CHARSETS = {
    "UTF-8 by default": ("utf-8", "", None),
    "UTF-8 with a mark": ("utf-8-sig", "", None),
    "UTF-16 with a mark": ("utf-16", "", None),
    "UTF-16 without a mark": ("utf-16-le", "", None),
    "UTF-32": ("utf-32", "", None),
    "Windows-1251 by declaration": ("cp1251", "", "windows-1251"),
    "Windows-1251 by header": ("cp1251", "text/xml; charset=windows-1251", None),
    "KOI8-R by header in quotes": ("koi8-r", 'text/xml; charset="koi8-r"', None),
    "UTF-8 with a wrong header": ("utf-8", "text/xml; charset=us-ascii-nonsense", None),
    "UTF-8 declared as punycode": ("utf-8", "", "punycode"),
    "UTF-8 declared as UTF-7": ("utf-8", "text/xml; charset=utf-7", "utf-7"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_characters_are_read_right(name: str) -> None:
    """By mark, header and declaration; dangerous codecs are never used."""
    codec, content_type, declared = CHARSETS[name]
    prolog = (
        f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    )
    body = rss(item("Курская область"), prolog=prolog).decode().encode(codec)
    assert first(body, content_type).title == "Курская область"


def test_western_text_without_a_word_about_it() -> None:
    """What is no UTF-8 is Windows-1252, the web's own default."""
    assert first(rss(item("x")).replace(b">x<", b">caf\xe9 \x93x\x94<")).title == "café “x”"


@pytest.mark.parametrize(
    "junk",
    [
        "\n" * 100_000,
        "<br />\n<b>Warning</b>: PHP notice in line 3<br />\n",
        "<!-- a comment with <rss> in it -->",
        "<?php echo 1 ?>",
        "\ufeff  ",
        '<!DOCTYPE rss [<!ELEMENT x (#PCDATA)> <!ENTITY nbsp "&#160;">]>',
        "<!ATTLIST a b CDATA #IMPLIED>" * 5_000,
    ],
)
def test_what_stands_before_the_root_does_no_harm(junk: str) -> None:
    """Warnings, comments, declarations and white space are cut."""
    assert [entry.title for entry in parse(rss(item(), prolog=junk), URL).entries] == ["A title"]


@pytest.mark.parametrize("cut", range(60, 900, 40))
def test_a_feed_that_breaks_off_loses_only_its_last_entry(cut: int) -> None:
    """What is whole is taken, what may be half is not, and the document says so."""
    whole = rss(
        "".join(item(f"Title {n}", f"<description>{'w ' * 20}</description>") for n in range(8))
    )
    try:
        document = parse(whole[:cut], URL)
    except ParseError:
        return
    assert document.truncated
    for entry in document.entries:
        assert entry.title.startswith("Title ")
        assert entry.text == ("w " * 20).strip()


def test_a_valid_empty_feed_is_a_document() -> None:
    """No entries is no error."""
    assert parse(rss(""), URL) == Document(URL, "rss20", title="T")


def test_only_the_newest_entries_are_taken() -> None:
    """Of ten thousand the newest 500, in their order."""
    dates = [f"<pubDate>{1 + n % 28:02} Jan 2026 10:00:00 GMT</pubDate>" for n in range(2_000)]
    items = "".join(item(f"t{n}", date) for n, date in enumerate(dates))
    document = parse(rss(items), URL)
    assert (len(document.entries), document.left_out) == (ENTRIES, 2_000 - ENTRIES)
    assert min(entry.published_at.day for entry in document.entries if entry.published_at) >= 21


def test_huge_texts_are_bounded() -> None:
    """One text, one title and all texts together have a limit."""
    big = "word " * 50_000
    items = "".join(item(big, f"<description>{big}</description>") for _ in range(60))
    document = parse(rss(items), URL)
    assert len(document.entries) == 60
    assert max(len(entry.title) for entry in document.entries) <= 1_000
    assert max(len(entry.text) for entry in document.entries) <= 100_000
    assert sum(len(entry.text) for entry in document.entries) <= TEXTS


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("javascript:alert(1)", None),
        ("tg://resolve?domain=x", None),
        ("/relative?a=b", "https://news.example/relative?a=b"),
        ("//news.example/a", "https://news.example/a"),
        (" https://news.example/a\n ", "https://news.example/a"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://news.example/" + "x" * 3000, None),
        ("http://[::1", None),
    ],
)
def test_links_lead_to_the_web_or_nowhere(link: str, expected: str | None) -> None:
    """Other schemes, secrets and endless addresses are dropped."""
    escaped = link.replace("&", "&amp;")
    body = rss(f"<item><title>t</title><link>{escaped}</link></item>")
    assert first(body).link == expected


ORDINARY = {
    "RSS": rss(
        item("A &amp; B", "<guid>1</guid><description>&lt;p&gt;x&lt;/p&gt;</description>")
        + item("C", "<dc:date>2026-01-02</dc:date><description>y</description>"),
        "<ttl>5</ttl><link>https://news.example/</link>",
    ).replace(b"<rss ", b'<rss xmlns:dc="http://purl.org/dc/elements/1.1/" '),
    "Atom": b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:1</id>
    <title type="html">A &amp;amp; B</title><link rel="self" href="/self"/><link href="/a"/>
    <updated>2026-01-02T10:00:00Z</updated><author><name>Ann</name></author>
    <summary>short</summary><content type="html">&lt;p&gt;long&lt;/p&gt;</content></entry>
    </feed>""",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_the_quick_way_and_the_way_of_record_agree(name: str) -> None:
    """What lxml reads of an ordinary feed is what feedparser reads of it."""
    text = ORDINARY[name].decode()
    text = text[text.index("<rss" if name == "RSS" else "<feed") :]
    assert read_quickly(text, URL) == read_syndication(text, URL)


ODD = {
    "not well formed": rss(item("a & b")),
    "a title elsewhere": rss("<item><m:title xmlns:m='x'>t</m:title></item>"),
    "two titles": rss(item("a", "<title>b</title>")),
    "a date that needs a guess": rss(item("a", "<pubDate>2 gennaio 2026</pubDate>")),
    "a base of its own": rss(item("a")).replace(
        b"<item>", b"<item xml:base='https://b.example/'>"
    ),
    "no entries": rss(""),
}


@pytest.mark.parametrize("name", ODD)
def test_the_quick_way_leaves_what_is_odd(name: str) -> None:
    """feedparser has the word wherever a feed is not quite ordinary."""
    text = ODD[name].decode()
    assert read_quickly(text[text.index("<rss") :], URL) is None
