"""What the buttons below an alert do: mute, why, wrong; and what operators make of the last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.due import plan_of
from alerts.html import plain
from alerts.match import match
from alerts.render import buttons, render
from claims.model import Kind
from handlers.review import withdrawal
from storage.records import Chat, DeliveryState, Query, Told, Wanted
from storage.store import Store
from tests.handlers.conftest import NOW, TROOPS
from tests.handlers.talk import CHAT, Talk, labels

READERS = (CHAT, 201, 202)


@pytest.fixture
def told(ledger: Store) -> Told:
    """Give the change with which Russia confirms the troops."""
    with ledger.read() as tx:
        changes = tx.changes.since(NOW.replace(year=2000), Query(topic=TROOPS), 50)
    return next(one for one in changes if one.claim.id == "a1-3")


@pytest.fixture
def operator(talk: Talk) -> Talk:
    """Give somebody whom the settings name."""
    return talk.as_(chat=900, admin=True)


def deliver(ledger: Store, told: Told) -> None:
    """Let two chats have read a change, and a third wait for it."""
    with ledger.begin() as tx:
        for chat in READERS:
            tx.chats.ensure(chat, "private", "en", NOW)
        tx.outbox.put([Wanted(told.change.id, chat, None, NOW) for chat in READERS])
        rows = tx.outbox.of_change(told.change.id)
        tx.outbox.lease(NOW, 3, "test", timedelta(minutes=1))
        tx.outbox.sent([one.id for one in rows if one.chat != 202], "test", 5, NOW)
        tx.outbox.release("test")


def press(talk: Talk, told: Told, label: str) -> str:
    """Press a button of the alert as its reader does."""
    command = next(command for name, command in buttons([told]) if name == label)
    return talk.read(f"/{command}")


def test_an_alert_has_five_buttons_in_two_rows(ledger: Store, told: Told) -> None:
    """Two that go on reading, three on the alert itself."""
    assert [label for label, _ in buttons([told])] == [
        "Timeline", "All positions", "Mute topic", "Why this alert", "Wrong?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("span", "hours", "quiet"),
    [("1 hour", 0.9, True), ("1 hour", 1.1, False), ("1 day", 23, True), ("1 day", 25, False),
     ("For good", 24 * 4000, True)],
)  # fmt: skip
def test_a_muted_topic_is_not_heard_of(
    ledger: Store, talk: Talk, told: Told, span: str, hours: float, quiet: bool
) -> None:
    """Whatever the chat follows; after an hour, after a day, or never again."""
    talk.say("/subscribe")
    offered = talk.say(f"/mute {TROOPS}")
    done = talk.press(offered, span)
    assert done.edit
    assert "Muted: North Korean troops in Kursk" in plain(done.html)
    with ledger.read() as tx:
        chats = {CHAT: tx.chats.get(CHAT) or Chat(CHAT)}
        wishes = tx.subscriptions.active()
    later = talk.now + timedelta(hours=hours)
    wanted = match(
        [told.change], {told.claim.id: told.claim}, wishes, chats=chats, now=later,
        window=timedelta(),
    )  # fmt: skip
    assert bool(wanted) is not quiet


def test_muting_can_be_taken_back(talk: Talk) -> None:
    """The list names what is muted until when; a tap on it and another end it."""
    assert "No topic is muted here" in talk.read("/mute")
    talk.say(f"/mute {TROOPS} always")
    listed = talk.say("/mute")
    assert "North Korean troops in Kursk, for good" in plain(listed.html)
    talk.press(talk.press(listed, "North Korean troops"), "Unmute")
    assert "No topic is muted here" in talk.read("/mute")


def test_only_administrators_mute_a_group(talk: Talk) -> None:
    """Others read what is muted and change nothing."""
    member = talk.as_(chat_kind="supergroup", may_configure=False)
    assert "Only an administrator" in member.read(f"/mute {TROOPS} always")
    assert "No topic is muted here" in member.read("/mute")


def test_why_names_the_wish_the_rule_and_the_words(talk: Talk, told: Told) -> None:
    """What the chat follows, what kind of change it was and from which words it was read."""
    talk.say("/subscribe kursk")
    said = press(talk, told, "Why this alert")
    assert "claims about Kursk" in said
    assert "first confirmation" in said
    assert "Severity: high" in said
    assert "Read as a claim of this kind: troops sent or fighting." in said
    assert "acknowledging the involvement of North Korean soldiers" in said
    stranger = talk.as_(chat=555)
    assert "Nothing that this chat follows now" in press(stranger, told, "Why this alert")


@pytest.mark.parametrize("command", ["why", "wrong", "review accept", "review withdraw", "review"])
@pytest.mark.parametrize("code", ["#zzzzz", "k", "<b>", "x" * 3000, "' OR 1=1", "🙂"])
def test_unknown_codes_are_told_what_a_code_is(operator: Talk, command: str, code: str) -> None:
    """Nothing is reported, decided or shown."""
    assert "Its code stands at its end" in operator.read(f"/{command} {code}")
    assert "Nothing waits" in operator.read("/review")


def test_a_doubt_reaches_the_operators_once(talk: Talk, operator: Talk, told: Told) -> None:
    """With the reader's words and the number of readers."""
    assert "Thank you" in press(talk, told, "Wrong?")
    assert "reported" in press(talk, told, "Wrong?")
    assert "Thank you" in talk.read(f"/wrong {told.change.id} they meant <somebody> else")
    talk.as_(chat=201).say(f"/wrong {told.change.id}")
    listed = operator.read("/review")
    assert told.change.code in listed
    assert "2 reports" in listed
    assert "they meant <somebody> else" in listed


def test_readers_do_not_review(talk: Talk) -> None:
    """Not even by a command that they guessed."""
    assert "only for operators" in talk.read("/review")


def test_what_is_kept_is_off_the_list(talk: Talk, operator: Talk, told: Told) -> None:
    """Nobody is told, and who doubts it later hears that it was looked at."""
    press(talk, told, "Wrong?")
    operator.press(operator.say("/review"), f"Keep {told.change.code}")
    assert "Nothing waits" in operator.read("/review")
    assert "keep it" in press(talk.as_(chat=201), told, "Wrong?")


def test_a_withdrawal_reaches_those_who_read_the_alert(
    ledger: Store, talk: Talk, operator: Talk, told: Told
) -> None:
    """Readers get the correction, who waits gets nothing, and the claim stands no longer."""
    deliver(ledger, told)
    press(talk, told, "Wrong?")
    asked = operator.press(operator.say("/review"), f"Withdraw {told.change.code}")
    assert "2 chats that read it get a correction" in plain(asked.html)
    done = operator.press(asked, "Yes, withdraw")
    assert "2 chats get a correction" in plain(done.html)
    with ledger.read() as tx:
        correction = withdrawal(told.change)
        rows = tx.outbox.of_change(correction.id)
        assert {one.chat for one in rows} == set(READERS) - {202}
        states = {one.chat: one.state for one in tx.outbox.of_change(told.change.id)}
        assert states[202] is DeliveryState.EXPIRED
        assert tx.claims.get(told.claim.id) == told.claim
        standing = tx.claims.standing({TROOPS})
        assert told.claim.id not in {one.id for one in standing}
        corrected = tx.changes.told(correction.id)
        assert corrected
        chats = {one: Chat(one) for one in READERS}
        plan = plan_of(rows, chats, {correction.id: corrected}, standing)
    assert len(plan.jobs) == 2
    [html] = render([corrected], Chat(CHAT))
    assert "Correction by Claimwatch" in html
    assert "misread" in html
    assert correction.kind is Kind.RETRACTED


def test_what_was_withdrawn_is_shown_nowhere(
    ledger: Store, talk: Talk, operator: Talk, told: Told
) -> None:
    """Not in positions, timeline or summary; a second withdrawal does nothing."""
    operator.say(f"/review withdraw {told.change.id} yes")
    for command in (f"/claims {TROOPS}", f"/timeline {TROOPS} text"):
        assert "Russia confirms" not in talk.read(command)
    assert "Russia confirms for the first time" not in talk.read("/summary all")
    again = operator.read(f"/review withdraw {told.change.id} yes")
    assert "was withdrawn already" in again
    assert not any("Withdraw" in one.label for one in labels(operator.say("/review")))


def test_a_chat_cannot_flood_the_review(talk: Talk, told: Told) -> None:
    """So many reports a day, by however many users."""
    for user in range(30):
        said = talk.as_(user=1000 + user).read(f"/wrong {told.change.id}")
    assert "has reported a lot today" in said
