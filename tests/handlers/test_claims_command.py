"""Does /claims show who holds what, side by side?"""

from __future__ import annotations

import pytest

from alerts.html import plain
from claims.model import Stance
from storage.store import Store
from tests.fakes.news import article, claim
from tests.handlers.conftest import TOLL, TROOPS
from tests.handlers.talk import Talk, labels


def test_positions_stand_side_by_side_with_quote_date_speaker_outlet_and_link(talk: Talk) -> None:
    """One topic: each claimant with its words and where they stand."""
    reply = talk.say("/claims control of kursk")
    text = plain(reply.html)
    assert "Russia says that it has full control of Kursk" in text
    assert "Ukraine denies that Russia has full control of Kursk" in text
    assert "Gerasimov declared the full liberation of the Kursk region" in text
    assert "26 April 2025 · Valery Gerasimov, via TASS · Mint" in text
    assert '<a href="https://news.example/a1">Mint</a>' in reply.html


def test_a_dispute_is_visible_in_words(talk: Talk) -> None:
    """The topic says since when; each side says who is against it."""
    text = talk.read("/claims control of kursk")
    assert "Disputed since 26 April 2025: Ukraine denies" in text
    assert "Disputed by Ukraine" in text
    assert "Disputed by Russia" in text


def test_a_place_shows_its_topics_newest_first_with_all_three_sides(talk: Talk) -> None:
    """Kursk is control and deployment: Russia, Ukraine and North Korea are all there."""
    text = talk.read("/claims kursk")
    assert text.index("North Korean troops in Kursk") < text.index("Control of Kursk")
    for side in ("Russia confirms", "Ukraine denies", "North Korea confirms"):
        assert side in text


def test_quotes_are_verbatim_and_escaped(talk: Talk) -> None:
    """Signs of HTML in a quote reach the reader as they were."""
    assert TOLL.evidence.text in talk.read("/claims casualties")


@pytest.mark.parametrize(
    "words",
    ["Zelenskyy", "zelensky", "Zelenskiy", "ZELENSKYI"],
)
def test_a_person_is_found_however_spelt(talk: Talk, words: str) -> None:
    """Claims are found by the person who made them."""
    assert "Ukraine says that its operation in Belgorod is going on" in talk.read(
        f"/claims {words}"
    )


@pytest.mark.parametrize("words", ["north korea", "DPRK", "north-korea", "NORTH KOREAN troops"])
def test_a_party_is_found_by_any_name(talk: Talk, words: str) -> None:
    """A slug, an acronym and an adjective mean the same state."""
    assert "North Korean troops in Kursk" in talk.read(f"/claims {words}")


@pytest.mark.parametrize("words", ["control:kursk", "topic:control:kursk", "Control:Kursk"])
def test_a_slug_is_understood(talk: Talk, words: str) -> None:
    """Alert buttons carry slugs."""
    assert talk.read(f"/claims {words}").startswith("Control of Kursk")


def test_bare_claims_show_the_newest_topics(talk: Talk) -> None:
    """Without words the ledger begins with what is new."""
    text = talk.read("/claims")
    assert "North Korea" in text
    assert "28 April 2025" in text


def test_what_is_not_found_gets_one_sentence_an_example_and_topics(talk: Talk) -> None:
    """A miss is never silence, and the user's own words come back short."""
    reply = talk.say("/claims atlantis")
    text = plain(reply.html)
    assert "Nothing found about “atlantis”. Example: /claims " in text
    assert labels(reply)
    assert "x" * 60 not in talk.read("/claims " + "x" * 4000)


def test_the_example_of_a_miss_is_a_hit(talk: Talk) -> None:
    """What the bot advises works."""
    for command in ("claims", "summary", "timeline"):
        text = talk.read(f"/{command} atlantis")
        advised = text[text.index("Example: ") + 9 : text.index(". Or one of these")]
        assert advised.startswith(f"/{command} ")
        assert "Nothing found" not in talk.read(advised)


def test_a_typing_error_offers_what_looks_alike(talk: Talk) -> None:
    """The nearest topic comes first."""
    reply = talk.say("/claims belgorood")
    assert "Belgorod" in labels(reply)[0].label or "Belgorod" in plain(reply.html)


def test_an_empty_ledger_says_so(empty: Talk) -> None:
    """Nothing filed yet is said in a sentence."""
    assert "Nothing is in the ledger yet" in empty.read("/claims kursk")
    assert "Nothing is in the ledger yet" in empty.read("/claims")


def many_sides(ledger: Store, count: int) -> None:
    """File a position of many claimants on one topic."""
    with ledger.begin() as tx:
        tx.articles.add(article("b"))
        tx.claims.record(
            claim(f"Country {number}", Stance.ASSERTS, "fighting", TROOPS, id=f"b-{number}",
                  article="b", quote="a quote of some length " * 30)
            for number in range(count)
        )  # fmt: skip


def test_pages_turn_in_place_and_end(ledger: Store, talk: Talk) -> None:
    """Buttons lead forth and back and replace the page; each position is on one page only."""
    many_sides(ledger, 20)
    page = talk.say(f"/claims {TROOPS}")
    assert not page.edit
    seen = [plain(page.html)]
    while any(one.label.endswith("▶") for one in labels(page)):
        page = talk.press(page, next(o.label for o in labels(page) if o.label.endswith("▶")))
        assert page.edit
        seen.append(plain(page.html))
    whole = "\n".join(seen) + "\n"
    assert all(whole.count(f"Country {number} says") == 1 for number in range(20))
    assert plain(talk.press(page, "◀").html) == seen[-2]


def test_a_page_beyond_the_end_is_the_last(talk: Talk) -> None:
    """A stale page button shows what there is."""
    assert "Control of Kursk" in talk.read("/claims control:kursk page:99")


def test_a_claimant_with_several_figures_stands_together(ledger: Store, talk: Talk) -> None:
    """Positions of one claimant are not scattered."""
    many_sides(ledger, 2)
    text = talk.read(f"/claims {TROOPS}")
    assert text.count("says that") == 2


def test_many_claimants_are_cut_with_a_count_when_topics_stand_together(
    ledger: Store, talk: Talk
) -> None:
    """The overview says how much it leaves out and where the rest is."""
    many_sides(ledger, 20)
    reply = talk.say("/claims kursk")
    assert "more positions" in plain(reply.html)
    assert "Country" in plain(talk.press(reply, "All: North Korean").html)


def test_plain_words_in_a_private_chat_are_a_search(talk: Talk) -> None:
    """What hits is answered; what does not is one sentence of help."""
    assert "Control of Kursk" in plain(talk.say("kursk").html)
    assert "/claims kursk" in talk.read("good morning")


def test_timeline_and_follow_are_one_tap_away(talk: Talk) -> None:
    """From the positions one goes on to the history and to following."""
    reply = talk.say("/claims control of kursk")
    assert "26 April 2025" in plain(talk.press(reply, "Timeline").html)
    assert "You now follow Control of Kursk" in plain(talk.press(reply, "Follow").html)
