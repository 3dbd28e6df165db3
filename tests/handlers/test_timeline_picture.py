"""The answer to /timeline: a picture that also speaks to those who cannot see it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from alerts.html import CAPTION_LIMIT, plain, units
from alerts.tongue import ENGLISH
from claims.model import Kind, Stance
from handlers import story, timeline
from handlers.caption import caption as caption_of
from handlers.model import Reply
from handlers.picture.model import Chart, Column, Lane, Mark
from storage.store import Store
from tests.fakes.news import article, at, change, claim, claimant, filed, quantity
from tests.handlers.conftest import TROOPS
from tests.handlers.talk import Talk, labels


def caption(reply: Reply) -> str:
    """Give the words below the picture."""
    assert reply.picture
    assert units(plain(reply.picture.caption)) <= CAPTION_LIMIT
    return plain(reply.picture.caption)


def brightness(reply: Reply) -> int:
    """Give how bright a picture is on the whole."""
    assert reply.picture
    grey = Image.open(BytesIO(reply.picture.draw())).convert("L")
    return int(grey.resize((1, 1)).getpixel((0, 0)))  # type: ignore[arg-type]


def chart(*said: object, changes: tuple[object, ...] = (), since: str = "") -> Chart:
    """Make the chart of some claims."""
    return story.chart(said, changes, since, ENGLISH)  # type: ignore[arg-type]


def test_a_timeline_is_a_picture_with_its_words_and_its_sources(talk: Talk) -> None:
    """The caption names the topic, says what each lane shows and numbers linked articles."""
    words = caption(talk.say(f"/timeline {TROOPS}"))
    assert words.startswith("North Korean troops in Kursk")
    assert "The picture in words: " in words
    assert "Russia confirms that North Korean troops" in words
    assert "Sources: 1\u00a0" in words
    picture = talk.say(f"/timeline {TROOPS}").picture
    assert picture
    assert '<a href="https://' in picture.caption


def test_a_sentence_has_the_days_on_which_it_was_said() -> None:
    """Days on which its speaker was still silent are not among them."""
    days = (Column("2025-03-10", "10 Mar", 1), Column("2025-04-26", "26 Apr", 2))
    marks = (Mark(0, Stance.DOES_NOT_CONFIRM), Mark(1, Stance.CONFIRMS))
    lanes = (Lane("Russia", "confirms it", marks),)
    words = caption_of([], Chart("Troops", "", days, lanes), [], ENGLISH)
    assert "Russia confirms it (26 Apr)." in words


def test_light_dark_and_text_are_a_tap_away(talk: Talk) -> None:
    """Each manner offers the other two; in the text no picture is drawn."""
    light = talk.say(f"/timeline {TROOPS}")
    dark = talk.press(light, "Dark picture")
    assert brightness(light) > 200
    assert brightness(dark) < 60
    text = talk.press(dark, "As text")
    assert text.picture is None
    assert {"Light picture", "Dark picture"} <= {one.label for one in labels(text)}
    assert "10 March 2025" in plain(text.html)


def test_a_picture_never_takes_the_place_of_a_text(talk: Talk) -> None:
    """Telegram does not turn one into the other, so a pressed button brings a new message."""
    text = talk.say(f"/timeline {TROOPS} text")
    assert not talk.press(text, "Dark picture").edit
    assert not talk.press(talk.say(f"/timeline {TROOPS}"), "As text").edit


def test_a_long_story_is_cut_into_pictures(ledger: Store, talk: Talk) -> None:
    """So many days and articles that a phone can show; the earlier ones are a tap away."""
    with ledger.begin() as tx:
        for number in range(30):
            day = f"2025-05-{number + 1:02}"
            source = article(f"e{number}", "x", outlet="An outlet of an exceedingly long name",
                             published_at=at(day))  # fmt: skip
            tx.articles.add(source)
            tx.claims.record(
                [claim("Iran", Stance.ASSERTS, f"value-{number}", TROOPS, id=f"e{number}-1",
                       article=f"e{number}", as_of=day)]
            )  # fmt: skip
    reply = talk.say(f"/timeline {TROOPS}")
    words = caption(reply)
    assert "30 May" in words
    assert f"{timeline.COLUMNS}\u00a0An outlet" in words
    assert f"{timeline.COLUMNS + 1}\u00a0" not in words
    assert "18 May" in caption(talk.press(reply, "◀ Earlier"))


def test_figures_get_a_line_for_each_claimant() -> None:
    """Ranges have both bounds, open ends none; figures that were denied are no line."""
    topic = "casualties:ferry"
    said = [
        filed(claim("Indonesia", Stance.ASSERTS, "killed", topic, id="1", as_of="2024-09-03",
                    quantity=quantity(25, 31, "killed"))),
        filed(claim("Forum", Stance.ASSERTS, "killed", topic, id="2", as_of="2024-09-04",
                    quantity=quantity(60, None, "killed"))),
        filed(claim("Party", Stance.DENIES, "killed", topic, id="3", as_of="2024-09-05",
                    quantity=quantity(None, 99, "killed"))),
    ]  # fmt: skip
    [panel] = chart(*said).panels
    assert panel.title == "Killed"
    assert [(one.name, one.points[0].low, one.points[0].high) for one in panel.series] == [
        ("Indonesia", 25, 31), ("Forum", 60, None),
    ]  # fmt: skip
    assert panel.series[0].points[0].label == "25–31"


def test_a_single_figure_needs_no_panel() -> None:
    """A line without a second point tells nothing."""
    one = claim("Russia", Stance.ASSERTS, "killed", "casualties:ukraine", quantity=quantity(9, 9))
    assert chart(filed(one)).panels == ()


def test_disputes_join_their_lanes_which_come_first() -> None:
    """Where one opened and where it closed."""
    bystander = claim("Iran", Stance.ASSERTS, "x", id="0", as_of="2025-04-01")
    held = claim("Russia", Stance.ASSERTS, "x", id="1", as_of="2025-04-02")
    denied = claim("Ukraine", Stance.DENIES, "x", id="2", as_of="2025-04-03")
    conceded = claim("Ukraine", Stance.CONFIRMS, "x", id="3", as_of="2025-04-04")
    made = chart(
        *map(filed, (bystander, held, denied, conceded)),
        changes=(
            change(Kind.DISPUTE_OPENED, denied, held),
            change(Kind.DISPUTE_CLOSED, conceded, held),
        ),
    )
    assert [lane.lead for lane in made.lanes] == ["Russia", "Ukraine", "Iran"]
    assert [(one.lane, one.other, one.open) for one in made.disputes] == [
        (0, 1, True), (0, 1, False),
    ]  # fmt: skip
    assert (made.opened, made.closed) == ("dispute opened", "dispute ended")


def test_unnamed_sources_and_outlets_come_last_and_apart() -> None:
    """Two outlets' own voices are two lanes; what does not fit is counted."""
    voices = [claimant("unattributed-reporting"), claimant("unknown", "experts"), "Russia",
              *(f"State {number}" for number in range(5))]  # fmt: skip
    said = [
        filed(claim(who, Stance.ASSERTS, "x", id=str(number), article=str(number)),
              source=article(str(number), outlet=f"Outlet {number}"))
        for number, who in enumerate(voices)
    ]  # fmt: skip
    made = chart(*said)
    assert made.lanes[0].lead == "Russia"
    assert len(made.lanes) == story.LANES
    assert made.more == "and 2 more claimants"


@pytest.mark.parametrize(
    "junk", ["dark", "text", "kursk dark dark", "page:9999 light", "<b>", "🙂"]
)
def test_odd_arguments_are_answered(talk: Talk, junk: str) -> None:
    """With the newest topic, the topic that was meant, or help."""
    assert talk.read(f"/timeline {junk}")
