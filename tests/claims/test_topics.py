"""Is one thing filed under one slug?"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.topics import GUESSED, is_nameless, settle
from tests.fakes.claims import claim

TABLE = Path(__file__).parent / "corpus" / "topics.toml"
FILED = tomllib.loads(TABLE.read_text("utf-8"))["filed"]
WORDS = st.sampled_from(
    ["kursk", "russia", "ferry", "morning-star-ferry", "unknown", "kursk-region"]
)
TOPICS = st.builds(
    "{}:{}".format,
    st.sampled_from(["control", "casualties", "talks"]),
    WORDS,
) | st.builds("deployment:alpha>{}".format, WORDS)


@pytest.mark.parametrize("case", FILED, ids=lambda each: each["name"])
def test_a_topic_is_filed_where_it_belongs(case: dict[str, Any]) -> None:
    """Each row of the table goes where it says."""
    topics = [case["topic"], *case.get("also", [])]
    found = settle(
        [claim(f"Alpha asserts {topic} value") for topic in topics], case.get("known", [])
    )
    assert found[0].topic == case["to"]


def test_what_hardly_ever_happens_is_the_recent_one() -> None:
    """Whatever a lost submarine is called by, it is the one that was lost these days."""
    here = [claim("Alpha asserts casualties:atlantic-submarine aboard")]
    recent = ["casualties:nereid-submarine", "casualties:aurora-ferry"]
    assert settle(here, recent, recent)[0].topic == "casualties:nereid-submarine"
    assert settle(here, recent, ())[0].topic == "casualties:atlantic-submarine"
    ferry = [claim("Alpha asserts casualties:borealis-ferry aboard")]
    assert settle(ferry, recent, recent)[0].topic == "casualties:borealis-ferry"


def test_the_slots_follow_the_topic_and_the_literal_place_is_kept() -> None:
    """Whoever reads the slots sees the place on file and what the text said."""
    (moved,) = settle(
        [claim("Alpha asserts deployment:north-korea>russia deployed")],
        ["deployment:north-korea>kursk"],
    )
    assert moved.slots == {"force": "north-korea", "place": "kursk", "place_literal": "russia"}


@pytest.mark.parametrize(
    ("recent", "place"),
    [
        (["deployment:beta>rakvere", "deployment:gamma>narva"], "rakvere"),
        (["deployment:beta>rakvere", "deployment:beta>narva"], "tapa"),
        (["deployment:beta>unknown"], "tapa"),
        (["deployment:beta>rakvere", "deployment:beta>tapa"], "tapa"),
        ([], "tapa"),
    ],
)
def test_a_guessed_place_gives_way_to_the_one_of_late(recent: list[str], place: str) -> None:
    """Where no word names the place, a force is where it was said to be, if that is one place."""
    guess = claim("Alpha asserts deployment:beta>tapa deployed")
    guess = replace(guess, slots={"force": "beta", "place": "tapa", GUESSED: "article"})
    (found,) = settle([guess], recent, recent)
    assert found.topic == f"deployment:beta>{place}"
    assert found.slots["place"] == place


def test_topics_that_nobody_could_name_are_told_apart_from_names() -> None:
    """A part that is unknown makes a topic nameless, a word in a name does not."""
    assert is_nameless("visit:premier>unknown")
    assert not is_nameless("control:unknown-soldier-square")


@given(st.lists(TOPICS, max_size=6), st.lists(TOPICS, max_size=6))
def test_settled_topics_stay_settled(here: list[str], known: list[str]) -> None:
    """A second article with the same things finds the slugs that the first one was filed under."""
    once = settle([claim(f"Alpha asserts {topic} value") for topic in here], known)
    filed = list(dict.fromkeys([*known, *(each.topic for each in once)]))
    again = settle(once, filed)
    assert [each.topic for each in again] == [each.topic for each in once]
