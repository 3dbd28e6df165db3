"""Can anybody make us dial an address that is not on the public internet?"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator

import pytest
from yarl import URL

from feeds.errors import FetchError, Forbidden
from feeds.fetch import Fetcher, Limits
from feeds.guard import GuardedResolver, Networks, check_url, guarded_socket
from tests.fakes.web import FakeEntry, FakeWeb

NOWHERE = Networks()
ONLY_ONE = Networks.parse("127.0.0.1/32")

# Addresses in every spelling that some parser or resolver takes for a private one.
LITERALS = [
    *("127.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.1", "0x7f000001", "2130706433"),
    *("017700000001", "0", "0.0.0.0", "0x0", "127.0.0.1.", "127.255.255.254", "00127.0.0.1"),
    *("10.0.0.1", "10.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.257"),
    *("169.254.169.254", "0xa9fea9fe", "2852039166", "169.254.170.2", "100.100.100.200"),
    *("100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.0.192", "192.88.99.1", "198.18.0.1"),
    *("192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *("255.255.255.255", "[::1]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]"),
    *("[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]"),
    *("[2001:0:7f00:1::1]", "[2001:db8::1]", "[100::1]", "[fe80::1]", "[fec0::1]", "[fc00::1]"),
    *("[fd00:ec2::254]", "[fd20:ce::254]", "[ff02::1]", "[3fff::1]", "[5f00::1]", "[2001:20::1]"),
    *("①②⑦.⓪.⓪.①", "１２７.0.0.1", "[fe80::1%25eth0]", "1.1.1.1", "[2606:4700::1111]"),
]
URLS = [
    *(f"http://{literal}/" for literal in LITERALS),
    *("http://a@127.0.0.1/", "http://example.com@127.0.0.1/", "http://user:pass@example.com/"),
    *("http://example.com\\@127.0.0.1/", "http://127.0.0.1\\.example.com/", "http:///x"),
    *("file:///etc/passwd", "gopher://127.0.0.1:70/_x", "data:text/xml,<rss/>", "ftp://x/y"),
    *("unix:///var/run/docker.sock", "http+unix://x/y", "javascript:alert(1)", "//x/y", "x", ""),
    *("http://exa mple.com/", "http://example.com\r\nHost: x/", "http://\t127.0.0.1/"),
    *("http://example.com:99999/", "http://example.com:x/", "http://[::1/", "http://a..b/"),
    *("http://127.0.0.1:22/", "http://xn--a/", f"http://example.com/{'x' * 3000}"),
]


def test_there_are_sixty_ways_at_least() -> None:
    """The list below is long enough to mean something."""
    assert len(set(URLS)) >= 60


class Watch:
    """Notes where sockets are connected to, while it is open. An audit hook stays for good."""

    dialled: list[str] | None = None

    @classmethod
    def hook(cls, event: str, arguments: tuple[object, ...]) -> None:
        """Note a connection."""
        if event == "socket.connect" and cls.dialled is not None:
            cls.dialled.append(str(arguments[1]))


@pytest.fixture
def dialled() -> Iterator[list[str]]:
    """Give the list of all addresses that the process connects to during a test."""
    if not hooked:
        sys.addaudithook(Watch.hook)
        hooked.append(True)
    Watch.dialled = []
    yield Watch.dialled
    Watch.dialled = None


hooked: list[bool] = []


async def as_the_system_would(host: str, port: int) -> list[str]:
    """Resolve like getaddrinfo: the old spellings are understood, all names lead to us."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return ["127.0.0.1"]


@pytest.mark.parametrize("url", URLS)
def test_no_spelling_reaches_a_private_address(url: str, dialled: list[str]) -> None:
    """No address of the list is dialled, directly or by a redirect; each ends with a reason."""

    async def run() -> None:
        closed = Fetcher(user_agent="t", limits=Limits(total=2), resolve=as_the_system_would)
        async with closed:
            with pytest.raises(FetchError) as info:
                await closed.get(url)
            assert info.value.reason
            assert "user:pass" not in f"{info.value} {info.value.url}"
        opened = Fetcher(
            user_agent="t",
            networks=Networks.parse("127.0.0.3/32"),
            limits=Limits(total=2, redirects=1),
            resolve=elsewhere,
        )
        async with FakeWeb("127.0.0.3") as web, opened:
            web.redirect("/r", url.encode().decode("latin-1"))
            dialled.clear()
            with pytest.raises(FetchError):
                await opened.get(web.url("/r"))
            assert [one for one in dialled if str(web.port) not in one] == []

    asyncio.run(run())


async def elsewhere(host: str, port: int) -> list[str]:
    """Resolve every name to a private address that nobody allowed."""
    return ["127.0.0.2"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        ["93.184.216.34", "::1"],
        ["2606:4700::1111", "64:ff9b::7f00:1"],
        ["169.254.169.254"],
        ["::ffff:10.0.0.1"],
        ["not an address"],
        ["fe80::1%eth0"],
    ],
)
def test_a_name_is_judged_by_all_its_addresses(addresses: list[str]) -> None:
    """One private address among public ones is enough to refuse the name."""

    async def resolve(host: str, port: int) -> list[str]:
        return addresses

    async def run() -> None:
        async with Fetcher(user_agent="t", limits=Limits(total=2), resolve=resolve) as fetcher:
            with pytest.raises(Forbidden, match=r"may not be read"):
                await fetcher.get("https://news.example/feed")

    asyncio.run(run())


def test_a_public_name_passes_and_the_literal_is_dialled() -> None:
    """The resolver hands on addresses, not names, for the socket to dial."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "2606:2800:220:1::1"]

    async def run() -> None:
        rows = await GuardedResolver(NOWHERE, resolve).resolve("news.example", 443)
        assert [row["host"] for row in rows] == ["93.184.216.34", "2606:2800:220:1::1"]
        assert {row["hostname"] for row in rows} == {"news.example"}

    asyncio.run(run())


def test_a_resolver_that_changes_its_mind_gains_nothing() -> None:
    """A second look-up that answers with a private address is refused like a first."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]

    async def resolve(host: str, port: int) -> list[str]:
        return answers.pop(0)

    async def run() -> None:
        async with FakeWeb() as web, FakeWeb("127.0.0.2") as inner:
            web.feed("/f", [FakeEntry("a")])
            guard = GuardedResolver(ONLY_ONE, resolve)
            assert (await guard.resolve("rebind.example", web.port))[0]["host"] == "127.0.0.1"
            with pytest.raises(OSError, match="may not be read"):
                await guard.resolve("rebind.example", inner.port)
            assert inner.connections == 0

    asyncio.run(run())


def test_the_socket_itself_is_guarded() -> None:
    """Even past the resolver, no socket is made for a forbidden address."""
    make = guarded_socket(ONLY_ONE)
    make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8000))).close()
    for address, port in [("127.0.0.2", 80), ("127.1", 80), ("93.184.216.34", 22), ("::1", 80)]:
        with pytest.raises(OSError, match="may not be read"):
            make((socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port)))


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve names for us, past every guard."""

    async def run() -> None:
        async with FakeWeb() as web, FakeWeb() as proxy:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, proxy.base)
            web.feed("/f", [FakeEntry("a")])
            async with Fetcher(user_agent="t", networks=ONLY_ONE) as fetcher:
                assert (await fetcher.get(web.url("/f"))).status == 200
            assert proxy.connections == 0

    asyncio.run(run())


def test_https_is_not_followed_to_plain_http() -> None:
    """A redirect may not take the protection away."""
    fetcher = Fetcher(user_agent="t")
    with pytest.raises(Forbidden, match="plain http"):
        fetcher.judged(URL("https://a.example/"), URL("http://a.example/"))


@pytest.mark.parametrize(
    ("networks", "address", "port", "allowed"),
    [
        ("off", "93.184.216.34", 443, True),
        ("off", "93.184.216.34", 8443, True),
        ("off", "93.184.216.34", 22, False),
        ("off", "10.1.2.3", 80, False),
        ("10.1.0.0/16", "10.1.2.3", 9999, True),
        ("10.1.0.0/16", "::ffff:10.1.2.3", 9999, True),
        ("10.1.0.0/16", "10.2.2.3", 80, False),
        ("10.1.0.0/16", "93.184.216.34", 9999, False),
        ("on", "10.1.2.3", 1234, True),
        ("on", "::1", 1234, True),
        ("on", "fd12::1", 1234, True),
        ("on", "169.254.169.254", 80, False),
        ("on", "::ffff:169.254.169.254", 80, False),
        ("on", "64:ff9b::a9fe:a9fe", 80, False),
        ("on", "2002:a9fe:a9fe::1", 80, False),
        ("on", "::169.254.169.254", 80, False),
        ("on", "100.100.100.200", 80, False),
        ("on", "fd00:ec2::254", 80, False),
        ("0.0.0.0/0", "169.254.169.254", 80, False),
        ("::/0", "fe80::1", 80, False),
    ],
)
def test_what_the_operator_may_allow(
    networks: str, address: str, port: int, allowed: bool
) -> None:
    """Private networks at any port, cloud metadata never."""
    assert Networks.parse(networks).permit(address, port) is allowed


def test_a_bad_network_is_named() -> None:
    """The part of the setting that is wrong stands in the error."""
    with pytest.raises(ValueError, match=r"'10\.1\.0\.0/99' is no network"):
        Networks.parse("127.0.0.0/8, 10.1.0.0/99")


def test_an_ordinary_address_passes() -> None:
    """Names, ports of the web, ports of an allowed network, and other scripts."""
    for url in ("https://news.example/feed?a=b", "http://bücher.example:8080/", "http://a.b.co/"):
        assert check_url(url, NOWHERE).host
    assert check_url("http://127.0.0.1:1234/", ONLY_ONE).port == 1234


# What a name may turn to between two look-ups.
PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1"),
    *("172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.170.2"),
    *("100.64.0.1", "100.100.100.200", "100.127.255.255", "192.0.0.1", "192.0.0.192"),
    *("168.63.129.16", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255"),
    *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *("255.255.255.255", "::1", "::", "::127.0.0.1", "::169.254.169.254", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:100.64.0.1", "::ffff:0:7f00:1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1"),
    *("2001::1", "2001:0:7f00:1::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::"),
    *("2002:a9fe:a9fe::1", "2002:a00:1::1", "2002:c0a8:1::1", "3fff::1", "5f00::1", "fc00::1"),
    *("fd00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "febf::1", "fec0::1", "ff02::1"),
    *("ff05::2", "fe80::1%lo", "127.1", "0x7f.1", "2130706433"),
]


def test_no_name_that_turns_to_a_private_address_is_dialled_there(dialled: list[str]) -> None:
    """Allowed at the first look-up, then each of sixty addresses: it is looked at every time."""
    assert len(set(PRIVATE)) >= 60

    async def run() -> None:
        async with FakeWeb("127.0.0.3") as web, FakeWeb("127.0.0.3") as other:
            web.feed("/f", [FakeEntry("a")])
            for number, address in enumerate(PRIVATE):
                name = f"rebind{number}.example"
                answers = {web.port: ["127.0.0.3"], other.port: [address]}

                async def resolve(
                    host: str, port: int, answers: dict[int, list[str]] = answers
                ) -> list[str]:
                    return answers[port]

                guard = Networks.parse("127.0.0.3/32")
                fetcher = Fetcher(user_agent="t", networks=guard, resolve=resolve)
                async with fetcher:
                    assert (await fetcher.get(f"http://{name}:{web.port}/f")).status == 200
                    web.redirect("/r", f"http://{name}:{other.port}/f")
                    with pytest.raises(Forbidden):
                        await fetcher.get(f"http://{name}:{web.port}/r")
            assert other.connections == 0
            assert {one for one in dialled if str(web.port) not in one} == set()

    asyncio.run(run())
