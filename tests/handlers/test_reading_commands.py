"""Do /timeline, /topics, /about, /help and /start read well?"""

from __future__ import annotations

from alerts.html import plain
from claims.model import Stance, Temporal
from handlers.commands import COMMANDS
from storage.store import Store
from tests.fakes.news import article, at, claim
from tests.handlers.conftest import TROOPS
from tests.handlers.talk import Talk, labels


def test_a_timeline_goes_by_day_and_marks_the_changes(talk: Talk) -> None:
    """Oldest first; who said what, with what it changed."""
    text = talk.read(f"/timeline {TROOPS}")
    days = ["10 March 2025", "26 April 2025", "28 April 2025"]
    assert [text.index(day) for day in days] == sorted(text.index(day) for day in days)
    assert "North Korea does not confirm that its troops are deployed in Kursk · Newsweek" in text
    assert (
        "North Korea confirms that its troops are deployed in Kursk – first confirmation" in text
    )


def test_a_timeline_leaves_out_recaps_and_repeats(ledger: Store, talk: Talk) -> None:
    """What is only said again, or looks back, is no new moment; a change of mind and back is."""
    days = ["2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04"]
    stances = [Stance.CONFIRMS, Stance.DENIES, Stance.CONFIRMS, Stance.CONFIRMS]
    with ledger.begin() as tx:
        for number, (day, stance) in enumerate(zip(days, stances, strict=True)):
            tx.articles.add(article(f"d{number}", published_at=at(day)))
            past = Temporal.PAST if number == 3 else Temporal.CURRENT
            tx.claims.record([
                claim("Iran", stance, "fighting", TROOPS, id=f"d{number}-1", article=f"d{number}",
                      as_of=day, published_at=at(day)),
                claim("Iraq", Stance.ASSERTS, "fighting", TROOPS, id=f"d{number}-2",
                      article=f"d{number}", as_of=day, published_at=at(day), temporal=past),
            ])  # fmt: skip
    text = talk.read(f"/timeline {TROOPS}")
    assert text.count("Iran confirms") == 2
    assert text.count("Iran denies") == 1
    assert text.count("Iraq says") == 1


def test_a_long_timeline_begins_at_its_end_and_turns_back(ledger: Store, talk: Talk) -> None:
    """The newest moments come first on the screen; earlier ones are a tap away."""
    with ledger.begin() as tx:
        tx.articles.add(article("e"))
        tx.claims.record(
            claim("Iran", Stance.ASSERTS, f"value-{number}", TROOPS, id=f"e-{number}", article="e",
                  as_of=f"2025-05-{number + 1:02}") for number in range(30)
        )  # fmt: skip
    reply = talk.say(f"/timeline {TROOPS} text")
    assert "30 May 2025" in plain(reply.html)
    earlier = talk.press(reply, "◀ Earlier")
    assert earlier.edit
    assert "30 May 2025" not in plain(earlier.html)
    assert plain(talk.press(earlier, "Later").html) == plain(reply.html)


def test_words_that_hit_several_topics_show_one_and_offer_the_others(talk: Talk) -> None:
    """The newest is shown at once, the others as buttons."""
    reply = talk.say("/timeline kursk")
    assert plain(reply.html).startswith("North Korean troops in Kursk")
    assert plain(talk.press(reply, "Control of Kursk").html).startswith("Control of Kursk")


def test_topics_are_listed_newest_first_with_the_disputed_marked(talk: Talk) -> None:
    """Each topic has its line and leads into its claims."""
    reply = talk.say("/topics")
    text = plain(reply.html)
    assert text.startswith("Topics, newest first (4)")
    assert "Control of Kursk · disputed · 2 claimants · 26 April 2025" in text
    assert text.index("28 April 2025") < text.index("26 April 2025")
    assert plain(talk.press(reply, "Control of Kursk").html).startswith("Control of Kursk")
    assert "Control of Kursk" in talk.read("/topics kursk")
    assert "Nothing found" in talk.read("/topics atlantis")


def test_many_topics_are_paged(ledger: Store, talk: Talk) -> None:
    """No list is longer than a screen."""
    with ledger.begin() as tx:
        tx.articles.add(article("f"))
        tx.claims.record(
            claim("Iran", topic=f"control:town-{number}", id=f"f-{number}", article="f")
            for number in range(30)
        )
    reply = talk.say("/topics")
    assert "Page 2 of 5" in labels(reply)[-1].label
    assert talk.press(reply, "Page 2").edit


def test_start_says_what_this_is_and_offers_topics(talk: Talk) -> None:
    """One sentence on the product, buttons to follow the main topics, the disputed first."""
    reply = talk.say("/start")
    assert "who claims what" in plain(reply.html)
    assert labels(reply)[0].label == "Follow: Control of Kursk"
    assert "You now follow Control of Kursk" in plain(talk.press(reply, "Follow: Control").html)


def test_help_shows_every_command_to_those_who_may_use_it(talk: Talk) -> None:
    """Operators see their commands; others do not."""
    common, own = talk.read("/help"), talk.as_(admin=True).read("/help")
    for one in COMMANDS:
        usage = f"/{one.name} {one.arguments}".strip()
        assert f"{usage} – {one.summary}" in own
        assert (f"{usage} – {one.summary}" in common) is not one.admin


def test_about_says_what_is_promised_and_how_much_there_is(talk: Talk) -> None:
    """Size of the ledger, no verdict, the possible repeat, how to leave."""
    text = talk.read("/about")
    assert "7 claims on 4 topics from 3 articles" in text
    assert "does not tell you who is right" in text
    assert "/unsubscribe all" in text


def test_a_timeline_of_nothing_leads_on(talk: Talk, empty: Talk) -> None:
    """Unknown words and an empty ledger are answered."""
    assert "Nothing found about “atlantis”" in talk.read("/timeline atlantis")
    assert "Nothing is in the ledger yet" in empty.read("/timeline")
