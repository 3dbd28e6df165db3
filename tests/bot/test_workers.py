"""The reader's child: replaced when it dies, and gone when we are."""

import asyncio
import multiprocessing
import os
import signal

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
        (child,) = multiprocessing.active_children()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        assert await reader.read(article) == first
    assert multiprocessing.active_children() == []
