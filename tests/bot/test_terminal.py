"""The terminal chat: the same answers, with pictures kept as files."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

from bot.terminal import CHAT, Terminal
from storage.records import Wanted
from storage.store import Store
from tests.handlers.conftest import NOW, file_story


def test_a_picture_is_kept_and_its_path_is_shown(store: Store, tmp_path: Path) -> None:
    """The text comes too, a number presses a button, and no picture takes another's place."""
    file_story(store)
    moments = iter(NOW + timedelta(seconds=second // 4) for second in range(100))
    output = StringIO()
    terminal = Terminal(store, output, lambda: next(moments), tmp_path / "pictures")

    async def scene() -> None:
        await terminal.answer("/timeline control kursk")
        number = re.search(r"\[(\d)\] Dark picture", output.getvalue())
        assert number
        await terminal.answer(number[1])

    asyncio.run(scene())
    paths = [Path(one) for one in re.findall(r"\(picture: (.*)\)", output.getvalue())]
    assert len(set(paths)) == 2
    assert all(one.read_bytes().startswith(b"\x89PNG") for one in paths)
    assert paths[0].read_bytes() != paths[1].read_bytes()
    assert "Russia says that it has full control of Kursk" in output.getvalue()


def test_the_buttons_below_an_alert_are_pressed_by_number(store: Store, tmp_path: Path) -> None:
    """Numbered on from those above, which stay as they are until the next answer."""
    file_story(store)
    output = StringIO()
    terminal = Terminal(store, output, lambda: NOW, tmp_path)

    async def scene() -> str:
        await terminal.answer("/subscribe control of kursk")
        with store.begin() as tx:
            tx.outbox.put([Wanted("kdispute01", CHAT, None, NOW)])
        await terminal.show_due()
        shown = output.getvalue()
        why = re.search(r"\[(\d+)\] Why this alert", shown)
        stop = re.search(r"\[(\d+)\] Stop this", shown)
        assert why
        assert stop
        assert int(why[1]) > int(stop[1])
        await terminal.answer(why[1])
        return output.getvalue().removeprefix(shown)

    assert "What made it news" in asyncio.run(scene())


def test_a_file_is_kept_and_its_path_is_shown(store: Store, tmp_path: Path) -> None:
    """Under its own name behind the moment."""
    file_story(store)
    output = StringIO()
    terminal = Terminal(store, output, lambda: NOW, tmp_path)
    asyncio.run(terminal.answer("/export changes"))
    (path,) = re.findall(r"\(file: (.*)\)", output.getvalue())
    assert path.endswith("-changes.jsonl")
    assert Path(path).read_text(encoding="utf8").count("first_confirmation") == 2
