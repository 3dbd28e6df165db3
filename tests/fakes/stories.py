"""Which stories of a little world can happen? Claims in articles, drawn by hypothesis."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st

from claims.model import Claim
from tests.fakes.claims import claim

VALUES = {
    "control:ridge": ["alpha-full-control", "beta-holds-positions", "contested", "alpha-gains"],
    "deployment:alpha>delta": ["deployed", "fighting", "withdrawn", "withdrawal-started"],
    "casualties:mill-fire": ["killed", "wounded", "overloaded"],
    "visit:premier>delta": ["possible", "announced", "cancelled", "took-place", "odd-words"],
    "ceasefire:alpha-beta": ["proposed", "agreed", "in-force", "violated"],
    "operation:alpha>ridge": ["launched", "repulsed", "completed", "ongoing"],
    "agreement:alpha~beta": ["reached", "strengthening"],
}
ACTORS = ["Alpha", "Beta", "Aid_Forum", "unknown", "unattributed-reporting"]
STANCES = ["asserts", "asserts", "confirms", "denies", "does_not_confirm", "speculates"]
FIGURES = ["", "", "; 12 {}", "; 30+ {}", "; ~31 {}", "; 20-25 {}", "; -60 {}", "; 44 {}"]
WORDS = ["", "", "", "; hedged", "; past", "; background", "; future", "; undated", "; @2024-05"]
START = "2024-05-06T00:00"
HOUR = timedelta(hours=1)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw one claim of the little world."""
    topic = draw(st.sampled_from(sorted(VALUES)))
    value = draw(st.sampled_from(VALUES[topic]))
    unit = value if topic.startswith("casualties") else "troops"
    figure = draw(st.sampled_from(FIGURES)).format(unit)
    who, stance = draw(st.sampled_from(ACTORS)), draw(st.sampled_from(STANCES))
    return f"{who} {stance} {topic} {value}{figure}{draw(st.sampled_from(WORDS))}"


@st.composite
def stories(draw: st.DrawFn) -> list[list[Claim]]:
    """Draw articles in order of publication, hours or days apart."""
    moment, articles = datetime.fromisoformat(START), []
    for number, article in enumerate(draw(st.lists(st.lists(lines(), max_size=5), max_size=7))):
        moment += draw(st.integers(min_value=1, max_value=100)) * HOUR
        at = moment.isoformat()
        articles.append([claim(line, f"a{number}", at, n) for n, line in enumerate(article, 1)])
    return articles
