"""Can a chat say what it wants to hear of, see it, change it and stop it?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.html import plain
from claims.model import Severity
from handlers.model import SUBSCRIPTIONS
from handlers.slugs import payload
from storage.records import Cadence, Subscription, Wanted
from storage.store import Store
from tests.handlers.conftest import NOW, TROOPS
from tests.handlers.talk import CHAT, Talk, labels


def of(store: Store, chat: int = CHAT) -> list[Subscription]:
    """Give what a chat follows."""
    with store.read() as tx:
        return tx.subscriptions.of(chat)


def test_a_bare_subscribe_follows_everything_at_once_and_says_so(
    ledger: Store, talk: Talk
) -> None:
    """Medium and above, now; with buttons that narrow it."""
    reply = talk.say("/subscribe")
    [one] = of(ledger)
    assert (one.topic, one.place, one.actor, one.words, one.frame) == (None,) * 5
    assert (one.least, one.cadence) == (Severity.MEDIUM, Cadence.AT_ONCE)
    assert "You now follow everything: changes of medium and high severity, at once." in plain(
        reply.html
    )
    talk.press(reply, "Only high")
    assert of(ledger)[0].least is Severity.HIGH


def test_everything_can_be_narrowed_to_a_topic(ledger: Store, talk: Talk) -> None:
    """The narrower wish takes the place of everything."""
    reply = talk.say("/subscribe")
    talk.press(reply, "Only: Control of Kursk")
    assert [one.topic for one in of(ledger)] == ["control:kursk"]


def test_subscribing_shows_what_would_have_come(talk: Talk) -> None:
    """A count and up to two examples of the last seven days, the severe first."""
    text = talk.read("/subscribe")
    assert "Such changes in the last 7 days: 4, for example:" in text
    assert text.count("•") == 2
    assert "… and 2 more" in text
    assert "7 days: 5," in talk.read("/subscribe all")
    assert "7 days: 1," in talk.read("/subscribe control of kursk")
    later = talk.as_(now=talk.now + timedelta(days=30))
    assert "Such changes in the last 7 days: none." in later.read("/subscribe kursk")


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("control of kursk", {"topic": "control:kursk"}),
        (TROOPS, {"topic": TROOPS}),
        ("Kursk", {"place": "kursk"}),
        ("russia", {"actor": "Russia"}),
        ("death toll", {"frame": "casualties"}),
        ("gerasimov", {"words": "gerasimov"}),
        ("kursk high", {"place": "kursk", "least": Severity.HIGH}),
        ("kursk all", {"place": "kursk", "least": Severity.LOW}),
        ("kursk hourly", {"place": "kursk", "cadence": Cadence.HOURLY}),
        ("kursk daily 18", {"cadence": Cadence.DAILY, "digest_hour": 18}),
    ],
)
def test_words_and_options_become_a_subscription(
    ledger: Store, talk: Talk, words: str, fields: dict[str, object]
) -> None:
    """What was understood is what is kept."""
    talk.say(f"/subscribe {words}")
    [one] = of(ledger)
    assert {name: getattr(one, name) for name in fields} == fields


def test_a_wish_that_the_ledger_does_not_know_is_kept_with_a_word_of_doubt(
    ledger: Store, talk: Talk, empty: Talk
) -> None:
    """News may come; until then near topics are offered."""
    reply = talk.say("/subscribe taiwan strait")
    assert "The ledger has nothing on this yet" in plain(reply.html)
    assert any(one.label.startswith("Follow:") for one in labels(reply))
    assert of(ledger)[0].words == "taiwan strait"
    assert "The ledger has nothing on this yet" in empty.read("/subscribe kursk")
    assert "nothing on this yet" not in talk.read("/subscribe gerasimov")


def test_words_are_kept_in_the_spelling_that_the_ledger_knows(
    ledger: Store, talk: Talk, empty: Talk
) -> None:
    """Alerts look for what articles write; without a hint, for what was typed."""
    talk.say("/subscribe zelenskiy")
    assert "zelensky".startswith(of(ledger)[0].words or "?")
    assert "mention “kiev”" in empty.read("/subscribe kiev")


@pytest.mark.parametrize("words", ["<b>x</b>", "😀" * 4000, "x y z a b c d e f g", "?!", "{0}"])
def test_what_is_no_wish_gets_the_usage(ledger: Store, talk: Talk, words: str) -> None:
    """Junk follows nothing."""
    assert "Example" in talk.read(f"/subscribe {words}") or "/subscribe kursk high" in talk.read(
        f"/subscribe {words}"
    )
    assert of(ledger) == []


def test_the_same_wish_again_changes_how_it_comes(ledger: Store, talk: Talk) -> None:
    """No second row; options that are given take effect, the others stay."""
    talk.say("/subscribe kursk high")
    assert "You already follow claims about Kursk" in talk.read("/subscribe kursk")
    assert "You now follow claims about Kursk" in talk.read("/subscribe kursk daily 7")
    [one] = of(ledger)
    assert (one.least, one.cadence, one.digest_hour) == (Severity.HIGH, Cadence.DAILY, 7)


def test_a_chat_follows_fifty_things_at_most(ledger: Store, talk: Talk) -> None:
    """The fifty-first is refused in a sentence; changing one of the fifty is not."""
    talk.say("/help")
    with ledger.begin() as tx:
        for number in range(SUBSCRIPTIONS):
            tx.subscriptions.add(Subscription(0, CHAT, words=f"town{number}"))
    assert "which is the most" in talk.read("/subscribe another")
    assert "You now follow" in talk.read("/subscribe town3 high")
    assert len(of(ledger)) == SUBSCRIPTIONS
    fewer = talk.as_(most=3)
    assert "follows 50 things already" in fewer.read("/subscribe another")
    assert "Page 2 of 5" in labels(talk.say("/subscriptions"))[-2].label


def test_a_deep_link_follows_its_topic(ledger: Store, talk: Talk) -> None:
    """The payload names a topic of the ledger; an unknown one follows nothing."""
    assert "You now follow North Korean troops in Kursk" in talk.read(f"/start {payload(TROOPS)}")
    assert "does not know" in talk.read("/start t_nowhere")
    assert "who claims what" in talk.read("/start something-else")
    assert [one.topic for one in of(ledger)] == [TROOPS]


def test_subscriptions_show_each_with_its_manner_and_its_buttons(
    ledger: Store, talk: Talk
) -> None:
    """Change and stop are a tap away, and take effect."""
    talk.say("/subscribe kursk")
    talk.say("/subscribe russia hourly")
    listed = talk.say("/subscriptions")
    text = plain(listed.html)
    assert "1. claims about Kursk\nchanges of medium and high severity, at once" in text
    assert (
        "2. claims by or about Russia\nchanges of medium and high severity, once an hour" in text
    )
    detail = talk.press(listed, "Change 2")
    assert detail.edit
    daily = talk.press(detail, "Daily 8:00")
    assert "once a day at 8:00" in plain(daily.html)
    muted = talk.press(daily, "Mute 1 day")
    assert "muted until 30 April 2025" in plain(muted.html)
    assert "muted" not in plain(talk.press(muted, "Unmute").html)
    talk.press(listed, "Stop 1")
    assert [one.actor for one in of(ledger)] == ["Russia"]


def test_subscriptions_are_changed_by_typing_too(ledger: Store, talk: Talk) -> None:
    """Number and change; anything else is answered with the usage."""
    talk.say("/subscribe kursk")
    assert "only changes of high severity" in talk.read("/subscriptions 1 high")
    assert "muted until" in talk.read("/subscriptions 1 mute 3h")
    assert "I do not know the change “blue”" in talk.read("/subscriptions 1 blue")
    assert "There is no subscription “9”" in talk.read("/subscriptions 9 high")
    assert of(ledger)[0].least is Severity.HIGH


@pytest.mark.parametrize("command", ["/subscriptions", "/subscriptions 1", "/unsubscribe kursk"])
def test_who_follows_nothing_is_told_how_to_begin(talk: Talk, command: str) -> None:
    """The next step is named."""
    assert "/subscribe" in talk.read(command)


def test_unsubscribing_by_words_number_or_choice(ledger: Store, talk: Talk) -> None:
    """One match stops at once; several, or none, are offered as buttons."""
    for words in ("kursk", "control of kursk", "russia", "belgorod"):
        talk.say(f"/subscribe {words}")
    assert "no longer follow claims by or about Russia" in talk.read("/unsubscribe Russian")
    assert "no longer follow claims about Kursk" in talk.read("/unsubscribe 1")
    which = talk.say("/unsubscribe atlantis")
    assert "nothing like “atlantis”" in plain(which.html)
    stopped = talk.press(which, "Stop 2")
    assert "no longer follow claims about Belgorod" in plain(stopped.html)
    assert "You now follow claims about Belgorod" in plain(
        talk.press(stopped, "Follow again").html
    )
    assert len(of(ledger)) == 2


def test_a_bare_unsubscribe_stops_the_only_one_or_asks(ledger: Store, talk: Talk) -> None:
    """With one there is no question."""
    talk.say("/subscribe kursk")
    talk.say("/subscribe russia")
    assert "Which one shall I stop?" in talk.read("/unsubscribe")
    talk.say("/unsubscribe 1")
    assert "You no longer follow" in talk.read("/unsubscribe")
    assert of(ledger) == []


def test_stopping_everything_is_confirmed_first(ledger: Store, talk: Talk) -> None:
    """One tap too many stops nothing."""
    talk.say("/subscribe kursk")
    talk.say("/subscribe russia")
    asked = talk.say("/unsubscribe all")
    assert len(of(ledger)) == 2
    assert "Stopped: 2" in plain(talk.press(asked, "Yes").html)
    assert of(ledger) == []


def test_a_stale_button_stops_nothing_else(ledger: Store, talk: Talk) -> None:
    """A button of a stopped subscription does not hit the one that took its number."""
    old = talk.say("/subscribe kursk")
    talk.press(old, "Stop this")
    talk.say("/subscribe russia")
    assert "stopped already" in plain(talk.press(old, "Stop this").html)
    assert "There is no subscription" in plain(talk.press(old, "Only high").html)
    assert of(ledger)[0].actor == "Russia"


def test_a_thread_keeps_its_own_subscriptions(ledger: Store, talk: Talk) -> None:
    """What is followed in a forum thread is listed, changed and stopped there."""
    thread = talk.as_(chat_kind="supergroup", thread=5)
    talk.say("/subscribe kursk")
    thread.say("/subscribe russia")
    assert "Kursk" not in thread.read("/subscriptions")
    thread.say("/unsubscribe all yes")
    assert [one.place for one in of(ledger)] == ["kursk"]


def test_chats_do_not_see_or_touch_each_other(ledger: Store, talk: Talk) -> None:
    """Numbers and buttons mean the own list only."""
    other = talk.as_(chat=200)
    mine = talk.say("/subscribe kursk")
    assert "follows nothing" in other.read("/subscriptions")
    other.say("/subscribe russia")
    other.press(mine, "Stop this")
    other.say("/unsubscribe all yes")
    assert len(of(ledger)) == 1


def test_who_writes_is_written_to_again(ledger: Store, talk: Talk) -> None:
    """A resting chat wakes when somebody there asks something."""
    talk.say("/subscribe kursk")
    with ledger.begin() as tx:
        tx.chats.rest(CHAT, "blocked")
    talk.say("/start")
    with ledger.read() as tx:
        chat = tx.chats.get(CHAT)
    assert chat is not None
    assert chat.resting is None


def test_what_waits_is_given_up_with_the_wish_that_called_it(ledger: Store, talk: Talk) -> None:
    """Also what was muted for a while and would be due after it; what else is followed stays."""
    talk.say("/subscribe kursk")
    talk.say("/subscribe casualties daily 8")
    with ledger.begin() as tx:
        ids = {
            one.change.topic: one.change.id for one in tx.changes.since(NOW - timedelta(days=90))
        }
        later = talk.now + timedelta(days=2)
        wanted = [
            Wanted(ids[topic], CHAT, None, later) for topic in (TROOPS, "casualties:ukraine")
        ]
        assert tx.outbox.put(wanted) == 2
    talk.say("/mute casualties ukraine 1h")
    assert waiting(ledger) == {TROOPS}
    talk.say("/unsubscribe kursk")
    assert waiting(ledger) == set()


def waiting(store: Store) -> set[str]:
    """Give the topics of what waits for the chat."""
    with store.read() as tx:
        due = tx.outbox.due_for(CHAT)
        return {one.change.topic for one in tx.changes.told_all([row.change for row in due])}


def test_a_weekly_digest_is_offered_typed_and_pressed(ledger: Store, talk: Talk) -> None:
    """For one subscription, for a new one, and for all that a chat follows."""
    talk.say("/subscribe kursk weekly 9")
    assert (of(ledger)[0].cadence, of(ledger)[0].digest_hour) == (Cadence.WEEKLY, 9)
    assert "once a week, on Mondays at 9:00" in talk.read("/subscriptions")
    reply = talk.press(talk.say("/subscriptions 1"), "At once")
    assert of(ledger)[0].cadence is Cadence.AT_ONCE
    reply = talk.press(reply, "Mondays 9:00")
    assert (of(ledger)[0].cadence, of(ledger)[0].digest_hour) == (Cadence.WEEKLY, 9)
    talk.press(reply, "8:00")
    assert (of(ledger)[0].cadence, of(ledger)[0].digest_hour) == (Cadence.WEEKLY, 8)
    talk.say("/subscribe casualties")
    assert "not all alike" in talk.read("/settings")
    assert "Alerts come: once a day at 7:00" in talk.read("/settings daily 7")
    assert {one.cadence for one in of(ledger)} == {Cadence.DAILY}
    talk.press(talk.say("/settings"), "Mondays 8:00")
    assert {(one.cadence, one.digest_hour) for one in of(ledger)} == {(Cadence.WEEKLY, 8)}
    assert "follows nothing yet" in talk.as_(chat=555).read("/settings weekly")
