"""Is what somebody wants to follow understood?"""

from __future__ import annotations

import pytest

from claims.model import Severity
from handlers.manner import Options, options
from handlers.slugs import payload
from handlers.wish import Vocabulary, Wish, understand
from storage.records import Cadence

TOPICS = (
    "control:kursk", "area:kursk", "deployment:north-korea>kursk", "operation:russia>kursk",
    "deployment:russia>kursk", "casualties:north-korea", "visit:kim-jong-un>kyiv",
    "talks:ukraine-war", "casualties:kursk", "deployment:wagner>mali",
)  # fmt: skip
VOCABULARY = Vocabulary(TOPICS, {"Russia", "North Korea", "NATO", "NK Daily"}.__contains__)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("the", Wish()),
        ("control:kursk", Wish(topic="control:kursk")),
        ("Control of Kursk", Wish(topic="control:kursk")),
        ("north korea kursk", Wish(topic="deployment:north-korea>kursk")),
        ("control:somewhere-new", Wish(topic="control:somewhere-new")),
        ("talks ukraine war", Wish(topic="talks:ukraine-war")),
        ("Kursk region", Wish(place="kursk")),
        ("kiev", Wish(place="kyiv")),
        ("russia", Wish(actor="Russia")),
        ("DPRK", Wish(actor="North Korea")),
        ("nato", Wish(actor="NATO")),
        ("death toll", Wish(frame="casualties")),
        ("casualties north korea", Wish(topic="casualties:north-korea")),
        ("operations in kursk", Wish(frame="operation", place="kursk")),
        ("russian troops", Wish(frame="deployment", actor="Russia")),
        ("wagner", Wish(actor="Wagner")),
        ("kim jong-un", Wish(actor="Kim Jong Un")),
        ("casualties in mali", Wish(frame="casualties", words="mali")),
        ("Russia Kursk", Wish(words="russia kursk")),
        ("Ukrainian drones in Odessa", Wish(words="ukraine drones odessa")),
        ("gerasimov", Wish(words="gerasimov")),
        ("place:kursk", Wish(place="kursk")),
        ("frame:casualties words:kim jong un", Wish(frame="casualties", words="kim jong un")),
        ("actor:NK Daily", Wish(actor="NK Daily")),
        ("actor:", Wish()),
        ("https://example.org/x", Wish(words="https example org x")),
    ],
)  # fmt: skip
def test_words_name_a_topic_a_frame_a_place_a_claimant_or_stay_words(
    text: str, wish: Wish
) -> None:
    """What the ledger knows is recognised; the rest is searched for."""
    assert understand(text, VOCABULARY) == wish


@pytest.mark.parametrize(
    "wish",
    [
        Wish(topic="control:kursk"), Wish(actor="NK Daily"), Wish(place="kyiv"),
        Wish(frame="casualties", words="kursk"), Wish(words="a b"), Wish(),
    ],
)  # fmt: skip
def test_a_wish_can_be_written_and_read_again(wish: Wish) -> None:
    """A button carries the wish itself, not a guess at it."""
    assert understand(wish.typed(), VOCABULARY) == wish


@pytest.mark.parametrize(
    ("text", "rest", "how"),
    [
        ("kursk", "kursk", Options()),
        ("kursk high", "kursk", Options(least=Severity.HIGH)),
        ("all", "", Options(least=Severity.LOW)),
        ("kursk all hourly", "kursk", Options(Severity.LOW, Cadence.HOURLY)),
        ("kursk daily 8", "kursk", Options(cadence=Cadence.DAILY, hour=8)),
        ("kursk high daily 18:00", "kursk", Options(Severity.HIGH, Cadence.DAILY, 18)),
        ("daily", "", Options(cadence=Cadence.DAILY)),
        ("at once", "", Options(cadence=Cadence.AT_ONCE)),
        ("33rd brigade 8", "33rd brigade 8", Options()),
        ("high command", "high command", Options()),
        ("actor:NK Daily", "actor:NK Daily", Options()),
        ("daily 99", "daily 99", Options()),
    ],
)
def test_options_stand_at_the_end(text: str, rest: str, how: Options) -> None:
    """Severity, cadence and hour are taken off; words that look alike elsewhere stay."""
    assert options(text) == (rest, how)


@pytest.mark.parametrize("topic", [*TOPICS, "deployment:" + "very-long-" * 9 + "force>place"])
def test_a_deep_link_holds_a_topic_within_telegrams_limits(topic: str) -> None:
    """At most 64 signs of A-Z a-z 0-9 _ -, and different for different topics."""
    made = payload(topic)
    assert made.startswith("t_")
    assert len(made) <= 64
    assert made.replace("_", "").replace("-", "").isalnum()
    assert len({payload(one) for one in TOPICS}) == len(TOPICS)
