"""The reader's child: replaced when it dies, and gone when we are."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.workers import Reader
from tests.fakes.store import an_article

TEXT = "Ukrainian troops have taken full control of the village, Kyiv said on Monday."


def test_a_child_that_dies_is_replaced_and_the_article_is_read() -> None:
    """A kill from outside costs a second try, not an article."""
    asyncio.run(_killed())


async def _killed() -> None:
    async with Reader() as reader:
        article = an_article("a", text=TEXT)
        first = await reader.read(article)
        child = reader.pid
        assert child is not None
        os.kill(child, signal.SIGKILL)
        assert await reader.read(article) == first
        assert reader.pid not in (None, child)
    assert reader.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_child_knows_nothing_of_our_environment_and_holds_the_engine_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hostile texts are read where no token is; neither the web nor the ledger is loaded."""
    monkeypatch.setenv("CLAIMWATCH_TELEGRAM_TOKEN", "123:secret")

    async def look() -> None:
        async with Reader() as reader:
            await reader.read(an_article("a", text=TEXT))
            process = Path(f"/proc/{reader.pid}")
            assert b"secret" not in (process / "environ").read_bytes()
            held = (process / "maps").read_text()
            assert "spacy" in held
            assert "aiohttp" not in held
            assert "lxml" not in held

    asyncio.run(look())
