"""What does the README show that the code knows better? Written between its marks, and checked.

python -m bench.readme            writes the parts anew
python -m bench.readme --check    says which are out of date
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from alerts.html import plain
from alerts.render import render
from bench import story
from bot import settings
from bot.replay import EPOCH, fresh_ledger, replay
from bot.seeding import seed_articles
from claims.extract import extract
from claims.model import Kind
from handlers import commands
from handlers.model import Ask
from storage.records import Chat
from storage.store import Store

README = Path(__file__).parent.parent / "README.md"
PICTURES = Path(__file__).parent.parent / "docs"
STORY = PICTURES / "seed-story.md"
QUALITY = Path(__file__).parent.parent / "training" / "quality.md"
READER = Chat(id=1)
LOOKS = ("light", "dark")
AFTERWARDS = datetime(2025, 4, 29, 9, 0, tzinfo=UTC)  # the morning after the seed story

_drawn: dict[str, bytes] = {}  # the pictures, by look
_written: dict[Path, str] = {}  # the pages


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the README's parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    known = README.read_text(encoding="utf8")
    text = known
    for mark, part in parts().items():
        text = replaced(text, mark, part)
    missing: list[object] = [one for one in LOOKS if not _file(one).exists()]
    missing += [page for page, said in _written.items() if not _is(page, said)]
    if not check:
        README.write_text(text, encoding="utf8")
        PICTURES.mkdir(exist_ok=True)
        for look in LOOKS:
            _file(look).write_bytes(_drawn[look])
        for page, said in _written.items():
            page.write_text(said, encoding="utf8")
    elif text != known or missing:
        sys.stderr.write("README.md is out of date; run: python -m bench.readme\n")
        return 1
    return 0


def parts() -> dict[str, str]:
    """Make all parts, by their marks."""
    made = {"commands": commands.markdown_table(), "settings": settings.markdown_table()}
    if QUALITY.exists():
        made["quality"] = QUALITY.read_text(encoding="utf8").strip()
    with fresh_ledger() as store:
        told = [
            story.alerts(store, article, taken)
            for number, (article, taken) in enumerate(replay(store, seed_articles(), extract))
            if number  # the first is the baseline
        ]
        pages = [story.HEAD.strip(), *told, *story.answers(store, AFTERWARDS)]
        _written[STORY] = "\n\n".join(pages) + "\n"
        made["alert"] = _quoted(_alert(store))
        made["claims"] = _quoted(_claims(store))
        made["timeline"] = _timeline(store)
    return made


def replaced(text: str, mark: str, part: str) -> str:
    """Put a part between its marks; KeyError when the README lacks them."""
    pattern = re.compile(f"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    if not pattern.search(text):
        raise KeyError(mark)
    return pattern.sub(lambda found: f"{found[1]}{part}\n{found[2]}", text)


def _alert(store: Store) -> str:
    """Show the seed story's newest first confirmation as its readers got it."""
    with store.read() as tx:
        told = [
            one
            for one in tx.changes.since(EPOCH, limit=100)
            if one.change.kind is Kind.FIRST_CONFIRMATION
        ]
        return "\n\n".join(plain(html) for html in render(told[:1], READER))


def _claims(store: Store) -> str:
    ask = Ask(chat=1, user=1, command="claims", arguments="kursk", now=AFTERWARDS)
    with store.begin() as tx:
        return plain(commands.dispatch(ask, tx).html)


def _timeline(store: Store) -> str:
    """Draw the story's timeline by day and by night; what it shows in words is its alt text."""
    for look in LOOKS:
        ask = Ask(1, 1, "timeline", f"troops kursk {look}", AFTERWARDS)
        with store.begin() as tx:
            picture = commands.dispatch(ask, tx).picture
        assert picture
        _drawn[look] = picture.draw()
    words = " ".join(plain(picture.caption).split("Sources:")[0].split())
    return (
        '<picture><source media="(prefers-color-scheme: dark)" srcset="docs/timeline-dark.png">'
        f'<img src="docs/timeline-light.png" width="480" alt="{escape(words)}"></picture>'
    )


def _is(page: Path, text: str) -> bool:
    return page.exists() and page.read_text(encoding="utf8") == text


def _file(look: str) -> Path:
    return PICTURES / f"timeline-{look}.png"


def _quoted(text: str) -> str:
    return "\n".join(["```", text.strip(), "```"])


if __name__ == "__main__":
    sys.exit(main())
