"""What waited is told as it stands when it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.html import plain
from alerts.render import render
from alerts.standing import as_it_stands
from claims.model import Kind, Stance
from storage.records import Chat, Told
from tests.fakes.news import NOON, claim, quantity, told

FERRY = {"topic": "casualties:ferry", "value": "killed", "stance": Stance.ASSERTS}
KURSK = "control:kursk"


def in_order(*changes: Told) -> list[Told]:
    """Give changes detected one after another."""
    return [
        replace(one, detected_at=NOON + timedelta(minutes=index))
        for index, one in enumerate(changes)
    ]


def toll(number: int, article: str) -> dict[str, object]:
    """Name a claim with a toll."""
    return {"quantity": quantity(number, number, "killed"), "article": article, **FERRY}


def test_what_stands_is_told_as_it_is() -> None:
    """Changes of several claimants and topics do not touch each other."""
    changes = in_order(
        told(),
        told(Kind.DENIAL, claim("Ukraine", "denies", "russia-full-control", KURSK)),
        told(Kind.STATUS_CHANGED, claim("Ukraine", "asserts", "ukraine-holds-positions", KURSK)),
    )
    assert as_it_stands(changes, []).tell == tuple(changes)


def test_a_figure_that_was_revised_twice_is_told_once() -> None:
    """From 17 to 31 and on to 44 is told as from 17 to 44."""
    first, second, third = (claim("Indonesia", **toll(n, f"a{n}")) for n in (17, 31, 44))
    changes = in_order(
        told(Kind.QUANTITY_REVISED, second, first), told(Kind.QUANTITY_REVISED, third, second)
    )
    (tell, drop) = as_it_stands(changes, [])
    (one,) = tell
    assert one.change.before == changes[0].change.before
    assert one.change.after == changes[1].change.after
    assert one.change.code == changes[1].change.code
    assert drop == {changes[0].change.id: f"told with {one.change.code}"}


def test_what_was_taken_back_before_it_was_told_is_not_told() -> None:
    """From 17 to 31 and back to 17 is no news to somebody who heard of neither."""
    first, second = claim("Indonesia", **toll(17, "a")), claim("Indonesia", **toll(31, "b"))
    back = claim("Indonesia", **toll(17, "c"))
    changes = in_order(
        told(Kind.QUANTITY_REVISED, second, first), told(Kind.QUANTITY_REVISED, back, second)
    )
    tell, drop = as_it_stands(changes, [])
    assert tell == ()
    assert set(drop) == {one.change.id for one in changes}


def test_a_reversal_tells_its_own_history() -> None:
    """Confirmed and then denied is told as the reversal, which names what stood before."""
    confirms = claim("Russia", "confirms", "fighting")
    denies = claim("Russia", "denies", "fighting", article="article-2")
    changes = in_order(told(), told(Kind.REVERSAL, denies, confirms))
    (one,) = as_it_stands(changes, []).tell
    assert one.change is changes[1].change
    assert [earlier.change for earlier in one.history] == [changes[0].change]


def test_what_the_claimant_no_longer_says_is_dropped() -> None:
    """A newer claim of the same claimant that says otherwise ends what was to be told."""
    later = {"article": "article-2", "as_of": "2025-04-27"}
    for newer in (
        claim("Russia", "denies", "fighting", **later),
        claim("Russia", "asserts", "withdrawn", **later),
    ):
        tell, drop = as_it_stands([told()], [newer])
        assert tell == ()
        assert "no longer stands" in next(iter(drop.values()))
    figure = told(Kind.NEW_TOPIC, claim("Indonesia", **toll(17, "a")))
    raised = claim("Indonesia", as_of="2025-04-27", **toll(31, "b"))
    assert as_it_stands([figure], [raised]).tell == ()


def test_what_does_not_contradict_leaves_it_standing() -> None:
    """An older claim, another claimant, the same words again, a claim without position."""
    again = claim("Russia", "confirms", "deployed", article="x", as_of="2025-04-27")
    older = claim("Russia", "denies", "fighting", article="x", as_of="2025-04-25")
    silent = claim("Russia", "does_not_confirm", "fighting", article="x", as_of="2025-04-27")
    other = claim("Ukraine", "denies", "fighting", article="x", as_of="2025-04-27")
    undated = claim("Russia", "denies", "fighting", article="x", published_at=None)
    same_day = claim("Russia", "denies", "fighting", article="x")
    for claims in ([again], [older], [silent], [other], [undated], [same_day], [told().claim]):
        assert len(as_it_stands([told()], claims).tell) == 1


def test_a_story_that_flaps_is_told_once_with_its_history() -> None:
    """From confirming to denying and back to something else: the last, and the way to it."""
    first = claim("Russia", "confirms", "fighting")
    second = claim("Russia", "denies", "fighting", article="article-2")
    third = claim("Russia", "asserts", "withdrawn", article="article-3")
    changes = in_order(
        told(), told(Kind.REVERSAL, second, first), told(Kind.REVERSAL, third, second)
    )
    (one,) = as_it_stands(changes, []).tell
    assert one.change is changes[2].change
    assert [earlier.change for earlier in one.history] == [one.change for one in changes[:2]]
    assert all(earlier.history == () for earlier in one.history)
    (html,) = render([one], Chat(1))
    way = plain(html).partition("Meanwhile: ")[2].partition("\n")[0]
    assert "fighting in Kursk" in way
    assert "12:01" in way
    assert "Meanwhile" not in render([told()], Chat(1))[0]
