"""Is each rule by which the engine makes news said in the reader's language?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import claims.changes
from alerts.reasons import NOTES, parsed, reading_words, reason_words
from alerts.tongue import languages, tongue
from claims.model import UNKNOWN, WITHDRAWN, Kind, Stance
from tests.fakes.news import claim, claimant, told

MAKERS = re.compile(r"\b(Finding|disputed)\(")  # what makes a change of a claim
ENGINE = Path(claims.changes.__file__).parent


def noted() -> Iterator[str]:
    """Give the reasons that the engine writes down, with "Russia" in the place of names."""
    for path in ENGINE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.FunctionDef) and MAKERS.search(ast.unparse(node)):
                yield from _of(node)


def _of(function: ast.FunctionDef) -> Iterator[str]:
    """Give the reasons of one rule: what is called so, what a finding gets, and its halves."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("reason", "verb"):
            yield from _ways(node.value)
        elif isinstance(node, ast.Call) and MAKERS.match(
            f"{ast.unparse(node.func).rpartition('.')[2]}("
        ):
            for one in node.args:
                yield from _ways(one)


def _ways(node: ast.expr) -> Iterator[str]:
    """Write a string as it may come out."""
    if isinstance(node, ast.IfExp):
        yield from (*_ways(node.body), *_ways(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "Russia" for one in node.values]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.Constant) and " " in str(node.value):
        yield str(node.value)


def whole(reason: str) -> list[str]:
    """Complete halves of reasons, as the engine does."""
    if "{rival}" in reason:
        return [f"Ukraine {reason.format(rival='Russia')}, for the first time"]
    if reason in ("Russia Russia", "Russia Russia, for the first time"):
        return []  # both halves are looked at
    if "Russia Russia its figure" in reason:
        return [f"Russia {way} its figure" for way in ("raises", "lowers")]
    return [reason]


def test_every_rule_of_the_engine_has_a_sentence() -> None:
    """A new reason has to be put into words, a reason that is gone is taken out."""
    found = {one for reason in noted() for one in whole(reason)} | {WITHDRAWN}
    unknown = {one for one in found if not parsed(one) and not parsed(f"Russia {one}")}
    assert unknown == set()
    keys = {known[0] for one in found if (known := parsed(one) or parsed(f"Russia {one}"))}
    assert keys == set(NOTES)


@pytest.mark.parametrize("code", languages())
def test_a_reason_names_the_claimants_in_the_readers_language(code: str) -> None:
    """Not their names in English, nor the engine's word for nobody."""
    one = claim(claimant("Ukraine"), Stance.DENIES, "russia-full-control", "control:kursk")
    speaks = tongue(code)
    for reason in (
        "Ukraine denies what Russia says, for the first time",
        "Ukraine denies what unknown says, for the first time",
        "Ukraine denies what another says, for the first time",
    ):
        said = reason_words(told(Kind.DISPUTE_OPENED, one, reason=reason), speaks)
        assert speaks.locale.territories["UA"] in said
        assert "unknown" not in said
        assert said.endswith(".")
    named = told(
        Kind.DISPUTE_OPENED, one, reason="Ukraine denies what Russia says, for the first time"
    )
    assert speaks.locale.territories["RU"] in reason_words(named, speaks)


def test_whoever_is_not_named_is_called_what_the_article_calls_them() -> None:
    """The engine's "unknown" is no word for readers; an unknown rule is shown as it is."""
    one = claim(claimant(UNKNOWN, "residents"), Stance.ASSERTS, "fighting", "control:kursk")
    said = [
        reason_words(told(Kind.CONFIRMATION, one, reason=reason), tongue("en"))
        for reason in ("unknown says so too", "a rule of tomorrow")
    ]
    assert said == ["One more voice says so: residents.", "a rule of tomorrow"]


def test_how_a_claim_was_read_is_told_without_the_engines_words() -> None:
    """Signs that have no sentence are left out."""
    rule = "positions held; the cue: say; dated by relative; confirmed before"
    one = claim("Russia", Stance.ASSERTS, "fighting", "control:kursk", rule=rule)
    assert list(reading_words(one, tongue("en"))) == [
        "Read as a claim of this kind: who holds a place.",
        "Who says so is known by the word “say”.",
        "Its day is reckoned from that of the article.",
    ]
