"""Which feeds are due, and what do we know of them?"""

from __future__ import annotations

from datetime import timedelta

from storage.records import Fetched
from storage.store import Store
from tests.fakes.store import NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
URL = "https://example.org/world.xml"


def test_a_new_feed_is_due_at_once_and_added_once(store: Store) -> None:
    """The same address again is the same feed; a name that is given later is taken."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW, outlet="The Example")
        again = tx.feeds.add(URL, NOW + HOUR, family="examples")
        assert (feed.id, feed.next_check_at, feed.polled) == (again.id, NOW, False)
        assert (again.outlet, again.family) == ("The Example", "examples")
        assert tx.feeds.all() == [again] == [tx.feeds.by_url(URL)] == [tx.feeds.get(feed.id)]


def test_a_leased_feed_is_not_given_out_again_until_the_lease_ends(store: Store) -> None:
    """The most overdue comes first; a lease that ran out frees the feed."""
    with store.begin() as tx:
        late = tx.feeds.add(URL, NOW - HOUR)
        tx.feeds.add(URL + "?2", NOW)
        tx.feeds.add(URL + "?3", NOW + HOUR)
        assert [feed.id for feed in tx.feeds.lease_due(NOW, 1, MINUTE)] == [late.id]
        assert [feed.id for feed in tx.feeds.lease_due(NOW, 9, MINUTE)] == [late.id + 1]
        assert tx.feeds.lease_due(NOW, 9, MINUTE) == []
        assert len(tx.feeds.lease_due(NOW + MINUTE, 9, MINUTE)) == 2
        assert tx.feeds.next_due() == NOW - HOUR


def test_a_poll_that_worked_is_noted_and_frees_the_feed(store: Store) -> None:
    """Validators are kept as received, failures are forgotten, the next check is planned."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        tx.feeds.lease_due(NOW, 1, HOUR)
        tx.feeds.failed(feed.id, NOW, "timed out", NOW)
        tx.feeds.fetched(
            feed.id,
            Fetched(
                at=NOW,
                next_check_at=NOW + MINUTE,
                etag='W/"x"',
                body_hash="b",
                new_entries=2,
                rhythm="r",
            ),
        )
        feed = tx.feeds.all()[0]
        assert (feed.etag, feed.last_modified, feed.body_hash) == ('W/"x"', None, "b")
        assert (feed.polled, feed.failures, feed.error, feed.rhythm) == (True, 0, None, "r")
        assert (feed.fetched_at, feed.changed_at) == (NOW, NOW)
        assert len(tx.feeds.lease_due(NOW + MINUTE, 1, HOUR)) == 1
        tx.feeds.fetched(feed.id, Fetched(at=NOW + HOUR, next_check_at=NOW + HOUR))
        assert tx.feeds.all()[0].changed_at == NOW


def test_failures_are_counted_with_their_reason(store: Store) -> None:
    """A feed that fails keeps its rhythm and says why."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        tx.feeds.fetched(feed.id, Fetched(at=NOW, next_check_at=NOW, rhythm="r"))
        for _ in range(2):
            tx.feeds.failed(feed.id, NOW, "no answer", NOW + HOUR)
        feed = tx.feeds.all()[0]
    assert (feed.failures, feed.error, feed.next_check_at) == (2, "no answer", NOW + HOUR)
    assert (feed.rhythm, feed.polled) == ("r", True)


def test_a_feed_that_moved_takes_its_new_address_unless_we_have_that_already(
    store: Store,
) -> None:
    """A permanent redirect changes the row, and never makes two feeds of one address."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        other = tx.feeds.add(URL + "?other", NOW)
        moved = Fetched(at=NOW, next_check_at=NOW, url=URL + "?new")
        tx.feeds.fetched(feed.id, moved)
        tx.feeds.fetched(other.id, moved)
        assert [feed.url for feed in tx.feeds.all()] == [URL + "?new", URL + "?other"]


def test_a_removed_feed_is_not_brought_back_by_a_list(store: Store) -> None:
    """It is hidden and never due; only an operator revives it, with a quiet first poll."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        tx.feeds.fetched(feed.id, Fetched(at=NOW, next_check_at=NOW))
        tx.entries.remember(feed.id, ["key"], NOW)
        assert tx.feeds.remove(feed.id)
        assert not tx.feeds.remove(feed.id)
        assert tx.feeds.add(URL, NOW, outlet="list").stopped
        assert (tx.feeds.all(), tx.feeds.get(feed.id)) == ([], None)
        assert tx.feeds.lease_due(NOW + HOUR, 9, MINUTE) == []
        assert tx.feeds.next_due() is None
        revived = tx.feeds.add(URL, NOW + HOUR, revive=True)
        assert (revived.id, revived.stopped, revived.polled) == (feed.id, False, False)
        assert tx.entries.known(feed.id, ["key"]) == set()
        assert tx.feeds.lease_due(NOW + HOUR, 9, MINUTE) == [revived]


def test_reviving_a_feed_that_runs_changes_nothing(store: Store) -> None:
    """An operator who adds a feed twice does not lose what we know of it."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        tx.feeds.fetched(feed.id, Fetched(at=NOW, next_check_at=NOW + HOUR, etag="x"))
        again = tx.feeds.add(URL, NOW, revive=True)
    assert (again.etag, again.polled, again.next_check_at) == ("x", True, NOW + HOUR)


def test_a_feed_that_is_gone_stays_listed_and_is_not_polled(store: Store) -> None:
    """410 stops a feed; the operator still sees it and why."""
    with store.begin() as tx:
        feed = tx.feeds.add(URL, NOW)
        tx.feeds.failed(feed.id, NOW, "gone for good", NOW, stopped=True)
        assert tx.feeds.lease_due(NOW + HOUR, 9, MINUTE) == []
        assert (tx.feeds.all()[0].stopped, tx.feeds.all()[0].error) == (True, "gone for good")


def test_keys_are_known_per_feed_and_remembered_once(store: Store) -> None:
    """Thousands of keys fit; another feed's key is another key."""
    keys = [f"key {number}" for number in range(2500)]
    with store.begin() as tx:
        feed, other = tx.feeds.add(URL, NOW), tx.feeds.add(URL + "?2", NOW)
        tx.entries.remember(feed.id, keys, NOW)
        tx.entries.remember(feed.id, [keys[0], keys[0]], NOW)
        tx.entries.remember(feed.id, [], NOW)
        assert tx.entries.known(feed.id, [*keys, "new", keys[0]]) == set(keys)
        assert tx.entries.known(other.id, keys) == set()
        assert tx.entries.known(feed.id, []) == set()
