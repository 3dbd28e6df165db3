"""Does the fetcher ask politely, and does it stay whole whatever comes back?"""

from __future__ import annotations

import asyncio
import base64
import gzip
import tracemalloc
from collections.abc import Awaitable, Callable

import pytest

from feeds.errors import FeedError, FetchError, Forbidden, Gone, Refused, TooLarge
from feeds.fetch import Fetcher, Limits, user_agent
from feeds.guard import Networks
from feeds.model import Answer
from tests.fakes.web import FakeEntry, FakeWeb, Request, response

LOOPBACK = Networks.parse("127.0.0.0/8")
AGENT = user_agent("1.0", "https://example.org/about")
BRISK = Limits(total=1.0, connect=0.5, patience=0.3)
ENTRIES = [FakeEntry("First"), FakeEntry("Second")]


def visit(
    act: Callable[[FakeWeb, Fetcher], Awaitable[None]], limits: Limits | None = None
) -> None:
    """Let a test act with a web and a fetcher."""

    async def run() -> None:
        async with (
            FakeWeb() as web,
            Fetcher(user_agent=AGENT, networks=LOOPBACK, limits=limits or BRISK) as fetcher,
        ):
            await act(web, fetcher)

    asyncio.run(run())


def refusal(prepare: Callable[[FakeWeb], str], limits: Limits | None = None) -> FeedError:
    """Fetch what a test prepared and give the error that it must raise."""
    caught: list[FeedError] = []

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        with pytest.raises(FeedError) as info:
            await fetcher.get(prepare(web))
        caught.append(info.value)

    visit(act, limits)
    return caught[0]


def answer(prepare: Callable[[FakeWeb], str]) -> Answer:
    """Fetch what a test prepared."""
    got: list[Answer] = []

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        got.append(await fetcher.get(prepare(web)))

    visit(act)
    return got[0]


def test_validators_go_back_exactly_as_they_came() -> None:
    """A second visit with the same validators is answered with 304 and keeps them."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        url = web.feed("/f", ENTRIES, headers={"Last-Modified": "any words, not a date"})
        first = await fetcher.get(url)
        again = await fetcher.get(url, etag=first.etag, last_modified=first.last_modified)
        assert (again.status, again.not_modified, again.body) == (304, True, b"")
        assert (again.etag, again.last_modified) == (first.etag, "any words, not a date")
        sent = web.requests[-1].headers
        assert (sent["if-none-match"], sent["if-modified-since"]) == (
            first.etag,
            first.last_modified,
        )

    visit(act)


def test_a_first_visit_invents_no_validator_and_says_who_asks() -> None:
    """The first request has no conditions, one encoding, and a contact."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        await fetcher.get(web.feed("/f", ENTRIES))
        sent = web.requests[-1].headers
        assert not {"if-none-match", "if-modified-since", "cookie"} & sent.keys()
        assert sent["user-agent"] == "Claimwatch/1.0 (+https://example.org/about)"
        assert sent["accept-encoding"] == "gzip"

    visit(act)


def test_a_304_to_somebody_who_has_nothing_is_an_error() -> None:
    """A server that says 'not modified' to a first visit is broken."""
    assert "not modified" in refusal(lambda web: web.status("/f", 304)).reason


def test_redirects_are_followed_and_permanent_ones_reported() -> None:
    """The address moves only as far as all hops so far are permanent."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        web.feed("/c", ENTRIES)
        web.redirect("/b", "/c", 302)
        moved = await fetcher.get(web.redirect("/a", "/b", 301))
        assert (moved.url, moved.moved_to) == (web.url("/c"), web.url("/b"))
        passing = await fetcher.get(web.url("/b"))
        assert (passing.url, passing.moved_to) == (web.url("/c"), None)
        whole = await fetcher.get(web.redirect("/d", "/c", 308))
        assert whole.moved_to == web.url("/c")

    visit(act)


def test_more_than_five_redirects_are_an_error() -> None:
    """A chain of six and a loop end with a reason."""

    def chain(web: FakeWeb) -> str:
        for hop in range(7):
            web.redirect(f"/{hop}", f"/{hop + 1}")
        return web.url("/0")

    assert "redirects more than 5" in refusal(chain).reason
    assert "redirects more than 5" in refusal(lambda web: web.redirect("/x", "/x")).reason


def test_the_body_of_a_redirect_is_never_read() -> None:
    """A redirect that carries megabytes costs nothing."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        web.feed("/f", ENTRIES)
        got = await fetcher.get(web.redirect("/r", "/f", body=b"x" * 5_000_000))
        assert got.status == 200

    visit(act)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(410, Gone), (404, Refused), (403, Refused), (500, Refused), (429, Refused)],
)
def test_each_refusal_has_its_status(status: int, kind: type[Refused]) -> None:
    """The status and Retry-After stand on the error."""
    problem = refusal(lambda web: web.status("/f", status, headers={"Retry-After": "77"}))
    assert isinstance(problem, kind)
    assert (problem.status, str(status) in problem.reason) == (status, True)
    assert problem.retry_after == (None if status == 410 else "77")


# A gigabyte of zeros, packed three times with gzip: 266 bytes.
BOMB = base64.b64decode(
    "H4sIAAAAAAACA5Pv5mAAASbmt3cM/UISJdwecvsYTmiIynBmPG1gqJKRmLtwo0nbLFODzo2LNi4sFA7Ta+jb0NjY"
    "xyrh1DPzlIXVZrbV1fOW/3q9vubzc5k5/u1Tz66Vny4t/V9us379vrv+5WxAwxOepG2fvy0s+UDBjjn76z7zAYUk"
    "dvf3f1N7Hfjge/vf6ecYgSKLv/988fPxV/7G+enLhZ8DBRouVu/aYR2Xzxh++r3/vV3sQKGee70JINcu4QAZ69AN"
    "5myBcHqQOaMyozKjMqMyozJDSiZG513aas0HP7Is79+VY2D4ES83b2/V/9cpO/79eqS/KCDJ4MQVPgYA/nRo0LMG"
    "AAA="
)


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_refused_in_little_memory(layers: int) -> None:
    """A gigabyte in one, two and three layers of gzip costs less than 30 MB."""
    body = BOMB
    for _ in range(3 - layers):
        body = gzip.decompress(body)
    fields = {"Content-Encoding": ", ".join(["gzip"] * layers)}
    tracemalloc.start()
    problem = refusal(lambda web: web.raw("/f", response(200, body, fields)), Limits())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(problem, TooLarge)
    assert peak < 30_000_000


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, br", "gzip,gzip"])
def test_an_encoding_that_nobody_asked_for_is_refused(encoding: str) -> None:
    """Only gzip, once."""
    answer = response(200, b"whatever", {"Content-Encoding": encoding})
    assert isinstance(refusal(lambda web: web.raw("/f", answer)), TooLarge)


def test_gzip_may_have_garbage_or_a_second_part_behind_it() -> None:
    """What stands behind the archive is ignored, a further archive is read."""
    body = gzip.compress(b"one") + gzip.compress(b" two") + b"garbage"
    sent = response(200, body, {"Content-Encoding": "gzip"})
    assert answer(lambda web: web.raw("/f", sent)).body == b"one two"


def test_a_packed_body_without_a_word_about_it_is_unpacked() -> None:
    """Sitemaps come as .gz files, without Content-Encoding."""
    sent = response(200, gzip.compress(b"<urlset/>"), {"Content-Type": "application/gzip"})
    assert answer(lambda web: web.raw("/f", sent)).body == b"<urlset/>"


def test_a_damaged_or_short_archive_is_an_error() -> None:
    """Half a gzip body is not taken for a whole one."""
    whole = gzip.compress(b"text " * 1000)
    short = response(200, whole[:-10], {"Content-Encoding": "gzip"})
    assert "ended early" in refusal(lambda web: web.raw("/f", short)).reason
    damaged = response(200, b"not packed at all", {"Content-Encoding": "gzip"})
    assert "damaged" in refusal(lambda web: web.raw("/f", damaged)).reason


def test_a_body_beyond_the_limit_is_refused_announced_or_not() -> None:
    """By Content-Length at once, else as soon as too much has come."""
    small = Limits(raw=10_000, total=1.0, patience=0.3)
    announced = refusal(lambda web: web.raw("/f", response(200, b"x" * 20_000)), small)
    assert "announces 20,000" in announced.reason
    endless = b"HTTP/1.1 200 OK\r\n\r\n"
    stream = refusal(lambda web: web.drip("/f", endless, b"x" * 5_000, 0), small)
    assert isinstance(stream, TooLarge)


DRIPS = {
    "a body byte by byte": (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"x"),
    "headers without end": (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
    "endless 100 Continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "chunks without end": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\nx\r\n",
    ),
}


@pytest.mark.parametrize("name", DRIPS)
def test_who_drips_is_hung_up_on(name: str) -> None:
    """A slow sender is ended by the patience or the total time."""
    head, piece = DRIPS[name]
    problem = refusal(lambda web: web.drip("/f", head, piece))
    assert isinstance(problem, FetchError)
    assert problem.reason


def test_silence_is_ended() -> None:
    """A server that takes the request and says nothing is left after the total time."""
    assert "in time" in refusal(lambda web: web.raw("/f", b"", hang=True)).reason


BROKEN = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing at all": b"",
    "Content-Length too long": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
    "Content-Length negative": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "Content-Length no number": b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nx",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
    "a header flood": b"HTTP/1.1 200 OK\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(5000)),
    "a huge header": b"HTTP/1.1 200 OK\r\nA: " + b"x" * 300_000 + b"\r\n\r\n",
    "bad chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nx\r\n",
    "a NUL in a header": b"HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 0\r\n\r\n",
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "a redirect to nonsense": b"HTTP/1.1 302 F\r\nLocation: http://[::\r\n\r\n",
    "partial content": b"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nx",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_http_is_a_reason_and_not_a_crash(name: str) -> None:
    """Whatever comes over the line ends as one of our errors with a sentence."""
    problem = refusal(lambda web: web.raw("/f", BROKEN[name]))
    assert isinstance(problem, FetchError)
    assert len(problem.reason) > 5


def test_a_closed_port_and_an_unknown_name_have_their_words() -> None:
    """Both are failures of the feed, told apart."""

    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    async def run() -> None:
        async with FakeWeb() as web:
            dead = web.url("/f")
        async with Fetcher(user_agent=AGENT, networks=LOOPBACK, limits=BRISK) as fetcher:
            with pytest.raises(FetchError, match="cannot be reached"):
                await fetcher.get(dead)
        async with Fetcher(user_agent=AGENT, limits=BRISK, resolve=nobody) as fetcher:
            with pytest.raises(FetchError, match="leads nowhere"):
                await fetcher.get("http://nowhere.example/")

    asyncio.run(run())


def test_one_host_is_asked_by_two_at_a_time() -> None:
    """Ten feeds of one host keep to the limit, and none is lost."""

    async def slowly(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(response(200, b"<rss/>"))

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        web.on("/f", slowly)
        urls = [web.url(f"/f?{number}") for number in range(10)]
        answers = await asyncio.gather(*map(fetcher.get, urls))
        assert len(answers) == 10
        assert web.most_at_once["/f"] == 2

    visit(act)


def test_hosts_that_hang_do_not_keep_others_waiting() -> None:
    """Fifty silent hosts use up no place that a healthy host needs."""

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> None:
        patient = Limits(total=3.0, patience=3.0)
        fetcher = Fetcher(user_agent=AGENT, networks=LOOPBACK, limits=patient, resolve=here)
        async with FakeWeb() as web, fetcher:
            web.raw("/slow", b"", hang=True)
            web.feed("/f", ENTRIES)
            names = [f"http://host{number}.example:{web.port}" for number in range(51)]
            hung = [asyncio.ensure_future(fetcher.get(f"{name}/slow")) for name in names[1:]]
            assert (await fetcher.get(f"{names[0]}/f")).status == 200
            assert not any(task.done() for task in hung)
            ended = await asyncio.gather(*hung, return_exceptions=True)
            assert all(isinstance(one, FetchError) for one in ended)
            assert web.hits["/slow"] == 50

    asyncio.run(run())


def test_names_that_are_never_resolved_keep_nobody_waiting() -> None:
    """Fifty look-ups that hang: each ends in time, and a healthy host is read meanwhile."""

    async def resolve(host: str, port: int) -> list[str]:
        if host.startswith("lost"):
            await asyncio.Event().wait()
        return ["127.0.0.1"]

    async def run() -> None:
        patient = Limits(total=3.0, connect=3.0)
        fetcher = Fetcher(user_agent=AGENT, networks=LOOPBACK, limits=patient, resolve=resolve)
        async with FakeWeb() as web, fetcher:
            web.feed("/f", ENTRIES)
            lost = [f"http://lost{number}.example:{web.port}/f" for number in range(50)]
            waiting = [asyncio.ensure_future(fetcher.get(url)) for url in lost]
            for number in range(50):
                url = f"http://here{number}.example:{web.port}/f"
                assert (await fetcher.get(url)).status == 200
            assert not any(task.done() for task in waiting)
            ended = await asyncio.gather(*waiting, return_exceptions=True)
            assert {str(one).partition(": ")[2] for one in ended} == {
                "no complete answer came in time"
            }

    asyncio.run(run())


def test_large_bodies_wait_for_their_place_and_are_not_blamed_for_it() -> None:
    """Two bodies of two megabytes: the second is read once the first has left, however late."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        url = web.body("/large", b"<rss>" + b" " * 2_000_000)
        small = web.feed("/f", ENTRIES)
        async with fetcher.guest() as first:
            assert len((await fetcher.get(url, guest=first)).body) > 2_000_000
            second = asyncio.ensure_future(fetcher.get(url))
            await asyncio.sleep(2 * BRISK.total)
            assert (await fetcher.get(small)).status == 200
            assert not second.done()
        assert (await second).status == 200

    visit(act)


def test_no_credential_of_an_address_is_kept() -> None:
    """An address with a password is refused, and the password is in no word of it."""
    problem = refusal(lambda web: f"http://user:hunter2@127.0.0.1:{web.port}/f")
    assert isinstance(problem, Forbidden)
    assert "hunter2" not in f"{problem} {problem.url} {problem.reason} {problem!r}"


def test_a_cancelled_visit_gives_its_place_back() -> None:
    """Places at a host are free again after a cancellation."""

    async def act(web: FakeWeb, fetcher: Fetcher) -> None:
        arrived = asyncio.Event()

        async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
            arrived.set()
            await web.released.wait()

        url = web.on("/slow", silent)
        tasks = [asyncio.ensure_future(fetcher.get(url)) for _ in range(4)]
        await arrived.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (await fetcher.get(web.feed("/f", ENTRIES))).status == 200

    visit(act)
