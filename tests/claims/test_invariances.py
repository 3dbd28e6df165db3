"""Does the comparison stay the same where nothing that matters differs?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.compare import decide
from claims.model import Aspect, Change, Claim, Kind, Severity, Temporal
from tests.fakes.claims import Ledger, claim, moment_of
from tests.fakes.stories import START, lines, stories


def replay(articles: Sequence[Sequence[Claim]], ledger: Ledger | None = None) -> list[Change]:
    """Take articles in as the ledger would, the first as the baseline, and give the alerts."""
    ledger = ledger or Ledger()
    told = [ledger.take(article).changes for article in articles]
    return [change for changes in told[1:] for change in changes]


def brief(changes: Sequence[Change]) -> Counter[tuple[str, ...]]:
    """Count alerts by what they say."""
    return Counter((each.article, each.topic, each.claimant.actor, each.kind) for each in changes)


def copied(article: Sequence[Claim], name: str) -> list[Claim]:
    """Let another outlet carry the same words in the same hour."""
    return [
        replace(each, id=f"{name}{each.id}", article=f"{name}{each.article}") for each in article
    ]


@settings(max_examples=60, deadline=None)
@given(stories())
def test_copies_of_every_article_add_no_alert(articles: list[list[Claim]]) -> None:
    """A text that comes twice is told once."""
    doubled = [each for article in articles for each in (article, copied(article, "copy-"))]
    assert brief(replay(doubled)) == brief(replay(articles))


@settings(max_examples=60, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_on_file_does_not_matter(
    articles: list[list[Claim]], chance: random.Random
) -> None:
    """The ledger may give positions in any order, and after any restart."""
    ledger = Ledger()
    for article in articles:
        standing = ledger.positions(each.topic for each in article)
        shuffled = chance.sample(standing, len(standing))
        assert decide(standing, article) == decide(shuffled, article)
        ledger.take(article)


@settings(max_examples=60, deadline=None)
@given(stories(), st.lists(lines(), min_size=1, max_size=5))
def test_an_old_article_that_arrives_late_only_opens_what_was_unknown(
    articles: list[list[Claim]], old: list[str]
) -> None:
    """It reverses, revises, confirms and closes nothing that is on file, and is marked late."""
    ledger = Ledger()
    replay(articles, ledger)
    known = {each.topic for each in ledger.filed if fit(each)}
    late = [claim(line, "old", "2024-04-01", number) for number, line in enumerate(old, 1)]
    for change in ledger.take(late).changes:
        assert change.kind is not Kind.REVERSAL
        if ledger.latest and ledger.latest > moment_of(START):
            assert change.late
            assert change.severity is Severity.LOW
        if change.topic in known:
            assert change.kind in {Kind.NEW_TOPIC, Kind.DENIAL, Kind.DISPUTE_OPENED}


def fit(each: Claim) -> bool:
    """Whether a claim takes a position that lasts."""
    return (
        not each.background
        and each.temporal is not Temporal.PAST
        and each.aspect is not Aspect.ASSESSMENT
    )


@settings(max_examples=60, deadline=None)
@given(stories(), st.lists(lines(), min_size=1, max_size=4))
def test_a_late_article_leaves_later_alerts_as_they_were(
    articles: list[list[Claim]], old: list[str]
) -> None:
    """After it, no reversal is told that would not have been told without it."""
    late = [claim(line, "old", "2024-04-01", number) for number, line in enumerate(old, 1)]
    half = len(articles) // 2
    before = brief(replay(articles))
    after = brief(replay([*articles[:half], late, *articles[half:]])) if half else before
    reversals = {each for each in after if each[3] is Kind.REVERSAL and each[0] != "old"}
    told = {each[:3] for each in before}
    denied_then = {each.topic for each in late}
    assert all(each[:3] in told or each[1] in denied_then for each in reversals)


@settings(max_examples=60, deadline=None)
@given(stories())
def test_one_article_tells_a_claimant_s_news_on_a_proposition_once(
    articles: list[list[Claim]],
) -> None:
    """No two alerts of one article share claimant, topic, kind and value; no id comes twice."""
    changes = replay(articles)
    keys = Counter(
        (
            each.article,
            each.topic,
            each.claimant.actor,
            each.kind,
            each.after.value,
            each.after.quantity,
        )
        for each in changes
    )
    assert not [key for key, count in keys.items() if count > 1]
    assert len({each.id for each in changes}) == len(changes)


@settings(max_examples=60, deadline=None)
@given(stories())
def test_every_claim_gets_a_verdict_and_every_change_its_reason(
    articles: list[list[Claim]],
) -> None:
    """Nothing is left unexplained."""
    ledger = Ledger()
    for article in articles:
        decision = ledger.take(article)
        assert [each.claim for each in decision.verdicts] == [each.id for each in article]
        assert all(each.reason for each in decision.verdicts)
        assert {each.change for each in decision.verdicts if each.change} == {
            each.id for each in decision.changes
        }


@settings(max_examples=60, deadline=None)
@given(stories(), stories())
def test_stories_that_share_no_topic_share_nothing(
    one: list[list[Claim]], other: list[list[Claim]]
) -> None:
    """Another story on file neither adds nor takes away an alert."""
    foreign = [elsewhere(each) for article in other for each in article]
    ledger = Ledger()
    for article in one:
        standing = ledger.positions(each.topic for each in article)
        beside = decide([*foreign, *standing, *foreign], article, latest=ledger.latest)
        assert beside == ledger.take(article)


def elsewhere(each: Claim) -> Claim:
    """Move a claim to another part of the world."""
    return replace(
        each, id=f"x{each.id}", article=f"x{each.article}", topic=f"{each.topic}-far-away"
    )


@settings(max_examples=60, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_a_shuffle_within_an_hour_tells_no_topic_that_was_not_told(
    articles: list[list[Claim]], chance: random.Random
) -> None:
    """Articles of one hour in another order alert on the same topics, or on fewer."""
    hours = [[copied(article, "b-"), article] for article in articles[1:]]
    for pair in hours:
        chance.shuffle(pair)
    shuffled = [*articles[:1], *(article for pair in hours for article in pair)]
    topics = {(each.topic, each.kind) for each in replay(shuffled)}
    assert topics == {(each.topic, each.kind) for each in replay(articles)}


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12)), max_size=5
    )
)
def test_any_words_at_all_are_compared_without_an_error(words: list[tuple[str, str, str]]) -> None:
    """Slugs, values and dates may be anything."""
    odd = [
        replace(
            claim("Alpha asserts control:ridge contested", number=number),
            topic=topic, value=value, as_of=as_of,
        )
        for number, (topic, value, as_of) in enumerate(words)
    ]  # fmt: skip
    decision = decide(odd, [replace(each, id=f"n{each.id}", article="a2") for each in odd])
    assert len(decision.verdicts) == len(odd)
