"""Is nothing read over a connection whose certificate is not good?"""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher, user_agent
from feeds.guard import Networks
from tests.fakes.web import FakeEntry, FakeWeb

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="needs the program openssl")

HOST = "news.example"


def openssl(folder: Path, *arguments: str) -> None:
    """Run the program there."""
    subprocess.run(
        [str(OPENSSL), *arguments], cwd=folder, check=True, capture_output=True, timeout=60
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an authority of our own."""
    folder = tmp_path_factory.mktemp("authority")
    openssl(
        folder,
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Authority"),
        *("-addext", "keyUsage=critical,keyCertSign"),  # from Python 3.13 on it must say so
    )
    return folder


def lasting(days: int) -> tuple[str, ...]:
    """Say how long a certificate holds; programs from 3.4 on take no days that are over."""
    asked = subprocess.run([str(OPENSSL), "x509", "-help"], check=True, capture_output=True)
    if days > 0 or b"-not_after" not in asked.stderr + asked.stdout:
        return ("-days", str(days))
    return ("-not_before", "20200101000000Z", "-not_after", "20200102000000Z")


def certificate(folder: Path, name: str, days: int, signed: bool = True) -> ssl.SSLContext:
    """Make a certificate for a name that holds so many days from now; negative: that are over."""
    own = f"{name}{days}{signed}"
    (folder / f"{own}.ext").write_text(f"subjectAltName=DNS:{name}\nauthorityKeyIdentifier=keyid")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    keyed = ("-keyout", f"{own}.key", "-out", f"{own}.csr", "-subj", f"/CN={name}")
    openssl(folder, "req", *key, *keyed)
    signer = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    openssl(
        folder,
        *("x509", "-req", "-in", f"{own}.csr", "-out", f"{own}.pem", *lasting(days)),
        *("-extfile", f"{own}.ext"),
        *(signer if signed else ("-signkey", f"{own}.key")),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{own}.pem", folder / f"{own}.key")
    return context


def fetched(folder: Path, shown: ssl.SSLContext) -> int:
    """Fetch a feed from a server that shows a certificate; give the answer's status."""

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> int:
        trust = ssl.create_default_context(cafile=str(folder / "ca.pem"))
        networks = Networks.parse("127.0.0.0/8")
        async with (
            FakeWeb(tls=shown) as web,
            Fetcher(
                user_agent=user_agent("1", None), networks=networks, resolve=here, trust=trust
            ) as fetcher,
        ):
            web.feed("/f", [FakeEntry("One")])
            try:
                answer = await fetcher.get(f"https://{HOST}:{web.port}/f")
            finally:
                asked.append(web.hits["/f"])
            return answer.status

    asked: list[int] = []
    try:
        return asyncio.run(run())
    except FetchError:
        assert asked == [0]  # not even the request went out
        raise


def test_a_good_certificate_is_taken(authority: Path) -> None:
    """Else the refusals below would show nothing."""
    assert fetched(authority, certificate(authority, HOST, 5)) == 200


@pytest.mark.parametrize(
    ("name", "days", "signed"),
    [(HOST, -1, True), ("other.example", 5, True), (HOST, 5, False)],
    ids=["expired", "another host's", "self-signed"],
)
def test_a_bad_certificate_is_refused(authority: Path, name: str, days: int, signed: bool) -> None:
    """One reason in words; nothing is sent and nothing read."""
    with pytest.raises(FetchError) as info:
        fetched(authority, certificate(authority, name, days, signed))
    assert info.value.reason == "its certificate is not valid"
