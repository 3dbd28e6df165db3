"""Is every sentence in the catalogues? `python -m bench.wording [--check] [LANGUAGE …]`

Gathers the sentences of the code and of phrases.toml and brings the catalogues up to date: new
sentences come in without a translation, those that are gone go. A language that has no catalogue
yet gets one. With --check nothing is written, and the status is 1 when something is to be done.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from alerts.phrases import table, tables

ROOT = Path(__file__).parent.parent
LANGUAGES = ROOT / "alerts" / "languages"
ROOMS = ("alerts", "handlers", "bot")
CALLS = {"say": 1, "nodes": 1, "mark": 1, "many": 2}  # how many sentences they take
VOLATILE = (
    b'"POT-Creation', b'"PO-Revision', b'"Report-Msgid', b'"Last-Translator', b'"Language-Team',
    b'"Project-Id', b'"Generated-By',
)  # fmt: skip
HEADER = "# What Claimwatch says in this language; ./run.sh wording keeps it up to date."


def template() -> Catalog:
    """Gather all sentences, with the room and file that say them."""
    catalog = Catalog(fuzzy=False)
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        for sentence in sentences(path.read_text(encoding="utf8")):
            catalog.add(sentence, locations=[(name, 0)])
    for name in tables():
        for key, phrase in table(name).items():
            catalog.add(phrase, context=f"{name}.{key}", locations=[("alerts/phrases.toml", 0)])
    return catalog


def sentences(source: str) -> list[str | tuple[str, str]]:
    """Give what calls of CALLS are made with, in order; a pair where it has a plural.

    Babel's own reader of Python, which reads tokens, misses what stands in an f-string.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    found: list[str | tuple[str, str]] = []
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [getattr(one, "value", None) for one in call.args[: CALLS.get(name, 0)]]
        said = [one for one in given if isinstance(one, str) and one.strip()]
        if said and len(said) == CALLS[name]:  # the terminal says blank lines, too
            found.append(said[0] if len(said) == 1 else (said[0], said[1]))
    return found


def updated(code: str, fresh: Catalog) -> Catalog:
    """Bring the catalogue of a language up to date; nothing is guessed from what looks alike."""
    path = LANGUAGES / f"{code}.po"
    old = Catalog(locale=code)
    if path.exists():
        old = read_po(BytesIO(path.read_bytes()), locale=code)
    new = Catalog(locale=code, header_comment=HEADER, fuzzy=False)
    for message in fresh:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        same = known and known.id == message.id and known.string
        nothing = ("",) * new.num_plurals if message.pluralizable else ""
        new.add(message.id, same or nothing, message.locations, context=message.context)
    return new


def written(catalog: Catalog) -> bytes:
    """Write a catalogue without dates and line numbers, so that only its sentences alter it."""
    out = BytesIO()
    write_po(out, catalog, width=98, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(one for one in lines if not one.startswith(VOLATILE))


def missing(catalog: Catalog) -> list[str]:
    """List the sentences that have no translation."""
    return [str(message.id) for message in catalog if message.id and not all(said(message))]


def said(message: Message) -> Sequence[str]:
    """Give the forms of a translation: one, or one for each plural."""
    return (message.string,) if isinstance(message.string, str) else message.string or ("",)


def _files() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Update the catalogues, or say what is to be done."""
    parser = argparse.ArgumentParser(prog="wording", description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE")
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args(arguments)
    codes = given.languages or sorted(path.stem for path in LANGUAGES.glob("*.po"))
    fresh, status = template(), 0
    for code in codes:
        catalog = updated(code, fresh)
        text, left, path = written(catalog), missing(catalog), LANGUAGES / f"{code}.po"
        stale = not path.exists() or path.read_bytes() != text
        print(f"{code}: {len(catalog)} sentences, {len(left)} without a translation")
        if given.check:
            status = max(status, int(stale or bool(left)))
        elif stale:
            path.write_bytes(text)
    return status


if __name__ == "__main__":
    sys.exit(main())
