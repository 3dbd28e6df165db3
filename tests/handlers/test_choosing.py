"""Can one choose what to follow by buttons alone, and see first what it would bring?"""

from __future__ import annotations

import pytest

from alerts.html import plain
from claims.model import Kind, Severity
from handlers.manner import KINDS, Options, applied, coded, decoded, options, written
from handlers.model import Reply
from storage.records import Cadence, Subscription
from storage.store import Store
from tests.handlers.conftest import TROOPS
from tests.handlers.talk import CHAT, Talk, labels


def of(store: Store) -> list[Subscription]:
    """Give what the chat follows."""
    with store.read() as tx:
        return tx.subscriptions.of(CHAT)


def begin(talk: Talk) -> Reply:
    """Open the dialogue as a newcomer does."""
    return talk.press(talk.say("/start"), "Choose what to follow")


@pytest.mark.parametrize(
    ("presses", "fields"),
    [
        (["North Korean troops in Kursk"], {"topic": TROOPS}),
        (["Places", "Kursk"], {"place": "kursk"}),
        (["Claimants", "Ukraine"], {"actor": "Ukraine"}),
        (["Kinds of claim", "Casualties"], {"frame": "casualties"}),
        (["Words", "Kim Jong Un"], {"words": "Kim Jong Un"}),
        (["Everything"], {}),
        (["Places", "Kursk", "Narrow", "Claimants", "Russia"],
         {"place": "kursk", "actor": "Russia"}),
        (["Everything", "Narrow", "Kinds of claim", "Troops"], {"frame": "deployment"}),
    ],
)  # fmt: skip
def test_everything_that_can_be_followed_is_two_taps_away(
    ledger: Store, talk: Talk, presses: list[str], fields: dict[str, str]
) -> None:
    """What it would bring is shown first; nothing is followed before it is confirmed."""
    reply = begin(talk)
    for label in presses:
        reply = talk.press(reply, label)
    said = plain(reply.html)
    assert said.startswith("You would follow ")
    assert "Such changes in the last 7 days: " in said
    assert of(ledger) == []
    done = talk.press(reply, "Follow")
    assert plain(done.html).startswith("You now follow ")
    [one] = of(ledger)
    names = ("topic", "place", "actor", "frame", "words")
    assert {name: getattr(one, name) for name in names if getattr(one, name)} == fields


def test_how_it_comes_is_chosen_on_the_same_screen(ledger: Store, talk: Talk) -> None:
    """Severity, cadence, hour and kinds; the preview follows the choice."""
    reply = talk.press(talk.press(begin(talk), "Places"), "Kursk")
    assert "7 days: 3," in plain(reply.html)
    for label in ("Only high", "Daily", "18:00", "Kinds: all", "Denial", "Dispute", "Done"):
        reply = talk.press(reply, label)
        assert reply.edit
    said = plain(reply.html)
    assert (
        "claims about Kursk: only changes of high severity, once a day at 18:00; "
        "only of these kinds: denial, dispute." in said
    )
    assert "7 days: 1," in said
    ticked = {one.label for one in labels(reply) if one.label.startswith("✓")}
    assert ticked == {"✓ Only high", "✓ Daily 18:00", "✓ 18:00"}
    talk.press(reply, "Follow")
    [one] = of(ledger)
    assert (one.least, one.cadence, one.digest_hour) == (Severity.HIGH, Cadence.DAILY, 18)
    assert one.kinds == {Kind.DENIAL, Kind.DISPUTE_OPENED}


def test_kinds_are_taken_away_as_they_are_added(talk: Talk) -> None:
    """A second tap undoes the first; all is all again."""
    reply = talk.press(talk.press(begin(talk), "Everything"), "Kinds: all")
    one = talk.press(reply, "Denial")
    assert [it.label for it in labels(one) if "✓" in it.label] == ["✓ Denial"]
    none = talk.press(one, "✓ Denial")
    assert [it.label for it in labels(none) if "✓" in it.label] == ["✓ All kinds"]
    assert "Kinds: 1" in str(labels(talk.press(one, "Done")))


def test_the_first_step_leaves_the_message_that_led_to_it(talk: Talk) -> None:
    """Later steps take each other's place; going back keeps what was chosen."""
    topics = begin(talk)
    assert not topics.edit
    look = talk.press(talk.press(topics, "Places"), "Kursk")
    narrower = talk.press(look, "Narrow")
    assert narrower.edit
    assert not any("Places" in one.label for one in labels(narrower))
    assert plain(talk.press(narrower, "◀").html) == plain(look.html)
    assert plain(talk.press(look, "◀ Topics").html) == plain(topics.html)


def test_who_follows_everything_may_follow_less_instead(ledger: Store, talk: Talk) -> None:
    """Or something beside it, at another pace."""
    bare = talk.say("/subscribe")
    look = talk.press(talk.press(bare, "Places"), "Belgorod")
    talk.press(look, "Follow this too")
    assert [one.place for one in of(ledger)] == [None, "belgorod"]
    look = talk.press(talk.press(bare, "Claimants"), "Russia")
    talk.press(look, "Follow only this")
    assert [(one.place, one.actor) for one in of(ledger)] == [("belgorod", None), (None, "Russia")]


def test_following_the_same_again_changes_it(ledger: Store, talk: Talk) -> None:
    """One wish is one subscription, also with other kinds."""
    look = talk.press(talk.press(begin(talk), "Places"), "Kursk")
    talk.press(look, "Follow")
    talk.press(talk.press(talk.press(talk.press(look, "Kinds"), "Denial"), "Done"), "Follow")
    [one] = of(ledger)
    assert one.kinds == {Kind.DENIAL}


def test_the_dialogue_keeps_to_the_limit_of_subscriptions(ledger: Store, talk: Talk) -> None:
    """The fifty-first is refused in its place."""
    look = talk.press(talk.press(begin(talk), "Places"), "Kursk")
    with ledger.begin() as tx:
        for number in range(50):
            tx.subscriptions.add(Subscription(0, CHAT, words=f"town{number}"))
    refused = talk.press(look, "Follow")
    assert "follows 50 things already, which is the most" in plain(refused.html)


def test_topics_and_names_are_turned_page_by_page(ledger: Store, talk: Talk) -> None:
    """Whatever there is, a page fits a phone."""
    reply = begin(talk)
    assert len(labels(reply)) <= 12
    assert not any("Page" in one.label for one in labels(talk.press(reply, "Claimants")))


@pytest.mark.parametrize(
    "command",
    ["look xx", "look mo99 place:kursk", "nowhere mo8", "look mo8.zz", "follow zz9 place:kursk"],
)
def test_a_step_that_nobody_makes_any_more_is_out_of_date(
    ledger: Store, talk: Talk, command: str
) -> None:
    """One sentence, and nothing is followed."""
    reply = talk.ask("subscribe", f"choose {command}", pressed=True)
    assert "out of date" in plain(reply.html)
    assert of(ledger) == []


def test_a_topic_that_the_ledger_no_longer_has_can_still_be_chosen(talk: Talk) -> None:
    """An old button says so, and what is followed is heard of if it comes back."""
    look = talk.ask("subscribe", "choose look mo8 topic:control:kursk-of-old", pressed=True)
    assert "The ledger has nothing on this yet" in plain(look.html)
    assert "Control of Kursk of Old" in plain(talk.press(look, "Follow").html)


def test_typed_the_dialogues_verb_is_a_word(ledger: Store, talk: Talk) -> None:
    """Nobody who follows "choose life" falls into a menu."""
    assert "mention “choose life”" in talk.read("/subscribe choose life")


def test_an_existing_subscription_is_changed_by_the_same_buttons(
    ledger: Store, talk: Talk
) -> None:
    """From /subscriptions: kinds, week and hour."""
    talk.say("/subscribe kursk")
    detail = talk.press(talk.say("/subscriptions"), "Change 1")
    kinds = talk.press(talk.press(detail, "Kinds: all"), "Reversal")
    assert "only of these kinds: reversal" in plain(kinds.html)
    assert kinds.edit
    weekly = talk.press(talk.press(kinds, "Done"), "Mondays")
    weekly = talk.press(weekly, "21:00")
    assert "on Mondays at 21:00" in plain(weekly.html)
    [one] = of(ledger)
    assert one.kinds == {Kind.REVERSAL}
    assert (one.cadence, one.digest_hour) == (Cadence.WEEKLY, 21)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("kursk kinds:denial,reversals", Options(kinds=frozenset({Kind.DENIAL, Kind.REVERSAL}))),
        ("kursk kinds:all", Options(kinds=frozenset())),
        ("kursk weekly 9", Options(cadence=Cadence.WEEKLY, hour=9)),
        ("kursk low kinds:dispute-opened hourly",
         Options(Severity.LOW, Cadence.HOURLY, kinds=frozenset({Kind.DISPUTE_OPENED}))),
    ],
)  # fmt: skip
def test_kinds_and_weeks_can_be_typed(text: str, how: Options) -> None:
    """Whoever has no buttons has words."""
    assert options(text) == ("kursk", how)
    assert options(f"kursk {written(how)}") == ("kursk", how)
    assert options("kursk kinds:zebra") == ("kursk kinds:zebra", Options())


@pytest.mark.parametrize("kinds", [frozenset(), frozenset(KINDS), frozenset(KINDS[3:5])])
@pytest.mark.parametrize("cadence", list(Cadence))
@pytest.mark.parametrize("least", list(Severity))
def test_a_manner_goes_into_a_button_and_comes_out_the_same(
    least: Severity, cadence: Cadence, kinds: frozenset[Kind]
) -> None:
    """In at most eight signs."""
    one = Subscription(0, CHAT, least=least, cadence=cadence, digest_hour=23, kinds=kinds)
    assert len(coded(one)) <= 8
    how = decoded(coded(one))
    assert how is not None
    assert applied(Subscription(0, CHAT), how) == one


def test_every_kind_of_change_can_be_chosen() -> None:
    """A new kind has to find its place in the menu."""
    assert set(KINDS) == set(Kind)
