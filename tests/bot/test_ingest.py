"""The desk: one article, one transaction, and whom it tells."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ingest import Desk, Intake
from bot.replay import replay
from claims.model import Article, Kind, Quantity, Reading, Stance
from storage.errors import StorageError
from storage.records import Subscription
from storage.store import Store
from tests.fakes.store import NOW, a_claim, an_article

STORY = (
    "The army said on Friday that it had taken the town of Sudzha after a week of fighting in "
    "which both sides lost many vehicles, and that its engineers were clearing mines from the "
    "roads that lead to the border while residents waited for buses in the next district, where "
    "the governor had opened two schools and a sports hall for those who could not go home yet."
)
LATER = NOW + timedelta(hours=2)


def reading(article: str, text: str = "", *claims: str, **fields: object) -> Reading:
    """Build the reading of an article in which actors assert Russia's full control of Kursk."""
    return Reading(
        an_article(article, text=text or f"The report {article}.", published_at=NOW),
        tuple(
            a_claim(f"{article}-{number}", actor, **fields) for number, actor in enumerate(claims)
        ),
    )


@pytest.fixture
def desk(store: Store) -> Desk:
    """Give a desk with one chat that follows everything."""
    with store.begin() as tx:
        tx.chats.ensure(100, "private", "en", NOW)
        tx.subscriptions.add(Subscription(id=0, chat=100))
    return Desk(store)


def waiting(store: Store) -> int:
    """Count the deliveries in the outbox."""
    with store.read() as tx:
        return sum(tx.outbox.counts().values())


def test_a_new_claim_is_filed_with_its_change_and_its_delivery(desk: Desk, store: Store) -> None:
    """One transaction holds article, claim, change and delivery."""
    taken = desk.take(reading("a", "", "Russia"), Intake(), NOW)
    assert [change.kind for change in taken.changes] == [Kind.NEW_TOPIC]
    assert waiting(store) == 1


def test_the_same_article_again_changes_nothing(desk: Desk, store: Store) -> None:
    """A retry, or a second feed, finds it on file."""
    desk.take(reading("a", "", "Russia"), Intake(), NOW)
    assert desk.take(reading("a", "", "Russia"), Intake(), LATER).known
    assert waiting(store) == 1


def test_a_baseline_fills_the_ledger_and_raises_nothing(desk: Desk, store: Store) -> None:
    """Its claims stand, and the next article is compared with them."""
    assert desk.take(reading("a", "", "Russia"), Intake(baseline=True), NOW).changes == ()
    denial = reading("b", "", "Ukraine", stance=Stance.DENIES)
    taken = desk.take(denial, Intake(), LATER)
    assert [change.kind for change in taken.changes] == [Kind.DISPUTE_OPENED]


def test_a_quiet_intake_files_the_change_and_tells_nobody(desk: Desk, store: Store) -> None:
    """The first poll of a feed is for the ledger alone."""
    assert desk.take(reading("a", "", "Russia"), Intake(announce=False), NOW).changes
    assert waiting(store) == 0


def test_an_old_article_tells_nobody(desk: Desk, store: Store) -> None:
    """What was published longer ago than the limit is filed and not told."""
    intake = Intake(max_age=timedelta(hours=72))
    desk.take(reading("a", "", "Russia"), intake, NOW + timedelta(hours=73))
    assert waiting(store) == 0
    desk.take(reading("b", "", "Ukraine", stance=Stance.DENIES), intake, NOW + timedelta(hours=71))
    assert waiting(store) == 1


def test_a_copy_is_coverage_and_no_second_voice(desk: Desk) -> None:
    """A wire story under another title raises nothing, whoever seems to speak in it."""
    desk.take(reading("a", STORY, "Russia"), Intake(), NOW)
    taken = desk.take(reading("b", "Exclusive. " + STORY, "The Copier"), Intake(), LATER)
    assert taken.copy_of == "a"
    assert taken.changes == ()


def test_a_copy_with_another_number_is_compared(desk: Desk) -> None:
    """A lightly edited story may carry news."""
    desk.take(reading("a", STORY, "Russia"), Intake(), NOW)
    edited = reading("b", STORY.replace("many", "31"), "Ukraine", stance=Stance.DENIES)
    taken = desk.take(edited, Intake(), LATER)
    assert taken.copy_of == "a"
    assert taken.changes


def test_a_second_change_within_the_window_joins_the_first(desk: Desk, store: Store) -> None:
    """Both are due when the window of the first closes, so that they make one message."""
    intake = Intake(window=timedelta(seconds=45))
    desk.take(reading("a", "", "Russia"), intake, NOW)
    later = NOW + timedelta(seconds=30)
    desk.take(reading("b", "", "Ukraine", stance=Stance.DENIES), intake, later)
    with store.begin() as tx:
        assert tx.outbox.lease(NOW + timedelta(seconds=44), 9, "me", timedelta(minutes=2)) == []
        due = tx.outbox.lease(NOW + timedelta(seconds=45), 9, "me", timedelta(minutes=2))
    assert len(due) == 2


def test_an_error_in_the_midst_leaves_nothing_behind(desk: Desk, store: Store) -> None:
    """All or nothing: an article whose claims cannot be filed is taken in again later."""
    sound = reading("a", "", "Russia", "Ukraine")
    stray = replace(sound.claims[1], article="an article that nobody filed")
    with pytest.raises(StorageError):
        desk.take(replace(sound, claims=(sound.claims[0], stray)), Intake(), NOW)
    with store.read() as tx:
        assert tx.articles.count() == 0
        assert tx.claims.count_all() == 0


def test_a_further_outlet_marks_the_alert_for_an_edit(desk: Desk, store: Store) -> None:
    """When it is the second, third, fifth …; a copy is no further voice, a new claim no edit."""
    desk.take(reading("a", "", "Russia"), Intake(), NOW)
    desk.take(reading("b", "", "Ukraine"), Intake(), LATER)
    with store.read() as tx:
        assert tx.afterwords.next(LATER + timedelta(hours=1)) is None
    again = reading("c", "", "Russia")
    elsewhere = replace(again.article, outlet="Elsewhere", url="https://elsewhere.example/c")
    desk.take(replace(again, article=elsewhere), Intake(), LATER)
    with store.begin() as tx:
        assert tx.afterwords.next(LATER) is None
        found = tx.afterwords.next(LATER + timedelta(minutes=2))
        assert found is not None
        (first,) = [one for one in tx.changes.since(NOW) if one.change.id == found[0]]
        assert first.change.article == "a"


def test_a_story_that_moves_all_the_time_is_held_back_after_the_third_change(
    desk: Desk, store: Store
) -> None:
    """A toll that is revised every two minutes: three alerts at once, the others wait for calm."""
    moments = [NOW + timedelta(minutes=2 * number) for number in range(9)]
    for number, now in enumerate(moments):
        toll = {"topic": "casualties:ferry", "slots": {"event": "ferry"}, "value": "killed"}
        figure = Quantity(20 + 10 * number, 20 + 10 * number, "killed")
        one = reading(f"a{number}", "", "Indonesia", quantity=figure, published_at=now, **toll)
        one = replace(one, article=replace(one.article, published_at=now))
        assert desk.take(one, Intake(), now).changes
    with store.read() as tx:
        due = sorted(row.not_before for row in tx.outbox.due_for(100) if row.not_before)
    assert due == moments[:3] + [moments[3] + timedelta(minutes=30)] * 6


def test_a_date_ahead_is_unknown_and_one_of_a_clock_that_is_ahead_is_not(
    desk: Desk, store: Store
) -> None:
    """2099 must not stand as the newest for ever, nor a day taken from it; 23 hours are a zone."""
    far = replace(
        reading("a", "", "Russia", as_of="2099-01-01"),
        article=an_article("a", published_at=NOW.replace(year=2099)),
    )
    taken = desk.take(far, Intake(), NOW)
    assert taken.reading.article.published_at is None
    assert [(one.published_at, one.as_of) for one in taken.claims] == [(None, None)]
    assert "its date lies in the future" in taken.reading.notes[-1]
    near = NOW + timedelta(hours=23)
    article = an_article("b", published_at=near, text="Another report.")
    desk.take(Reading(article), Intake(), NOW)
    with store.read() as tx:
        filed = {name: tx.articles.get(name) for name in ("a", "b")}
    assert [one and one.published_at for one in filed.values()] == [None, near]


def test_a_replay_reads_an_article_as_it_will_be_filed(store: Store) -> None:
    """A date ahead of the arrival is unknown before the engine dates claims by it."""
    given: list[Article] = []

    def extract(article: Article) -> Reading:
        given.append(article)
        return Reading(article)

    articles = [
        an_article("a", published_at=NOW),
        an_article("b", text="Another.", published_at=NOW.replace(year=2099), arrived_at=LATER),
    ]
    assert len(list(replay(store, articles, extract))) == 2
    assert [article.published_at for article in given] == [NOW, None]
