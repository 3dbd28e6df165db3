"""Are article pages read politely, and is the lead kept when they may not be?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from feeds.errors import FeedError
from feeds.fetch import Fetcher
from feeds.guard import Networks
from feeds.model import Page
from feeds.page import read_page
from feeds.pages import Pages
from feeds.robots import Robots
from tests.fakes.web import FakeWeb, Request, response

WORDS = "North Korean soldiers fought in the Kursk region, the general staff said on Saturday. "
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>Site | Title</title>
<link rel="canonical" href="/canonical"><meta property="og:title" content="The title">
<meta property="og:site_name" content="The News">
<meta property="article:published_time" content="2026-01-02T10:00:00Z"></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>The title</h1>
<p>{WORDS * 3}</p><p>{WORDS * 2}</p></article>
<footer>Copyright, all rights</footer></body></html>"""


class HereAndNow:
    """Reads pages without a child; test_pool.py has the children."""

    async def page(self, body: bytes, url: str, content_type: str = "") -> Page:
        """Read a page."""
        return read_page(body, url, content_type)


def reading(act: Callable[[FakeWeb, Pages], Awaitable[None]]) -> None:
    """Let a test act with a web and a reader of pages."""

    async def run() -> None:
        networks = Networks.parse("127.0.0.0/8")
        async with FakeWeb() as web, Fetcher(user_agent="t", networks=networks) as fetcher:
            await act(web, Pages(fetcher, HereAndNow()))

    asyncio.run(run())


def test_a_page_tells_its_text_and_itself() -> None:
    """Text without navigation, paragraphs apart, title, outlet, date, address, language."""
    page = read_page(HTML.encode(), "https://news.example/a?utm_source=x")
    assert page.text.startswith("North Korean") or page.text.startswith("The title")
    assert "\n\n" in page.text
    assert "Copyright" not in page.text
    assert "Home" not in page.text
    assert (page.title, page.outlet, page.language) == ("The title", "The News", "en")
    assert page.url == "https://news.example/canonical"
    assert page.published_at is not None
    assert page.published_at.isoformat() == "2026-01-02T10:00:00+00:00"


def test_a_page_may_not_speak_for_another_site() -> None:
    """A canonical address elsewhere is not believed."""
    html = HTML.replace('href="/canonical"', 'href="https://elsewhere.example/x"')
    assert read_page(html.encode(), "https://news.example/a").url == "https://news.example/a"


@pytest.mark.parametrize("body", [b"", b"words", b"<", b"\0\0", b"%PDF-1.4", b"<html></html>"])
def test_a_page_of_nothing_is_an_error_or_empty(body: bytes) -> None:
    """Never another exception."""
    try:
        page = read_page(body, "https://news.example/a")
    except FeedError:
        return
    assert len(page.text) < 20


def test_pages_are_read_once_robots_allows_it() -> None:
    """robots.txt is asked for once; tracking is not dialled; refused pages are not fetched."""

    async def act(web: FakeWeb, pages: Pages) -> None:
        web.body("/robots.txt", b"User-agent: *\nDisallow: /private\n", "text/plain")
        link = web.page("/a", HTML)
        secret = web.page("/private/a", HTML)
        page = await pages.read(f"{link}?utm_source=rss", moment=0)
        assert WORDS.strip() in page.text
        with pytest.raises(FeedError, match="asks us not to"):
            await pages.read(secret, moment=10)
        assert (web.hits["/robots.txt"], web.hits["/private/a"]) == (1, 0)
        assert web.requests[-1].path == "/a"
        await pages.read(link, moment=90_000)
        assert web.hits["/robots.txt"] == 2

    reading(act)


def test_a_redirect_to_another_site_is_asked_about_there() -> None:
    """A shortener that allows all does not open what its target's robots.txt closes."""

    async def act(web: FakeWeb, pages: Pages) -> None:
        async with FakeWeb("127.0.0.2") as other:
            other.body("/robots.txt", b"User-agent: *\nDisallow: /closed\n", "text/plain")
            closed, opened = other.page("/closed", HTML), other.page("/open", HTML)
            with pytest.raises(FeedError, match="asks us not to"):
                await pages.read(web.redirect("/1", closed), moment=0)
            assert other.hits["/closed"] == 0
            page = await pages.read(web.redirect("/2", opened), moment=0)
            assert WORDS.strip() in page.text
            assert other.hits["/robots.txt"] == 1

    reading(act)


@pytest.mark.parametrize(
    ("status", "reads"), [(404, True), (403, True), (410, True), (429, False), (500, False)]
)
def test_without_rules_all_is_allowed_and_in_trouble_nothing(status: int, reads: bool) -> None:
    """RFC 9309: a missing robots.txt allows, an unreachable one forbids."""

    async def act(web: FakeWeb, pages: Pages) -> None:
        web.status("/robots.txt", status)
        link = web.page("/a", HTML)
        try:
            await pages.read(link, moment=0)
        except FeedError:
            assert not reads
        else:
            assert reads

    reading(act)


def test_a_wall_a_refusal_and_a_picture_have_their_reasons() -> None:
    """The caller keeps the lead and may say why."""

    async def act(web: FakeWeb, pages: Pages) -> None:
        cases = {
            web.page("/wall", "<html><body><p>Subscribe to read.</p></body></html>"): "no article",
            web.status("/gone", 410): "gone for good",
            web.status("/paid", 403): "does not let us in",
            web.body("/p.png", b"\x89PNG", "image/png"): "no web page",
        }
        for link, words in cases.items():
            with pytest.raises(FeedError) as info:
                await pages.read(link, moment=0)
            assert words in info.value.reason

    reading(act)


def test_one_page_of_a_host_at_a_time() -> None:
    """Five articles of one site are read one after the other."""

    async def slowly(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(response(200, HTML.encode(), {"Content-Type": "text/html"}))

    async def act(web: FakeWeb, pages: Pages) -> None:
        web.on("/a", slowly)
        links = [web.url(f"/a?id={number}") for number in range(5)]
        await asyncio.gather(*(pages.read(link, moment=0) for link in links))
        assert web.most_at_once["/a"] == 1

    reading(act)


def test_robots_of_any_shape_are_rules() -> None:
    """Binary, huge and odd files are read without an exception."""
    for body in (
        b"\xff\xfe\0",
        b"Disallow: /\n" * 100_000,
        b"User-agent: *\nDisallow: %zz\n",
        b"",
    ):
        Robots(body).allow("Claimwatch", "https://news.example/a")
    assert not Robots(b"User-agent: Claimwatch\nDisallow: /").allow("Claimwatch", "https://a.b/x")
    assert Robots(b"User-agent: other\nDisallow: /").allow("Claimwatch", "https://a.b/x")
