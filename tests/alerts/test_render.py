"""An alert says what changed, with the words that carry it."""

from __future__ import annotations

from dataclasses import replace

from alerts.html import plain
from alerts.render import buttons, render
from claims.model import OUTLET_VOICE, Kind, Stance
from tests.fakes import news
from tests.fakes.markup import parse_html
from tests.fakes.news import article, claim, claimant, quantity, told

BEFORE = claim("Russia", Stance.DOES_NOT_CONFIRM, "deployed", as_of="2025-03-10")
GERASIMOV = claim(claimant("Russia", "Valery Gerasimov", "TASS"))
DENIAL = claim(
    "Ukraine",
    Stance.DENIES,
    "fighting",
    article="article-2",
    quote="There is nobody there but us",
)
SILENT = claim("North Korea", Stance.DOES_NOT_CONFIRM, "fighting", article="article-3")


def test_an_alert_says_all_that_a_reader_needs() -> None:
    """Headline, what stood before, quote, speaker, link, date, rivals, coverage and code."""
    change = told(Kind.FIRST_CONFIRMATION, GERASIMOV, BEFORE, rivals=(DENIAL, SILENT), coverage=3)
    (html,) = render([change], news.chat())
    assert html == (
        "<b>Russia confirms for the first time: North Korean troops are fighting in Kursk</b>\n"
        "Before (since 10 March 2025): Russia did not confirm that North Korean troops are "
        "deployed in Kursk.\n"
        f"<blockquote>{news.QUOTE}</blockquote>\n"
        '— Russia (Valery Gerasimov, via TASS) · <a href="https://news.example/article-1">'
        f"The Dong-A Ilbo</a>, 26 April 2025, 12:00 (UTC) · {change.change.code}\n\n"
        "Disputed by Ukraine (26 April 2025): <i>“There is nobody there but us”</i>\n"
        f"Not confirmed by North Korea (26 April 2025): <i>“{news.QUOTE}”</i>\n"
        "Carried by 3 independent outlets."
    )
    assert parse_html(html).dropped == 0


def test_a_dispute_shows_the_other_side() -> None:
    """What the rival holds stands below the headline as its present position."""
    rival = claim("Russia", Stance.ASSERTS, "russia-full-control", "control:kursk")
    denial = claim("Ukraine", Stance.DENIES, "russia-full-control", "control:kursk")
    (html,) = render([told(Kind.DISPUTE_OPENED, denial, rival)], news.chat())
    assert (
        "On the other side (26 April 2025): Russia says that it has full control of Kursk." in html
    )


def test_changes_of_one_topic_share_a_message() -> None:
    """Two changes of one topic have their headlines and codes, and one foot."""
    first, second = told(), told(Kind.CONFIRMATION, claim("North Korea", article="article-2"))
    messages = render([first, second], news.chat())
    assert len(messages) == 1
    assert messages[0].count("<b>") == 2
    assert first.change.code in messages[0]
    assert second.change.code in messages[0]
    assert messages[0].count("Carried by") == 1


def test_a_rival_is_shown_once_and_not_when_it_is_told_itself() -> None:
    """One position for each rival, and none of somebody whose change this very message tells."""
    other = claim("Ukraine", Stance.DENIES, "fighting", article="article-9")
    confirmed, denied = told(rivals=(DENIAL, other)), told(Kind.DENIAL, other, rivals=(claim(),))
    (html,) = render([confirmed], news.chat())
    assert html.count("Disputed by Ukraine") == 1
    (html,) = render([confirmed, denied], news.chat())
    assert "Disputed by" not in html


def test_who_agrees_is_no_rival() -> None:
    """A standing claim that fits is not shown as a dispute."""
    (html,) = render([told(rivals=(claim("West", "asserts", "deployed"),))], news.chat())
    assert "Disputed" not in html


def test_what_was_said_of_another_time_is_no_dispute() -> None:
    """Things change: an old state contradicts no news, an old denial still does."""
    news_of_today = claim("Russia", "asserts", "russia-full-control", "control:kursk")
    held = {"value": "ukraine-holds-positions", "topic": "control:kursk", "stance": "asserts"}
    for who, day, disputes in (
        ("Ukraine", "2025-04-20", True),
        ("Ukraine", "2025-04", True),
        ("Ukraine", "2025", True),
        ("Ukraine", "2025-03-10", False),
        ("Ukraine", "2024-12", False),
        (OUTLET_VOICE, "2025-04-25", False),
        (OUTLET_VOICE, "2025-04-26", True),
    ):
        rival = claim(who, as_of=day, article="x", **held)
        (html,) = render([told(Kind.STATUS_CHANGED, news_of_today, rivals=(rival,))], news.chat())
        assert ("Disputed" in html) is disputes, (who, day)
    (html,) = render([told(rivals=(replace(DENIAL, as_of="2024-12-01"),))], news.chat())
    assert "Disputed by Ukraine" in html


def test_figures_that_cannot_both_be_true_are_a_dispute() -> None:
    """Twice the official count disagrees with it, "at least 28" does not."""
    ferry = {"topic": "casualties:ferry", "value": "killed", "stance": Stance.ASSERTS}
    official = claim("Indonesia", quantity=quantity(31, 31, "killed"), **ferry)
    higher = claim("Forum", quantity=quantity(60, None, "killed"), article="x", **ferry)
    fitting = claim("Party", quantity=quantity(28, None, "killed"), article="y", **ferry)
    change = told(Kind.NEW_TOPIC, official, rivals=(higher, fitting))
    (html,) = render([change], news.chat())
    assert "Disputed by Forum" in html
    assert "Disputed by Party" not in html


def test_a_late_change_says_so() -> None:
    """What comes from an older article is marked, with its day."""
    (html,) = render([told(late=True)], news.chat())
    assert "<i>Late: from an older article, published on 26 April 2025" in html


def test_a_correction_is_the_outlets() -> None:
    """A corrected record is not told as if the claimant changed its mind."""
    ferry = {"topic": "casualties:ferry", "value": "killed", "stance": Stance.ASSERTS}
    new = claim("Indonesia", quantity=quantity(8, 8, "killed"), **ferry)
    old = claim("Indonesia", quantity=quantity(18, 18, "killed"), **ferry)
    (html,) = render([told(Kind.QUANTITY_REVISED, new, old, correction=True)], news.chat())
    assert "<b>Correction by The Dong-A Ilbo: 8 killed, not 18" in html
    assert "The outlet corrected its earlier report." in html


def test_an_article_without_outlet_is_named_by_its_host_or_title() -> None:
    """There is always something to recognise it by, and never a broken link."""
    source = article(outlet=None, url="https://www.paper.example/a")
    (html,) = render([told(source=source)], news.chat())
    assert ">paper.example</a>" in html
    source = article(outlet=None, url="javascript:x", title="A <title>")
    (html,) = render([told(source=source)], news.chat())
    assert "A &lt;title&gt;" in html
    assert "<a" not in html
    source = article(outlet=None, url="http://[", title=None, published_at=None)
    (html,) = render([told(source=source)], news.chat())
    assert "— Russia · #" in html


def test_the_outlets_own_voice_is_named() -> None:
    """Unattributed reporting is the outlet's."""
    said = claim(claimant(OUTLET_VOICE), Stance.ASSERTS, "deployed")
    (html,) = render([told(Kind.NEW_TOPIC, said)], news.chat())
    assert "<b>New: The Dong-A Ilbo reports that" in html
    assert '\n— <a href="https://news.example/article-1">The Dong-A Ilbo</a>, 26 April' in html


def test_days_are_those_of_the_readers_zone() -> None:
    """Published late in the evening in UTC is the next day in Seoul."""
    source = article(published_at=news.at("2025-04-26", 22))
    (html,) = render([told(source=source)], news.chat(timezone="Asia/Seoul"))
    assert "</a>, 27 April 2025" in html


def test_several_topics_make_a_digest() -> None:
    """A digest begins with how much there is and keeps topics apart."""
    other = claim("Russia", "asserts", "russia-full-control", "control:kursk")
    (html,) = render([told(), told(Kind.STATUS_CHANGED, other), told(late=True)], news.chat())
    assert html.startswith("<b>3 changes on 2 topics</b>\n\n")
    assert html.rindex("fighting in Kursk") < html.index("full control of Kursk")


def test_a_long_digest_becomes_several_messages() -> None:
    """Each part passes, and every code is in one of them."""
    changes = [
        told(after=claim(topic=f"deployment:north-korea>place-{i}", article=f"a{i}"))
        for i in range(40)
    ]
    messages = render(changes, news.chat())
    assert len(messages) > 1
    assert all(parse_html(html).dropped == 0 for html in messages)
    text = "\n".join(plain(html) for html in messages)
    assert all(change.change.code in text for change in changes)


def test_a_long_quote_is_folded() -> None:
    """Evidence of a page's length does not fill the screen."""
    (html,) = render([told(after=claim(quote="word " * 200))], news.chat())
    assert "<blockquote expandable>" in html


def test_buttons_lead_to_the_topic() -> None:
    """Under an alert on one topic are its positions and its timeline; under a digest none."""
    other = told(after=claim(topic="control:kursk", value="russia-full-control"))
    assert buttons([told()]) == (
        ("Timeline", "timeline deployment:north-korea>kursk"),
        ("All positions", "claims deployment:north-korea>kursk"),
        ("Mute topic", "mute deployment:north-korea>kursk"),
        ("Why this alert", f"why {told().change.id}"),
        ("Wrong?", f"wrong {told().change.id}"),
    )
    assert buttons([told(), other]) == ()
    assert buttons([]) == ()
    assert render([], news.chat()) == []


def test_a_compact_alert_says_the_change_its_words_and_who_disagrees() -> None:
    """For who wants to read one screen: no past, no words of the others."""
    rival = claim("Russia", Stance.ASSERTS, "russia-full-control", "control:kursk")
    long = "Kyiv dismissed it, " + "and went on at length about the state of the front, " * 5
    denial = claim("Ukraine", Stance.DENIES, "russia-full-control", "control:kursk", quote=long)
    change = told(Kind.DISPUTE_OPENED, denial, rival, rivals=(rival,))
    (full,) = render([change], news.chat())
    (short,) = render([change], news.chat(compact=True))
    assert "Ukraine disputes Russia’s account" in short
    assert "Kyiv dismissed it" in short
    assert "Disputed by Russia" in short
    assert change.change.code in short
    assert "On the other side" not in short
    assert len(short) < len(full) / 1.5
